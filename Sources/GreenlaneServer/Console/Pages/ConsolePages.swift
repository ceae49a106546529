import GreenlaneCore

/// All pages, and all that their forms do.
enum ConsolePages {
    static let all: [ConsolePage] = SignInPages.all + StandingPages.all + AuditPages.all
}
