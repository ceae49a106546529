import GreenlaneCore

/// All pages, and all that their forms do.
enum ConsolePages {
    static let all: [ConsolePage] = SignInPages.all + StandingPages.all + work

    private static let work: [ConsolePage] =
        DayPage.all + WorklistPage.all + BulkSteps.all + SavedViews.all
}
