/// All operations on people and what lets them in.
enum AccessOperations {
    static let all: [Operation] =
        AccessSessions.all + AccessLinks.all + AccessOrganisations.all + AccessAccounts.all
        + AccessEntrustments.all + AccessKeys.all
}
