import GreenlaneCore

/// Members of a step's input that say what an attached document is.
enum DocumentMember {
    static let digest = "digest"
    static let name = "name"
    static let size = "size"
    static let mediaType = "media_type"
}

extension Engine {
    /// The envelope with what its document is written into the step's input, so that the log says
    /// it: digest, name, size and type, as far as the workflow has a place for them.
    ///
    /// Refusals, the first that applies: `document-not-taken`, `document-kind-unknown`, those of
    /// `DocumentCheck.accepted`, `document-digest-differs`; and `document-contents-missing` where
    /// size or type are told of contents that did not come.
    func described(_ envelope: Envelope) throws -> Result<Envelope, Refusal> {
        guard case .step(let id, let event, let input) = envelope.command else {
            return envelope.papers.isEmpty
                ? .success(envelope) : .failure(DocumentRefusal.notTaken)
        }
        let isTold = input[DocumentMember.size] != nil || input[DocumentMember.mediaType] != nil
        guard !envelope.papers.isEmpty || isTold, let known = try load(id) else {
            return .success(envelope)
        }
        let flow = try definitions.workflow(known.shipment.workflow, store)
        // What is unknown here or not for this role is refused in its turn, before any contents.
        guard let definition = flow.event(named: event),
            definition.roles.isEmpty || definition.roles.contains(envelope.actor.role.rawValue)
        else { return .success(envelope) }
        do throws(Refusal) {
            guard let paper = envelope.papers.first else {
                if definition.takes(DocumentMember.mediaType) {
                    throw DocumentRefusal.contentsMissing
                }
                return .success(envelope)
            }
            guard definition.takes(DocumentMember.digest), envelope.papers.count == 1 else {
                throw DocumentRefusal.notTaken
            }
            return .success(try Self.described(envelope, paper, id, definition, flow))
        } catch {
            return .failure(error)
        }
    }

    private static func described(
        _ envelope: Envelope, _ paper: Paper, _ id: String, _ definition: EventDefinition,
        _ flow: ClearanceWorkflow
    ) throws(Refusal) -> Envelope {
        guard case .step(_, let event, var input) = envelope.command else { return envelope }
        let kind = input["kind"]?.stringValue
        if let kind, !flow.documentKinds.isEmpty, flow.documentKind(kind) == nil {
            throw DocumentRefusal.kindUnknown(kind, among: flow.documentKinds)
        }
        let accepted = try DocumentCheck(
            name: input[DocumentMember.name]?.stringValue ?? paper.name, size: paper.bytes.count,
            finding: paper.finding
        ).accepted(as: kind.flatMap { flow.documentKind($0) })
        let told: [(member: String, value: JSONValue, stated: JSONValue?)] = [
            (DocumentMember.digest, .string(paper.digest), input[DocumentMember.digest]),
            (
                DocumentMember.size, .integer(Int64(accepted.size)),
                // A command line gives numbers as text.
                input[DocumentMember.size].map { size in
                    size.stringValue.flatMap { Int64($0) }.map { .integer($0) } ?? size
                }
            ),
            (
                DocumentMember.mediaType, .string(accepted.type.rawValue),
                input[DocumentMember.mediaType]
            ),
        ]
        for member in told where definition.takes(member.member) {
            if let stated = member.stated, stated != member.value {
                throw DocumentRefusal.differs(member.member, stated, member.value)
            }
            input[member.member] = member.value
        }
        if definition.takes(DocumentMember.name) {
            input[DocumentMember.name] = .string(accepted.name)
        }
        var described = envelope
        described.command = .step(shipment: id, event: event, input: input)
        described.papers = [Paper(paper, named: accepted.name)]
        return described
    }
}

extension EventDefinition {
    /// Whether the step has a member of that name.
    fileprivate func takes(_ member: String) -> Bool { input.contains { $0.name == member } }
}

extension Paper {
    /// The same contents under the name that the log gives them.
    fileprivate init(_ paper: Paper, named name: String) {
        self = paper
        self.name = name
    }
}

extension DocumentRefusal {
    fileprivate static let notTaken = Refusal(
        .input, "document-not-taken",
        LocalizedText(
            zh: "这一步不能随附文件，或一次附了多份。",
            en: "This step takes no document, or not as many."),
        remedy: LocalizedText(
            zh: "请先逐份上传文件，再办理这一步。",
            en: "Attach each document first, then take this step."))

    fileprivate static let contentsMissing = Refusal(
        .input, "document-contents-missing",
        LocalizedText(
            zh: "说明了文件的大小或格式，却没有附上文件。",
            en: "Size or type of a document are told, but its contents did not come."),
        remedy: LocalizedText(
            zh: "附上文件；大小与格式由系统填写。",
            en: "Attach the file; size and type are filled in for you."))

    /// What was told of the document is not what its contents are.
    fileprivate static func differs(
        _ member: String, _ stated: JSONValue, _ found: JSONValue
    ) -> Refusal {
        let told = PlainText.printable(String((stated.stringValue ?? stated.text).prefix(80)))
        let real = found.stringValue ?? found.text
        return Refusal(
            .input, "document-digest-differs",
            LocalizedText(
                zh: "说明与文件内容不符：\(member) 填的是 \(told)，实际是 \(real)。",
                en: "\(member) is given as \(told), but the contents have \(real)."),
            remedy: LocalizedText(
                zh: "确认是这份文件，或不填这一项。",
                en: "Check that it is the right file, or leave the member out."),
            details: [
                Refusal.Detail(
                    pointer: "/\(member)", code: "value-differs",
                    message: LocalizedText(zh: "与内容不符。", en: "Not what the contents are."))
            ])
    }
}
