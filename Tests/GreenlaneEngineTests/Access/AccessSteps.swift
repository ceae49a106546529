import GreenlaneCore

/// Wishes of people and of the service, one after another. All SYNTHETIC.
struct AccessStep {
    var command: AccessCommand
    var actor: Actor
}

enum AccessSteps {
    static let host = Actor(role: .administrator, name: "host")
    static let service = Actor(role: .system, name: "service")
    static let manager = Actor(
        role: .labManager, name: "li.na", organisation: "ORG-0002", account: "ACC-0002")
    static let importer = "91440115MAXXX0015E"

    /// 64 digits that are made of one.
    static func digest(_ digit: Character) -> String { String(repeating: digit, count: 64) }

    /// A hash that no password has.
    static func password(_ number: Int) -> String { "$scrypt$ln=17,r=8,p=1$c2FsdA$hash-\(number)" }

    static func name(_ zh: String) -> LocalizedText { LocalizedText(zh: zh, en: "") }

    /// The first administrator by the link that the service offers.
    static let first: [AccessStep] = [
        AccessStep(
            command: .offerLink(digest: digest("0"), purpose: .firstAdministrator, account: nil),
            actor: service),
        AccessStep(
            command: .useLink(
                LinkUse(
                    digest: digest("0"), password: password(0),
                    administrator: LinkUse.Administrator(
                        signInName: "zhang.wei", displayName: "张伟",
                        organisation: name("运营单位甲")))), actor: service),
    ]

    static let people: [AccessStep] = [
        AccessStep(
            command: .registerOrganisation(
                Organisation(kind: .importer, name: name("合成单位甲"), uscc: importer)),
            actor: host),
        AccessStep(
            command: .registerOrganisation(Organisation(kind: .broker, name: name("报关企业乙"))),
            actor: host),
        AccessStep(
            command: .registerAccount(
                Account(
                    organisation: "ORG-0002", roles: [.labManager], signInName: "li.na.2",
                    displayName: "李娜", issuer: "https://id.example", subject: "sub-1")),
            actor: host),
        AccessStep(
            command: .registerAccount(
                Account(
                    organisation: "ORG-0003", roles: [.broker], signInName: "left.long.ago",
                    displayName: "前员工")), actor: host),
    ]

    static func all(at now: Timestamp) -> [AccessStep] {
        first + people + [
            AccessStep(
                command: .grantEntrustment(
                    Entrustment(
                        importer: "ORG-0002", broker: "ORG-0003", from: now.date,
                        until: now.date.adding(days: 30))), actor: manager),
            AccessStep(
                command: .issueKey(
                    AccessKey(
                        id: "Ab12Cd34", account: "ACC-0002", digest: digest("e"), label: "ERP",
                        scopes: [.read], expires: now.adding(milliseconds: 864_000_000))),
                actor: manager),
            AccessStep(
                command: .setPassword(account: "ACC-0002", password: password(1)),
                actor: manager),
            AccessStep(
                command: .openSession(
                    SessionOpening(
                        account: "ACC-0002", digest: digest("a"), means: .password,
                        credentialAccepted: true)), actor: service),
            AccessStep(
                command: .setPassword(account: "ACC-0002", password: password(2)),
                actor: manager),
            AccessStep(
                command: .openSession(
                    SessionOpening(
                        account: "ACC-0002", digest: digest("b"), means: .oidc,
                        credentialAccepted: true)), actor: service),
            AccessStep(
                command: .offerLink(
                    digest: digest("1"), purpose: .invitation, account: "ACC-0002"),
                actor: host),
            AccessStep(
                command: .changeAccount(id: "ACC-0003", AccountChange(status: .disabled)),
                actor: host),
        ]
    }
}
