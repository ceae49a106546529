extension AccessAction {
    /// What it is called where a person reads, to stand after "may not".
    public var title: LocalizedText {
        switch self {
        case .readShipments: LocalizedText(zh: "查看货物", en: "look at shipments")
        case .fileRequests: LocalizedText(zh: "提交进口申请", en: "file import requests")
        case .takeSteps: LocalizedText(zh: "办理货物的步骤", en: "take steps of a shipment")
        case .attachDocuments: LocalizedText(zh: "上传文件", en: "hand in documents")
        case .assess: LocalizedText(zh: "评估需要哪些许可", en: "assess what a request needs")
        case .readPermits: LocalizedText(zh: "查看许可证件", en: "look at permits")
        case .registerPermits: LocalizedText(zh: "登记许可证件", en: "register permits")
        case .revokePermits: LocalizedText(zh: "撤销许可证件", en: "revoke permits")
        case .readWhitelists: LocalizedText(zh: "查看白名单", en: "look at whitelists")
        case .readUsage: LocalizedText(zh: "查看白名单使用情况", en: "look at the use of whitelists")
        case .publishWhitelists: LocalizedText(zh: "发布白名单", en: "publish whitelists")
        case .readDefinitions: LocalizedText(zh: "查看法规与流程", en: "look at rules and workflows")
        case .readEvents: LocalizedText(zh: "查看事件记录", en: "read the events of the log")
        case .readProofs: LocalizedText(zh: "查看日志的证明", en: "read proofs of the log")
        case .makeBundles: LocalizedText(zh: "制作证据包", en: "make evidence bundles")
        case .checkLog: LocalizedText(zh: "校验日志", en: "verify the log")
        case .readExceptions: LocalizedText(zh: "查看例外情况", en: "look at exceptions")
        case .readSubscriptions: LocalizedText(zh: "查看订阅", en: "look at subscriptions")
        case .subscribe: LocalizedText(zh: "管理订阅", en: "manage subscriptions")
        case .readOrganisations: LocalizedText(zh: "查看单位", en: "look at organisations")
        case .manageOrganisations: LocalizedText(zh: "管理单位", en: "manage organisations")
        case .readAccounts: LocalizedText(zh: "查看账户", en: "look at accounts")
        case .manageAccounts: LocalizedText(zh: "管理账户", en: "manage accounts")
        case .readEntrustments: LocalizedText(zh: "查看报关委托", en: "look at entrustments")
        case .entrust: LocalizedText(zh: "委托报关企业", en: "entrust a broker")
        case .useOwnAccount: LocalizedText(zh: "使用本人账户", en: "use an account of their own")
        case .operate: LocalizedText(zh: "查看服务运行情况", en: "look at how the service runs")
        }
    }
}
