import GreenlaneCore
public import GreenlaneStore

/// What a row of the trace table stands for: each topic answers a question that auditors ask,
/// without reading the log from its start.
public enum TraceTopic: String, CaseIterable, Sendable {
    /// A line of goods with this lot was filed, or corrected to it. Key: the lot in normal form.
    case lot
    /// Customs accepted a declaration. Key: the day of acceptance.
    case accepted
    /// Customs released goods, also where the receipt did not fit. Key: the day of the release.
    case released
    /// Recorded on a later day than the one on which it happened. Key: the day of recording.
    case late
    /// A step that the workflow marks as an override. Key: the day of recording.
    case override
    /// A deadline passed. Key: the day of recording.
    case overdue
    /// A fact that did not fit. Key: the day of recording.
    case unfit
    /// A refused attempt. Key: the day of recording.
    case refused
    /// A permit or whitelist entry was granted, stated otherwise or taken away; its balance alone
    /// is no such change. Key: the stream's name, such as `permit/P-000001`.
    case terms
}

/// The rows of the trace table that one event makes: a function of its stored bytes alone, so that
/// `verify` can make them again.
public enum TraceProjection {
    /// The lot as it is looked up: half width, upper case, no spaces or hyphens.
    public static func lotKey(_ lot: String) -> String { ItemName.code(lot) }

    /// In order of topic; none where the bytes are no entry.
    public static func rows(_ bytes: UnsafeBufferPointer<UInt8>) -> [TraceRow] {
        EntryParts(bytes).map { rows(of: $0) } ?? []
    }

    /// Of an entry whose parts are found already.
    static func rows(of entry: EntryParts) -> [TraceRow] {
        guard let recorded = entry.recorded, let occurred = entry.occurred else { return [] }
        var rows = Rows(position: entry.position)
        let isCommand = entry.cause == nil
        if isCommand, EntryWriter.isLate(occurred: occurred, recorded: recorded) {
            rows.add(.late, recorded.date.description)
        }
        let stream = entry.stream
        if starts(stream, with: "shipment/") {
            shipment(entry, occurred, recorded, &rows)
        } else if starts(stream, with: "permit/") || starts(stream, with: "entry/") {
            if !isBalance(entry.type) { rows.add(.terms, EntryView.text(stream)) }
        } else if starts(stream, with: "refusals/") {
            rows.add(.refused, recorded.date.description)
        }
        return rows.list
    }

    /// Of an entry that was just written.
    static func rows(_ entry: [UInt8]) -> [TraceRow] {
        entry.withUnsafeBufferPointer { rows($0) }
    }

    private struct Rows {
        let position: Int64
        var list: [TraceRow] = []

        mutating func add(_ topic: TraceTopic, _ key: String) {
            let row = TraceRow(topic: topic.rawValue, key: key, position: position)
            if !list.contains(row) { list.append(row) }
        }
    }

    // MARK: Shipments

    private static func shipment(
        _ entry: EntryParts, _ occurred: Timestamp, _ recorded: Timestamp, _ rows: inout Rows
    ) {
        if entry.isOverride { rows.add(.override, recorded.date.description) }
        if JSONScanner.equal(entry.type, "deadline.passed") {
            rows.add(.overdue, recorded.date.description)
        }
        if !entry.fits {
            rows.add(.unfit, recorded.date.description)
            // Customs let the goods go, whatever we thought of it.
            if isRelease(entry.command) { rows.add(.released, occurred.date.description) }
        }
        if !entry.filed.isEmpty { lots(in: entry.filed, &rows) }
        guard entry.effects.count > 2 else { return }
        // Most events have effects, few have these: only then is anything built.
        if contains(entry.effects, "\"do\":\"declaration\"") {
            for effect in parsed(entry.effects)?.arrayValue ?? []
            where effect["do"] == "declaration" {
                guard let on = effect["on"]?.stringValue else { continue }
                if effect["status"] == "accepted" { rows.add(.accepted, on) }
                if effect["status"] == "released" { rows.add(.released, on) }
            }
        }
        if contains(entry.effects, "\"do\":\"corrected\"") { lots(in: entry.effects, &rows) }
    }

    /// Receipts by which goods leave the customs' control.
    static func isRelease(_ command: UnsafeBufferPointer<UInt8>) -> Bool {
        JSONScanner.equal(command, "receipt.released")
            || JSONScanner.equal(command, "receipt.guaranteed")
    }

    private static func lots(in json: UnsafeBufferPointer<UInt8>, _ rows: inout Rows) {
        guard contains(json, "\"batch\":"), let value = parsed(json) else { return }
        let requests = [value["request"]] + (value.arrayValue ?? []).map { $0["request"] }
        for request in requests {
            for item in request?["items"]?.arrayValue ?? [] {
                guard let lot = item["catalogue"]?["batch"]?.stringValue else { continue }
                rows.add(.lot, lotKey(lot))
            }
        }
    }

    // MARK: Bytes

    private static func parsed(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        guard case .success(let value) = JSONParser.parse(bytes) else { return nil }
        return value
    }

    private static func isBalance(_ type: UnsafeBufferPointer<UInt8>) -> Bool {
        for kind in BalanceChange.Kind.allCases where ends(type, with: kind.rawValue) {
            return true
        }
        return false
    }

    private static func ends(_ text: UnsafeBufferPointer<UInt8>, with word: String) -> Bool {
        text.suffix(word.utf8.count).elementsEqual(word.utf8)
    }

    private static func starts(
        _ text: UnsafeBufferPointer<UInt8>, with prefix: StaticString
    ) -> Bool {
        guard text.count >= prefix.utf8CodeUnitCount else { return false }
        return JSONScanner.equal(
            UnsafeBufferPointer(rebasing: text[..<prefix.utf8CodeUnitCount]), prefix)
    }

    static func contains(
        _ text: UnsafeBufferPointer<UInt8>, _ word: StaticString
    ) -> Bool {
        let length = word.utf8CodeUnitCount
        guard text.count >= length else { return false }
        let first = word.utf8Start[0]
        for start in 0...(text.count - length) where text[start] == first {
            var index = 1
            while index < length, text[start + index] == word.utf8Start[index] { index += 1 }
            if index == length { return true }
        }
        return false
    }
}

extension TraceProjection {
    /// A file from before the trace was kept gets its rows once, when it is first written to.
    static func restore(_ store: LogStore) throws {
        guard try store.tree().size > 0, try !store.hasTraces() else { return }
        var next: Int64 = 1
        while true {
            var rows: [TraceRow] = []
            var count = 0
            try store.scan(from: next) { view in
                rows += Self.rows(view.entry)
                next = view.position + 1
                count += 1
                return count < eventsPerStep
            }
            if !rows.isEmpty { try store.addTraces(rows) }
            if count < eventsPerStep { return }
        }
    }

    /// Events read before their rows are written: memory stays flat.
    private static let eventsPerStep = 100_000
}
