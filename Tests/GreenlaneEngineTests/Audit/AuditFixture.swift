import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport

/// A fixture that could not be made.
struct AuditFixtureFault: Error {}

/// What the tests of the auditors' questions are given.
extension World {
    static let unit = "91440115MAXXX0015E"

    var questions: AuditQuestions {
        get throws {
            guard let definitions = World.definitions else { throw AuditFixtureFault() }
            return AuditQuestions(store: store, definitions: definitions)
        }
    }

    /// Whitelisted heparin of a lot, on the SYNTHETIC list that ships.
    func heparin(_ reference: String = "H-1", lot: String = "L26071") throws -> String {
        var request = try Requests.sample("01-heparin-whitelisted")
        request.reference = reference
        request.items[0].catalogue = ImportItem.Catalogue(batch: lot)
        return try file(request).id
    }

    /// Human cells, for which special goods must be approved.
    func cells(_ reference: String, vials: Int = 4) throws -> String {
        var request = try Requests.sample("04-human-cell-line")
        request.reference = reference
        request.importer.uscc = World.unit
        request.endUser = nil
        request.items = Array(request.items.prefix(1))
        request.items[0].quantity = Quantity(Decimal(vials), .vial)
        return try file(request).id
    }

    /// A permit for special goods, with its days.
    func permit(_ id: String, from: String = "2026-08-01", to: String = "2027-07-31") throws {
        guard let first = CalendarDate(from), let last = CalendarDate(to) else {
            throw AuditFixtureFault()
        }
        let permit = Permit(
            id: id, code: "special-goods-approval", number: "SYNTHETIC-\(id)",
            holder: World.unit, validFrom: first, validTo: last,
            quantity: Quantity(Decimal(10), .vial), singleUse: false)
        _ = try engine.handle(
            Envelope(.addPermit(permit), by: Actor(role: .authority, name: "gz"))
        ).get()
    }

    /// From the dispatch to the acceptance of the declaration, within one day.
    func accept(_ id: String) throws {
        try step(id, "dispatch", by: "broker:chen.bo")
        try step(id, "goods_arrived", by: "carrier:zhou.li")
        try step(id, "lodge_declaration", by: "broker:chen.bo")
        try step(id, "receipt.L", by: "customs:receipt")
    }

    /// From the release to the hand-over, within one day.
    func handOver(_ id: String) throws {
        try step(id, "receipt.P", by: "customs:receipt")
        try step(id, "store", by: "warehouse:zhao.lei")
        try step(id, "deliver", by: "warehouse:zhao.lei")
    }

    func use(_ id: String, _ amount: String, _ event: String = "record_use") throws {
        try step(id, event, by: "lab_manager:li.na", ["amount": .string(amount)])
    }
}

extension AuditAnswer {
    /// One member of every line that has it.
    func texts(_ member: String) -> [String] {
        lines.compactMap { $0[member]?.stringValue }
    }
}
