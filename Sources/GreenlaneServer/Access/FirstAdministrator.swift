import GreenlaneCore
import GreenlaneEngine

/// How the first administrator comes in: by a link that works once, shown to whoever starts the
/// service. There is no default password.
public enum FirstAdministrator {
    /// The token of a new link, to be shown once; nil where there is an administrator already. A
    /// link that was offered before and not used is withdrawn.
    public static func offer(_ service: ClearanceService) async throws -> String? {
        guard service.access.book.activeAdministrators.isEmpty else { return nil }
        let token = SecretText.random()
        let command = AccessCommand.offerLink(
            digest: SecretText.digest(token), purpose: .firstAdministrator, account: nil)
        _ = try await service.desk.handle(
            Envelope(.access(command), by: Actor(role: .system, name: "first-start"))
        ).get()
        return token
    }
}
