internal import ArgumentParser

/// `audit`: what an auditor asks for, and what a stranger can check.
struct AuditCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "audit",
            abstract: words("审计：出具证据、核对证据", "Audit: make evidence, check evidence"),
            subcommands: [AuditBundle.self, AuditCheck.self])
    }
}
