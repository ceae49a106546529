/// What auditors, stewards and those who ask for reasons read: the log, whitelists, rules and
/// workflows.
enum AuditPages {
    static let all: [ConsolePage] = [
        AuditHomePage.all, AuditQuestionPages.all, AuditReplayPage.all, WhitelistsPage.all,
        WhitelistEntryPage.all, WhitelistBatchPage.all, WhitelistImportPages.all, RulesPage.all,
        RulePage.all, WorkflowPages.all,
    ].flatMap { $0 }
}
