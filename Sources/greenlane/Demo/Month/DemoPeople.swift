internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneServer

/// The made-up firms of the demonstration month, and who works there.
struct DemoPeople {
    /// The same for everybody: it is shown on the screen and on the sign-in page.
    static let password = "greenlane-demo"

    struct Firm {
        var kind: Organisation.Kind
        var zh: String
        var en: String
        var uscc: String?
    }

    struct Person {
        var firm: Int
        var role: Actor.Role
        var name: String
        var shown: String
        var language = Language.zh
        /// Shown among those to sign in as.
        var isShown = true
    }

    static let firms: [Firm] = [
        Firm(kind: .operator, zh: "SYNTHETIC 绿色通道运营中心", en: "SYNTHETIC Greenlane operations"),
        Firm(
            kind: .importer, zh: "SYNTHETIC 虚构单位甲", en: "SYNTHETIC Unit A",
            uscc: "91440115MAXXX0015E"),
        Firm(
            kind: .importer, zh: "SYNTHETIC 虚构单位乙", en: "SYNTHETIC Unit B",
            uscc: "91440115MAXXX00239"),
        Firm(
            kind: .importer, zh: "SYNTHETIC 虚构单位丙", en: "SYNTHETIC Unit C",
            uscc: "91440115MAXXX00314"),
        Firm(
            kind: .importer, zh: "SYNTHETIC 南沙细胞培养技术公司",
            en: "SYNTHETIC Nansha Cell Culture", uscc: "91440115MAXXX004XU"),
        Firm(
            kind: .importer, zh: "SYNTHETIC 湾区基因药物研究院",
            en: "SYNTHETIC Bay Area Gene Medicine Institute", uscc: "91440115MAXXX0058U"),
        Firm(
            kind: .importer, zh: "SYNTHETIC 南沙免疫试剂公司",
            en: "SYNTHETIC Nansha Immuno Reagents", uscc: "91440115MAXXX0066N"),
        Firm(
            kind: .broker, zh: "SYNTHETIC 珠江口报关行", en: "SYNTHETIC Pearl River Brokers",
            uscc: "91440115MAXXX0197J"),
        Firm(kind: .carrier, zh: "SYNTHETIC 南航冷链物流", en: "SYNTHETIC Cold Chain Carrier"),
        Firm(kind: .warehouse, zh: "SYNTHETIC 南沙冷链仓库", en: "SYNTHETIC Nansha Cold Store"),
        Firm(kind: .customs, zh: "SYNTHETIC 南沙海关", en: "SYNTHETIC Nansha Customs"),
        Firm(
            kind: .authority, zh: "SYNTHETIC 南沙白名单工作组",
            en: "SYNTHETIC Nansha whitelist office"),
        Firm(kind: .auditor, zh: "SYNTHETIC 独立审计所", en: "SYNTHETIC Independent Auditors"),
    ]

    static let people: [Person] = [
        Person(firm: 1, role: .labManager, name: "li.na", shown: "李娜"),
        Person(firm: 7, role: .broker, name: "chen.bo", shown: "陈波"),
        Person(firm: 12, role: .auditor, name: "qian.hui", shown: "钱慧"),
        Person(firm: 9, role: .warehouse, name: "zhao.lei", shown: "赵磊"),
        Person(firm: 11, role: .whitelistSteward, name: "sun.yue", shown: "孙越"),
        Person(firm: 11, role: .authority, name: "he.ping", shown: "何平"),
        Person(firm: 10, role: .customs, name: "zheng.hao", shown: "郑浩"),
        Person(firm: 8, role: .carrier, name: "huang.jun", shown: "黄俊"),
        Person(firm: 5, role: .labManager, name: "liu.yang", shown: "Liu Yang", language: .en),
        Person(firm: 0, role: .administrator, name: "admin", shown: "管理员"),
        Person(firm: 2, role: .labManager, name: "gao.jie", shown: "高洁", isShown: false),
        Person(firm: 3, role: .labManager, name: "wang.fang", shown: "王芳", isShown: false),
        Person(firm: 4, role: .labManager, name: "zhou.min", shown: "周敏", isShown: false),
        Person(firm: 6, role: .labManager, name: "xu.jing", shown: "徐静", isShown: false),
    ]

    /// As the door sees them: with the ids that were given.
    private(set) var actors: [(person: Person, actor: Actor)] = []

    static var accounts: [Demonstration.Account] {
        people.filter(\.isShown).map {
            Demonstration.Account(name: $0.name, role: $0.role.title, password: password)
        }
    }

    /// Registers all of them, and entrusts broker, carrier and warehouse with every importer's
    /// goods.
    init(_ engine: Engine, on day: CalendarDate) throws {
        let first = Actor(role: .administrator, name: "demo")
        var ids: [String] = []
        for firm in Self.firms {
            let wish = Organisation(
                kind: firm.kind, name: LocalizedText(zh: firm.zh, en: firm.en), uscc: firm.uscc)
            ids.append(
                try engine.handle(Envelope(.access(.registerOrganisation(wish)), by: first))
                    .get().id)
        }
        let hash = try Demonstration.passwordHash(Self.password)
        for person in Self.people {
            var wish = Account(
                organisation: ids[person.firm], roles: [person.role], signInName: person.name,
                displayName: person.shown, language: person.language)
            if person.role == .auditor { wish.scope = AuditScope(importers: nil) }
            let id = try engine.handle(Envelope(.access(.registerAccount(wish)), by: first))
                .get().id
            let own = Actor(
                role: person.role, name: person.name, organisation: ids[person.firm], account: id)
            _ = try engine.handle(
                Envelope(
                    .access(.setPassword(account: id, password: hash)),
                    by: Actor(role: .system, name: "demo"))
            ).get()
            actors.append((person, own))
        }
        for (index, firm) in Self.firms.enumerated() where firm.kind == .importer {
            for (other, entrusted) in Self.firms.enumerated() where entrusted.kind.isEntrustable {
                let wish = Entrustment(
                    importer: ids[index], broker: ids[other], from: day,
                    until: day.adding(days: 300))
                _ = try engine.handle(Envelope(.access(.grantEntrustment(wish)), by: first)).get()
            }
        }
    }

    /// Who does it: of an importer the manager of this very firm.
    func actor(_ role: Actor.Role, importer uscc: String) -> Actor {
        let found = actors.first { entry in
            entry.person.role == role
                && (role != .labManager || Self.firms[entry.person.firm].uscc == uscc)
        }
        return found?.actor ?? Actor(role: role, name: "demo")
    }

    static func firm(_ uscc: String) -> Firm? { firms.first { $0.uscc == uscc } }
}
