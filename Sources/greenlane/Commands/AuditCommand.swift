internal import ArgumentParser

/// `audit`: what an auditor asks for, and what a stranger can check.
struct AuditCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "audit",
            abstract: words("审计：提问、出具证据、核对证据", "Audit: ask, make evidence, check evidence"),
            subcommands: [
                AuditActions.self, AuditExceptions.self, AuditEntry.self, AuditPermit.self,
                AuditPermits.self, AuditBatch.self, AuditBalance.self, AuditBundle.self,
                AuditCheck.self,
            ])
    }
}
