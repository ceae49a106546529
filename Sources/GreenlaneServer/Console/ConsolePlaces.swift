import GreenlaneCore

/// Where people go: at most five places in the bar for a role, the rest in their own menu.
enum ConsolePlaces {
    struct Place: Sendable {
        var path: String
        var title: LocalizedText
        /// Without which the place is not shown.
        var action: AccessAction
        /// Roles that have it in the bar; others have it in the menu.
        var inBar: [Actor.Role]

        /// Whether a page belongs to the place.
        func holds(_ target: String) -> Bool {
            let page = target.prefix { $0 != "?" }
            return page == path || page.hasPrefix(path + "/")
        }
    }

    static let maximumInBar = 5

    static func of(_ principal: Principal) -> (bar: [Place], more: [Place]) {
        let open = all.filter { principal.may($0.action) }
        let bar = open.filter { $0.inBar.contains { principal.roles.contains($0) } }
            .prefix(maximumInBar)
        let more = open.filter { place in !bar.contains { $0.path == place.path } }
        return (Array(bar), more)
    }

    private static let handlers: [Actor.Role] = [
        .labManager, .broker, .warehouse, .carrier, .customs, .authority,
    ]

    static let all: [Place] = [
        Place(
            path: "/day", title: LocalizedText(zh: "今天", en: "Today"),
            action: .readShipments, inBar: handlers + [.administrator]),
        Place(
            path: "/audit", title: LocalizedText(zh: "审计", en: "Audit"),
            action: .readEvents, inBar: [.auditor]),
        Place(
            path: "/shipments", title: LocalizedText(zh: "货物", en: "Shipments"),
            action: .readShipments, inBar: handlers + [.auditor, .administrator]),
        Place(
            path: "/requests/new", title: LocalizedText(zh: "新申请", en: "New request"),
            action: .fileRequests, inBar: [.labManager, .broker]),
        Place(
            path: "/whitelists", title: LocalizedText(zh: "白名单", en: "Whitelists"),
            action: .readWhitelists,
            inBar: handlers + [.auditor, .whitelistSteward, .administrator]),
        Place(
            path: "/panorama", title: LocalizedText(zh: "全景", en: "Panorama"),
            action: .readShipments, inBar: handlers + [.auditor]),
        Place(
            path: "/administration", title: LocalizedText(zh: "管理", en: "Administration"),
            action: .manageAccounts, inBar: [.administrator]),
        Place(
            path: "/rules", title: LocalizedText(zh: "规则与流程", en: "Rules and workflow"),
            action: .readDefinitions, inBar: [.whitelistSteward]),
        Place(
            path: "/subscriptions", title: LocalizedText(zh: "通知订阅", en: "Notifications"),
            action: .readSubscriptions, inBar: []),
        Place(
            path: "/account", title: LocalizedText(zh: "我的账户", en: "My account"),
            action: .useOwnAccount, inBar: []),
    ]
}
