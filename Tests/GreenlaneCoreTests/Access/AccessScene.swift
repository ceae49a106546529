import GreenlaneCore
import Testing

/// A small district: its operator with one administrator, an importer, a broker, an auditor. All
/// SYNTHETIC.
struct AccessScene {
    var book = AccessBook()
    var now = Timestamp("2026-09-01T09:00:00+08:00") ?? Timestamp(milliseconds: 0)

    static let importerUSCC = "91440115MAXXX0015E"
    static let password = "$scrypt$ln=17,r=8,p=1$c2FsdA$aGFzaA"

    let host = Actor(role: .administrator, name: "host")
    let service = Actor(role: .system, name: "service")
    let root = Actor(
        role: .administrator, name: "root", organisation: "ORG-0001", account: "ACC-0001")
    let manager = Actor(
        role: .labManager, name: "li.na", organisation: "ORG-0002", account: "ACC-0002")
    let broker = Actor(
        role: .broker, name: "chen.bo", organisation: "ORG-0003", account: "ACC-0003")

    init() throws {
        for organisation in [
            Organisation(kind: .operator, name: Self.name("运营单位甲", "Operator")),
            Organisation(
                kind: .importer, name: Self.name("合成单位甲", "Lab"), uscc: Self.importerUSCC),
            Organisation(kind: .broker, name: Self.name("报关企业乙", "Broker")),
            Organisation(kind: .auditor, name: Self.name("审计机构丙", "Auditors")),
        ] { try accept(.registerOrganisation(organisation), by: host) }
        for account in [
            Self.account("ORG-0001", .administrator, "root"),
            Self.account("ORG-0002", .labManager, "li.na"),
            Self.account("ORG-0003", .broker, "chen.bo"),
            Self.account("ORG-0004", .auditor, "wu.min"),
        ] { try accept(.registerAccount(account), by: host) }
    }

    static func name(_ zh: String, _ en: String) -> LocalizedText {
        LocalizedText(zh: zh, en: en)
    }

    static func account(_ organisation: String, _ role: Actor.Role, _ name: String) -> Account {
        Account(
            organisation: organisation, roles: [role], signInName: name, displayName: "人员")
    }

    /// 64 digits that are made of one.
    static func digest(_ digit: Character) -> String { String(repeating: digit, count: 64) }

    func day(_ text: String) -> CalendarDate { CalendarDate(text) ?? CalendarDate(dayNumber: 0) }

    /// Decides and copies what was decided.
    @discardableResult
    mutating func accept(_ command: AccessCommand, by actor: Actor) throws -> [AccessEvent] {
        let events = try book.decide(command, by: actor, at: now).get()
        for event in events { book.apply(event, at: now) }
        return events
    }

    /// The code of the refusal; empty where it was accepted.
    func refusal(_ command: AccessCommand, by actor: Actor) -> String {
        switch book.decide(command, by: actor, at: now) {
        case .success: ""
        case .failure(let refusal): refusal.code
        }
    }

    mutating func signIn(_ account: String, _ digit: Character) throws {
        try accept(
            .openSession(
                SessionOpening(
                    account: account, digest: Self.digest(digit), means: .password,
                    credentialAccepted: true)), by: service)
    }

    func entrustment(_ from: String = "2026-09-01", _ until: String = "2026-12-31") -> Entrustment {
        Entrustment(
            importer: "ORG-0002", broker: "ORG-0003", from: day(from), until: day(until))
    }

    func key(_ id: String = "Ab12Cd34", days: Int64 = 30) -> AccessKey {
        AccessKey(
            id: id, account: "ACC-0002", digest: Self.digest("e"), label: "ERP",
            scopes: [.write, .read], expires: now.adding(milliseconds: days * 86_400_000))
    }

    mutating func advance(hours: Int64) { now = now.adding(milliseconds: hours * 3_600_000) }
}
