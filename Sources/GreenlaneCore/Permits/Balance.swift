/// How much of a permit or whitelist entry is granted, promised and used up.
public struct Balance: Hashable, Sendable {
    /// Nil where no quantity limits it.
    public var granted: Quantity?
    /// Promised to shipments whose declarations are not yet accepted, in the granted unit.
    public var reserved: Decimal
    /// Used up by accepted declarations, in the granted unit.
    public var consumed: Decimal
    /// Shipments that reserved or consumed; a single-use permit allows one.
    public var shipments: [String]

    public init(granted: Quantity?) {
        self.granted = granted
        reserved = .zero
        consumed = .zero
        shipments = []
    }

    /// What is left to promise, never below zero; nil where no quantity limits it.
    public var remaining: Quantity? {
        granted.map { Quantity(max(.zero, $0.amount - reserved - consumed), $0.unit) }
    }

    /// By how much a grant that was lowered later falls short of what was promised under the
    /// earlier one, in the granted unit. `granted = remaining + reserved + consumed - shortfall`.
    public var shortfall: Decimal {
        granted.map { max(.zero, reserved + consumed - $0.amount) } ?? .zero
    }

    /// Something was promised or used up and not given back.
    public var isDrawnOn: Bool { reserved != .zero || consumed != .zero }
}

/// What happens to a balance on behalf of one item of a shipment.
public struct BalanceChange: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case reserved, consumed, freed
        /// What was consumed comes back.
        case returned
    }

    public var kind: Kind
    public var shipment: String
    public var line: Int
    /// In the granted unit; zero where no quantity limits the permit.
    public var amount: Decimal
    /// Of a freed line: the shipment still holds another one, so a single use stays taken.
    public var keepsShipment = false

    public init(kind: Kind, shipment: String, line: Int, amount: Decimal) {
        self.kind = kind
        self.shipment = shipment
        self.line = line
        self.amount = amount
    }
}

extension Balance {
    /// Copies a change that was decided. Consuming takes from what was reserved.
    public mutating func apply(_ change: BalanceChange) {
        switch change.kind {
        case .reserved:
            reserved = reserved + change.amount
            if !shipments.contains(change.shipment) { shipments.append(change.shipment) }
        case .consumed:
            reserved = reserved - change.amount
            consumed = consumed + change.amount
        case .freed:
            reserved = reserved - change.amount
            release(change)
        case .returned:
            consumed = consumed - change.amount
            release(change)
        }
    }

    private mutating func release(_ change: BalanceChange) {
        if !change.keepsShipment { shipments.removeAll { $0 == change.shipment } }
    }
}
