import GreenlaneCore
import GreenlaneStore

/// A wish to forget: values that name a person, and the salts of their commitments, are deleted;
/// the commitments stay, say nothing any more, and the log still verifies.
public struct PersonalErasure: Hashable, Sendable {
    /// Fields of one event that one erasure names; more become further events.
    public static let fieldsPerEvent = 500
    /// The type in the log.
    public static let type = "personal_data.erased"
    /// The stream of erasures.
    public static let stream = "log/erasures"

    /// The name as it was given, such as `li.na`: every value that equals it is erased.
    public var name: String?
    /// Only in this shipment; with no name, every personal field of it.
    public var shipment: String?
    /// Digests of attached documents whose contents are deleted.
    public var papers: [String]
    /// Why, such as the request of the person: goes on the record.
    public var reason: String

    public init(
        name: String? = nil, shipment: String? = nil, papers: [String] = [], reason: String
    ) {
        self.name = name
        self.shipment = shipment
        self.papers = papers
        self.reason = reason
    }
}

/// One personal field that an erasure deletes.
struct ErasedField: Hashable {
    var position: Int64
    var path: String

    var json: JSONValue { ["path": .string(path), "position": .integer(position)] }
}

/// What an erasure comes to: which fields go, and what is left beside each event.
struct ErasurePlan {
    private(set) var fields: [ErasedField] = []
    private(set) var rows: [ErasureRow] = []
    private var positions: Set<Int64> = []
    /// A fingerprint of the command that names the actor: goes with any name of its event.
    static let fingerprintPath = "/idempotency/command"

    /// Takes the matching values out of one event's sealed fields, once; of an account's own event
    /// all values that are not the actor's.
    mutating func add(
        _ position: Int64, _ sealed: String, name: String?, isOwn: Bool = false
    ) throws {
        guard !positions.contains(position), let members = try JSONParser.parse(sealed).arrayValue
        else { return }
        var kept: [JSONValue] = []
        var gone: [ErasedField] = []
        for member in members {
            let path = member["path"]?.stringValue ?? ""
            let isMeant =
                name == nil || member["value"]?.stringValue == name
                || isOwn && path.hasPrefix("/data/")
            if path != Self.fingerprintPath, isMeant {
                gone.append(ErasedField(position: position, path: path))
            } else {
                kept.append(member)
            }
        }
        guard !gone.isEmpty else { return }
        let guarded = kept.firstIndex { $0["path"]?.stringValue == Self.fingerprintPath }
        if let guarded {
            kept.remove(at: guarded)
            gone.append(ErasedField(position: position, path: Self.fingerprintPath))
        }
        positions.insert(position)
        fields += gone
        rows.append(
            ErasureRow(
                position: position, sealed: kept.isEmpty ? nil : JSONValue.array(kept).text,
                forgetsKey: guarded != nil))
    }
}

extension Engine {
    /// Refusals: `role-not-allowed`, `erasure-empty` where nothing is named, `shipment-unknown`,
    /// `personal-data-unknown` where nothing matches.
    func erase(
        _ erasure: PersonalErasure, _ envelope: Envelope, _ staging: inout Staging
    ) throws -> Result<Outcome, Refusal> {
        guard envelope.actor.role == .administrator else {
            let what = LocalizedText(zh: "删除个人信息", en: "erase personal data")
            return .failure(
                DoorRefusal.role(envelope.actor.role, what, takes: [.administrator]))
        }
        guard erasure.name != nil || erasure.shipment != nil || !erasure.papers.isEmpty,
            !erasure.reason.isEmpty
        else { return .failure(Self.erasureEmpty) }
        if let name = erasure.name, erasure.reason.contains(name) {
            return .failure(Self.reasonNames)
        }
        var plan = ErasurePlan()
        if erasure.name != nil || erasure.shipment != nil {
            var stream: Int64?
            if let id = erasure.shipment {
                guard let row = try store.shipment(id: id) else {
                    return .failure(DoorRefusal.shipmentUnknown(id))
                }
                stream = row.stream
            }
            if let name = erasure.name, erasure.shipment == nil,
                let refusal = try forget(accountsOf: name, &plan, &staging)
            {
                return .failure(refusal)
            }
            try store.forEachSealed(stream: stream, containing: needle(erasure.name)) {
                try plan.add($0, $1, name: erasure.name)
            }
        }
        let papers = try erasure.papers.filter { try store.paper($0) != nil }
        guard !plan.fields.isEmpty || !papers.isEmpty else { return .failure(Self.nothingToErase) }
        staging.batch.erasures += plan.rows
        staging.batch.erasedPapers += papers
        if let name = erasure.name { staging.batch.erasedNames.append(name) }
        tallyDay = nil
        var position: Int64 = 0
        var rest = plan.fields[...]
        repeat {
            let part = rest.prefix(PersonalErasure.fieldsPerEvent)
            rest = rest.dropFirst(part.count)
            let isLast = rest.isEmpty
            let data: JSONValue = [
                "fields": .array(part.map(\.json)),
                "papers": .array(isLast ? papers.map { .string($0) } : []),
                "reason": .string(erasure.reason),
            ]
            position =
                try record(
                    type: PersonalErasure.type, stream: PersonalErasure.stream, data: data,
                    envelope.actor, envelope.occurred ?? staging.recorded, &staging
                ).position
        } while !rest.isEmpty
        return .success(
            Outcome(position: position, id: "\(plan.fields.count + papers.count)"))
    }

    /// The name as it stands inside JSON text; nil finds every event.
    private func needle(_ name: String?) -> String? {
        name.map { String(JSONValue.string($0).text.dropFirst().dropLast()) }
    }

    private static let erasureEmpty = Refusal(
        .input, "erasure-empty",
        LocalizedText(
            zh: "没有说明要删除谁的信息，或为什么。",
            en: "It does not say whose data are to be erased, or why."),
        remedy: LocalizedText(
            zh: "用 --person 姓名、--shipment 编号或 --paper 摘要，并用 --reason 说明原因。",
            en: "Name --person, --shipment or --paper, and give the --reason."))

    private static let reasonNames = Refusal(
        .input, "erasure-reason-names",
        LocalizedText(
            zh: "原因里写了要删除的姓名，而原因会永远留在日志里。",
            en: "The reason holds the name, and the reason stays in the log for good."),
        remedy: LocalizedText(
            zh: "换一种说法，例如“本人申请”。", en: "Say it without the name: “at the person's request”."))

    private static let nothingToErase = Refusal(
        .notFound, "personal-data-unknown",
        LocalizedText(
            zh: "日志旁没有这样的个人信息（可能已经删除）。",
            en: "No such personal data lies beside the log (perhaps it is erased already)."))
}
