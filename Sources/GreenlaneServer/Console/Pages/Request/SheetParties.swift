import GreenlaneCore

/// Whom a caller may file for, and who may declare for them.
struct SheetParties: Sendable {
    struct Party: Sendable, Equatable {
        /// Id of the organisation.
        var id: String
        /// In Chinese, as it stands in a request.
        var name: String
        /// Empty where it has none.
        var uscc: String
        /// In both languages.
        var title: LocalizedText
    }

    /// Organisations that a list offers.
    static let maximumCount = 500

    var importers: [Party] = []
    var brokers: [Party] = []

    init(importers: [Party], brokers: [Party]) {
        (self.importers, self.brokers) = (importers, brokers)
    }

    init(_ call: PageCall) throws(Refusal) {
        let caller = try call.caller()
        let book = call.service.access.book
        let reach = caller.reach(of: .fileRequests)
        importers = book.allOrganisations.filter { organisation in
            guard organisation.kind == .importer, organisation.status == .active,
                let uscc = organisation.uscc
            else { return false }
            return reach.includes(importer: uscc)
        }.prefix(Self.maximumCount).map(Self.party)
        if caller.roles.contains(.broker) {
            brokers = [book.organisation(caller.organisation)].compactMap { $0 }.map(Self.party)
        } else {
            let today = call.now.date
            let held = importers.flatMap { book.entrustments(importer: $0.id) }
                .filter { $0.isActive(on: today) }
            let known = held.compactMap { book.organisation($0.broker) }
                .filter { $0.kind == .broker && $0.status == .active }.map(Self.party)
            for party in known where !brokers.contains(party) { brokers.append(party) }
        }
    }

    /// By its USCC.
    func importer(_ uscc: String) -> Party? { importers.first { $0.uscc == uscc } }

    /// By its id or its USCC.
    func broker(_ name: String) -> Party? {
        name.isEmpty ? nil : brokers.first { $0.id == name || $0.uscc == name }
    }

    private static func party(_ organisation: Organisation) -> Party {
        Party(
            id: organisation.id, name: organisation.name.zh, uscc: organisation.uscc ?? "",
            title: organisation.name)
    }
}
