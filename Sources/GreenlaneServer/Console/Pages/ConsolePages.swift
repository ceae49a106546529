import GreenlaneCore

/// All pages, and all that their forms do.
enum ConsolePages {
    static let all: [ConsolePage] =
        SignInPages.all + StandingPages.all + ShipmentPage.all + PanoramaPage.all + work + people
        + RequestPages.all + AuditPages.all

    private static let work: [ConsolePage] =
        DayPage.all + WorklistPage.all + BulkSteps.all + SavedViews.all

    private static let people: [ConsolePage] =
        AdministrationPages.all + AccountPage.all + SubscriptionPages.all
}
