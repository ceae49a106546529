extension ImportRequest {
    /// What a request is read for.
    public enum Need: Hashable, Sendable {
        /// The facts may have gaps.
        case assessment
        /// As an assessment, and the importer's code and every quantity must be there.
        case filing
        /// Our own writing, from the log: accepted before, so not judged again by rules that may
        /// have become stricter since.
        case stored
    }

    /// Items of one request.
    public static let maximumItems = 500

    static let memberNames = [
        "reference", "direction", "importer", "endUser", "broker", "purpose", "regime",
        "transport", "plannedDispatch", "plannedArrival", "items", "exporter",
        "destinationCountry", "statedUse", "chosenScheme",
    ]

    /// Reads a request. The refusal `request-invalid` carries every problem of the document, each
    /// with its JSON pointer.
    public init(json: JSONValue, for need: Need) throws(Refusal) {
        let problems = RequestProblems(need: need)
        let request = ImportRequest.read(json, problems)
        guard problems.details.isEmpty, let request else {
            throw ImportRequest.invalid(problems.details)
        }
        self = request
    }

    /// Reads back what `json` wrote.
    public init(json: JSONValue) throws(Refusal) {
        try self.init(json: json, for: .stored)
    }

    /// The refusal of a request that has problems.
    public static func invalid(_ details: [Refusal.Detail]) -> Refusal {
        Refusal(
            .input, "request-invalid",
            LocalizedText(
                zh: "进口申请有 \(details.count) 处问题，未予受理",
                en: details.count == 1
                    ? "The import request has a problem"
                    : "The import request has \(details.count) problems"),
            remedy: LocalizedText(
                zh: "请按所列位置逐项改正后重新提交",
                en: "Correct each place that is listed and send the request again"),
            details: details)
    }

    private static func read(_ json: JSONValue, _ problems: RequestProblems) -> ImportRequest? {
        guard let reader = MemberReader(json, at: "", known: memberNames, problems) else {
            return nil
        }
        let reference = reader.text("reference", minimum: 1, limit: 64, required: true)
        let direction: Direction? = reader.choice("direction")
        let importer = Party.read(reader, "importer", required: true)
        let endUser = Party.read(reader, "endUser")
        let broker = Party.read(reader, "broker")
        let purpose: Purpose? = reader.choice("purpose", required: true)
        let regime: Regime? = reader.choice("regime")
        let transport = Transport.read(reader)
        let dispatch = reader.date("plannedDispatch")
        let arrival = reader.date("plannedArrival")
        if let dispatch, let arrival, arrival < dispatch, problems.need != .stored {
            problems.add(.datesReversed, at: reader.place("plannedArrival"))
        }
        let items = readItems(reader)
        let exporter = Party.read(reader, "exporter")
        let destination = reader.country("destinationCountry")
        let statedUse = reader.text("statedUse", limit: 1000)
        let scheme = reader.text("chosenScheme", limit: 64)
        if problems.need == .filing, let importer, importer.uscc == nil,
            reader.object["importer"]?["uscc"] == nil
        {
            problems.add(.usccNeeded, at: "/importer/uscc")
        }
        guard let reference, let importer, let purpose, let items else { return nil }
        return ImportRequest(
            reference: reference, direction: direction ?? .import, importer: importer,
            endUser: endUser, broker: broker, exporter: exporter, purpose: purpose,
            regime: regime ?? .generalTrade, transport: transport, plannedDispatch: dispatch,
            plannedArrival: arrival, destinationCountry: destination, statedUse: statedUse,
            chosenScheme: scheme, items: items)
    }

    private static func readItems(_ reader: MemberReader) -> [ImportItem]? {
        guard
            let elements = reader.elements(
                "items", minimum: 1, limit: maximumItems, required: true)
        else { return nil }
        var items: [ImportItem] = []
        var lines = Set<Int>()
        for (index, element) in elements.enumerated() where !reader.problems.isFull {
            let pointer = JSONPointer.appending(index, to: reader.place("items"))
            guard let item = ImportItem.read(element, at: pointer, reader.problems) else {
                continue
            }
            if item.line > 0, !lines.insert(item.line).inserted {
                reader.problems.add(
                    .duplicateLine(item.line), at: JSONPointer.appending("line", to: pointer))
            }
            items.append(item)
        }
        return items
    }
}

extension Party {
    static let memberNames = ["name", "uscc", "kind", "district"]

    fileprivate static func read(
        _ parent: MemberReader, _ name: String, required: Bool = false
    ) -> Party? {
        guard let reader = parent.child(name, known: memberNames, required: required) else {
            return nil
        }
        let partyName = reader.text("name", minimum: 1, limit: 200, required: true)
        let uscc = reader.identifier("uscc", UnifiedSocialCreditCode.check)
        let kind: Kind? = reader.choice("kind")
        let district = reader.digits("district", count: 6)
        guard let partyName else { return nil }
        return Party(name: partyName, uscc: uscc, kind: kind, district: district)
    }
}

extension ImportRequest.Transport {
    static let memberNames = ["mode", "portOfEntry", "document", "dryIceKg"]

    fileprivate static func read(_ parent: MemberReader) -> Self {
        guard let reader = parent.child("transport", known: memberNames) else { return Self() }
        let mode: Mode? = reader.choice("mode")
        let port = reader.exact("portOfEntry", CustomsOfficeCode.check)
        var document = reader.text("document", limit: 64)
        if mode == .air, document != nil {
            document = reader.identifier("document", AirWaybill.check)
        }
        return Self(
            mode: mode, portOfEntry: port, document: document,
            dryIce: reader.decimal("dryIceKg"))
    }
}
