/// Whose goods somebody may see: everything hangs on the importer of a shipment, or the holder of
/// a permit.
public enum Reach: Hashable, Sendable {
    case everything
    /// USCCs of importers, sorted.
    case importers([String])

    public static let nothing = Reach.importers([])

    /// Whether goods of this importer are within reach.
    public func includes(importer uscc: String) -> Bool {
        switch self {
        case .everything: true
        case .importers(let known): known.contains(uscc)
        }
    }

    public func union(_ other: Reach) -> Reach {
        switch (self, other) {
        case (.everything, _), (_, .everything): .everything
        case (.importers(let one), .importers(let two)): .importers(Set(one + two).sorted())
        }
    }
}
