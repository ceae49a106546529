public import GreenlaneCore

/// Something in a bundle that does not agree.
public struct EvidenceFinding: Hashable, Sendable {
    /// What was found; the raw value is stable.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case keyMalformed = "key-malformed"
        /// The key that the reader trusts is not among the bundle's.
        case keyDiffers = "key-differs"
        /// A key of the bundle that the log did not put on record.
        case keyUnrecorded = "key-unrecorded"
        case noteMalformed = "note-malformed"
        case noteWrongSignature = "note-wrong-signature"
        case noteNoKnownKey = "note-no-known-key"
        case checkpointMalformed = "checkpoint-malformed"
        case originDiffers = "origin-differs"
        case proofWrong = "proof-wrong"
        /// The event lies behind the checkpoint.
        case proofBeyond = "proof-beyond"
        case entryMalformed = "entry-malformed"
        case entryDiffers = "entry-differs"
        case eventOrder = "event-order"
        case eventDuplicate = "event-duplicate"
        case eventForeign = "event-foreign"
        case versionGap = "version-gap"
        case shipmentMissing = "shipment-missing"
        /// A balance moved for the shipment, and no step of it is the cause.
        case causeMissing = "cause-missing"
        case definitionAltered = "definition-altered"
        case definitionDuplicate = "definition-duplicate"
        case definitionMissing = "definition-missing"
        case definitionUnreadable = "definition-unreadable"
        case attachmentAltered = "attachment-altered"
        case attachmentDiffers = "attachment-differs"
        case commitmentWrong = "commitment-wrong"
        case decisionDiffers = "decision-differs"
        case pageDiffers = "page-differs"
        case pageUnknown = "page-unknown"
    }

    public var code: Code
    /// Place in the log; nil where it concerns no one event.
    public var position: Int64?
    public var text: LocalizedText

    /// One member a property, the position only where there is one.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("code", .string(code.rawValue))
        if let position { object.append("position", .integer(position)) }
        object.append("message", ["zh": .string(text.zh), "en": .string(text.en)])
        return .object(object)
    }
}

extension EvidenceFinding.Code {
    /// The check that finds it.
    var check: EvidenceReport.Check.Code {
        switch self {
        case .keyMalformed, .keyDiffers, .keyUnrecorded, .noteMalformed, .noteWrongSignature,
            .noteNoKnownKey,
            .checkpointMalformed, .originDiffers:
            .signature
        case .proofWrong, .proofBeyond: .proofs
        case .entryMalformed, .entryDiffers, .eventForeign: .entries
        case .eventOrder, .eventDuplicate, .versionGap, .shipmentMissing, .causeMissing: .order
        case .definitionAltered, .definitionDuplicate, .definitionMissing, .definitionUnreadable:
            .definitions
        case .attachmentAltered, .attachmentDiffers: .attachments
        case .commitmentWrong: .commitments
        case .decisionDiffers: .decisions
        case .pageDiffers, .pageUnknown: .page
        }
    }
}

/// What a check of a bundle came to.
public struct EvidenceReport: Sendable {
    /// One kind of check.
    public struct Check: Hashable, Sendable {
        public enum Code: String, Hashable, Sendable, CaseIterable {
            case signature, proofs, entries, order, definitions, attachments, commitments
            case decisions, page
        }

        public var code: Code
        public var isOK: Bool
        /// Things looked at; 0 where the check could not be made or there was nothing.
        public var count: Int
        /// False where something else stood in the way.
        public var isMade: Bool
    }

    /// What the replayer found.
    public typealias Divergence = ReplayDivergence

    public var shipment: String
    public internal(set) var checks: [Check]
    public internal(set) var findings: [EvidenceFinding] = []
    /// All of them, also where the list was cut.
    public internal(set) var findingCount = 0
    /// Where deciding again gave something else, in full.
    public internal(set) var divergences: [Divergence] = []
    /// What the check does not show.
    public internal(set) var limits: [LocalizedText] = []
    /// The key that signed, where the signature holds.
    public internal(set) var signedBy: String?
    /// Whether that key was given by the reader.
    public internal(set) var isKeyPinned = false

    init(shipment: String) {
        self.shipment = shipment
        checks = Check.Code.allCases.map {
            Check(code: $0, isOK: true, count: 0, isMade: false)
        }
    }

    /// Nothing was found.
    public var isClean: Bool { findingCount == 0 }

    mutating func made(_ code: Check.Code, _ count: Int) {
        guard let index = checks.firstIndex(where: { $0.code == code }) else { return }
        checks[index].isMade = true
        checks[index].count = count
    }

    mutating func add(
        _ code: EvidenceFinding.Code, at position: Int64? = nil, _ zh: String, _ en: String
    ) {
        findingCount += 1
        if let index = checks.firstIndex(where: { $0.code == code.check }) {
            checks[index].isOK = false
        }
        guard findings.count < EvidenceLimits.findings else { return }
        findings.append(
            EvidenceFinding(
                code: code, position: position,
                text: LocalizedText(
                    zh: PlainText.printable(zh), en: PlainText.printable(en))))
    }

    /// The contract's form.
    public var json: JSONValue {
        [
            "ok": .bool(isClean), "shipment": .string(shipment),
            "checks": .array(
                checks.map {
                    [
                        "code": .string($0.code.rawValue), "ok": .bool($0.isOK && $0.isMade),
                        "made": .bool($0.isMade), "count": .integer(Int64($0.count)),
                    ]
                }),
            "findings": .array(findings.map(\.json)),
            "divergences": .array(divergences.map(\.json)),
            "key": signedBy.map {
                ["vkey": .string($0), "pinned": .bool(isKeyPinned)]
            } ?? .null,
            "limits": .array(limits.map { ["zh": .string($0.zh), "en": .string($0.en)] }),
        ]
    }
}
