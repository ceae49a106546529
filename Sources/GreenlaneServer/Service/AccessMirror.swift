import GreenlaneCore
import Synchronization

/// Organisations, accounts and what lets them in as of the last commit: asked at every request.
final class AccessMirror: Sendable {
    private struct Contents: Sendable {
        var book: AccessBook
        /// Goes up with every change.
        var generation: UInt64 = 0
        /// The day that `entrusted` is about.
        var day: CalendarDate?
        var entrusted: [String: [String]] = [:]
    }

    private let contents: Mutex<Contents>

    init(_ book: AccessBook) {
        contents = Mutex(Contents(book: book))
    }

    /// Replaces the book; nothing where a commit did not touch it.
    func take(_ book: AccessBook?) {
        guard let book else { return }
        contents.withLock { contents in
            contents.book = book
            contents.generation &+= 1
            contents.entrusted = [:]
        }
    }

    /// A copy, which stays as it is.
    var book: AccessBook { contents.withLock { $0.book } }

    /// Which state of the book is here now.
    var generation: UInt64 { contents.withLock { $0.generation } }

    /// An account as somebody who may act at this moment; nil where it may not.
    func principal(
        of account: String, _ credential: Principal.Credential,
        scopes: [Principal.Scope] = Principal.Scope.allCases, at now: Timestamp
    ) -> Principal? {
        contents.withLock { contents in
            let book = contents.book
            guard book.mayAct(account), let known = book.account(account),
                let organisation = book.organisation(known.organisation)
            else { return nil }
            let day = now.date
            if contents.day != day {
                contents.day = day
                contents.entrusted = [:]
            }
            let entrusted: [String]
            if let found = contents.entrusted[organisation.id] {
                entrusted = found
            } else {
                entrusted = book.importers(entrustedTo: organisation.id, at: day)
                contents.entrusted[organisation.id] = entrusted
            }
            return Principal(
                account: known.id, name: known.signInName ?? known.id, roles: known.roles,
                organisation: organisation.id, uscc: organisation.uscc, entrusted: entrusted,
                auditScope: known.scope?.reach(on: day) ?? .nothing, scopes: scopes,
                credential: credential, language: known.language)
        }
    }
}
