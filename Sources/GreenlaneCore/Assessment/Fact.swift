/// What a rule may ask about an item, its request, or the HS line it is declared under. Raw values
/// number the bits of a `FactSet`, so there may be at most 64.
public enum Fact: UInt8, Hashable, Sendable, CaseIterable {
    case direction, purpose, regime, importerKind, importerDistrict, destinationCountry
    case transportMode, portOfEntry
    case form, originMaterial, originPresent, originSpecies, originCountry
    case hsCode, hsSupervision, hsInspection
    case cas, un, composition, spec, managedAs, chinaApproval, foreignApproval
    case chosenBiomaterialLevel, chosenSpecialGoodsLevel, firstImport
    case pathogenContains, pathogenClass, animalPathogen, inactivated
    case controls, cites, humanGeneticResource, commercialCellBank, processing
    case traceTestStandard, quantity, importerUscc
    case substance, speciesListing, speciesGroup, nameMaterial, nameForm, compositionMaterial

    /// How the fact's values are tested.
    public enum Kind: Hashable, Sendable {
        /// One value of a list.
        case choice
        /// Any number of values of a list.
        case set
        /// `true` or `false`.
        case flag
        /// Text that is compared by its first characters, such as an HS code.
        case code
        /// Free text or a measure: rules may only ask whether it is stated.
        case presence
    }

    /// The name in rule files, such as `item.origin.material`.
    public var path: String { Self.table[Int(rawValue)].path }

    public var kind: Kind { Self.table[Int(rawValue)].kind }

    /// The values that a rule may name, in the order of their bits.
    public var vocabulary: [String] { Self.table[Int(rawValue)].vocabulary }

    /// The fact with this name in rule files.
    public init?(path: some StringProtocol) {
        guard let fact = Self.allCases.first(where: { $0.path == path }) else { return nil }
        self = fact
    }

    /// The bit of a value; nil where the fact knows no such value.
    public func mask(of value: String) -> UInt64? {
        guard let index = vocabulary.firstIndex(of: value) else { return nil }
        return 1 << UInt64(index)
    }

    /// The values whose bits are set.
    public func values(in mask: UInt64) -> [String] {
        vocabulary.indices.filter { mask & (1 << UInt64($0)) != 0 }.map { vocabulary[$0] }
    }

    /// Where the request states the fact (RFC 6901).
    public func pointer(item: Int) -> String {
        let suffix = Self.table[Int(rawValue)].pointer
        return path.hasPrefix("request.") ? "/" + suffix : "/items/\(item)/" + suffix
    }
}

extension Fact {
    struct Row: Sendable {
        var path: String
        var pointer: String
        var kind: Kind
        var vocabulary: [String]
    }

    /// Letters of an HS line in the order of their bits.
    static let letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".map {
        String($0)
    }

    static let table: [Row] = allCases.map(\.row)

    private static func values<T: CaseIterable & RawRepresentable<String>>(_: T.Type) -> [String] {
        T.allCases.map(\.rawValue)
    }

    private var row: Row { requestRow ?? originRow ?? lexiconRow ?? itemRow }

    private var requestRow: Row? {
        switch self {
        case .direction:
            choice("request.direction", "direction", Self.values(ImportRequest.Direction.self))
        case .purpose: choice("request.purpose", "purpose", Self.values(ImportRequest.Purpose.self))
        case .regime: choice("request.regime", "regime", Self.values(ImportRequest.Regime.self))
        case .importerKind:
            choice("request.importer.kind", "importer/kind", Self.values(Party.Kind.self))
        case .importerDistrict: code("request.importer.district", "importer/district")
        case .importerUscc: presence("request.importer.uscc", "importer/uscc")
        case .destinationCountry: code("request.destinationCountry", "destinationCountry")
        case .transportMode:
            choice(
                "request.transport.mode", "transport/mode",
                Self.values(ImportRequest.Transport.Mode.self))
        case .portOfEntry: code("request.transport.portOfEntry", "transport/portOfEntry")
        default: nil
        }
    }

    private var originRow: Row? {
        switch self {
        case .originMaterial:
            choice("item.origin.material", "origin/material", Self.values(ImportItem.Material.self))
        case .originPresent:
            Row(
                path: "item.origin.present", pointer: "origin/material", kind: .set,
                vocabulary: Self.values(ImportItem.Material.self))
        case .originSpecies: presence("item.origin.species", "origin/species")
        case .originCountry: code("item.origin.country", "origin/country")
        case .hsCode: code("hs.code", "hs")
        case .hsSupervision:
            Row(path: "hs.supervision", pointer: "hs", kind: .set, vocabulary: Self.letters)
        case .hsInspection:
            Row(path: "hs.inspection", pointer: "hs", kind: .set, vocabulary: Self.letters)
        case .pathogenContains:
            choice(
                "item.pathogen.contains", "pathogen/contains",
                Self.values(ImportItem.Pathogen.Contains.self))
        case .pathogenClass: choice("item.pathogen.class", "pathogen/class", Self.oneToFour)
        case .animalPathogen: flag("item.pathogen.animalPathogen", "pathogen/animalPathogen")
        case .inactivated: flag("item.pathogen.inactivated", "pathogen/inactivated")
        default: nil
        }
    }

    /// What the tables beside the rules say of the stated values.
    private var lexiconRow: Row? {
        switch self {
        case .substance:
            Row(
                path: "item.substance", pointer: "cas", kind: .set,
                vocabulary: Self.values(ImportItem.Control.self))
        case .speciesListing:
            choice(
                "item.species.listing", "origin/species", Self.values(ImportItem.Cites.self))
        case .speciesGroup:
            choice(
                "item.species.group", "origin/species", Self.values(SpeciesEntry.Group.self))
        case .nameMaterial:
            Row(
                path: "item.name.material", pointer: "name", kind: .set,
                vocabulary: Self.values(ImportItem.Material.self))
        case .nameForm:
            Row(
                path: "item.name.form", pointer: "name", kind: .set,
                vocabulary: Self.values(ImportItem.Form.self))
        case .compositionMaterial:
            Row(
                path: "item.composition.material", pointer: "composition", kind: .set,
                vocabulary: Self.values(ImportItem.Material.self))
        default: nil
        }
    }

    private var itemRow: Row {
        switch self {
        case .form: choice("item.form", "form", Self.values(ImportItem.Form.self))
        case .cas: code("item.cas", "cas")
        case .un: code("item.un", "un")
        case .composition: presence("item.composition", "composition")
        case .spec: presence("item.spec", "spec")
        case .managedAs:
            choice("item.managedAs", "managedAs", Self.values(ImportItem.ManagedAs.self))
        case .chinaApproval:
            choice("item.chinaApproval", "chinaApproval", ["approved", "none"])
        case .foreignApproval:
            choice("item.foreignApproval", "foreignApproval", ["approved", "none"])
        case .chosenBiomaterialLevel:
            choice(
                "item.chosenLevels.biomaterial", "chosenLevels/biomaterial", Self.oneToFour)
        case .chosenSpecialGoodsLevel:
            choice(
                "item.chosenLevels.specialGoods", "chosenLevels/specialGoods",
                Self.values(ImportItem.SpecialGoodsLevel.self))
        case .firstImport: flag("item.firstImport", "firstImport")
        case .controls:
            Row(
                path: "item.controls", pointer: "controls", kind: .set,
                vocabulary: Self.values(ImportItem.Control.self))
        case .cites: choice("item.cites", "cites", Self.values(ImportItem.Cites.self))
        case .humanGeneticResource: flag("item.humanGeneticResource", "humanGeneticResource")
        case .commercialCellBank: flag("item.commercialCellBank", "commercialCellBank")
        case .processing:
            choice("item.processing", "processing", Self.values(ImportItem.Processing.self))
        case .traceTestStandard: flag("item.traceTestStandard", "traceTestStandard")
        default: presence("item.quantity", "quantity")
        }
    }

    private static let oneToFour = ["1", "2", "3", "4"]

    private func choice(_ path: String, _ pointer: String, _ values: [String]) -> Row {
        Row(path: path, pointer: pointer, kind: .choice, vocabulary: values)
    }

    private func flag(_ path: String, _ pointer: String) -> Row {
        Row(path: path, pointer: pointer, kind: .flag, vocabulary: ["true", "false"])
    }

    private func code(_ path: String, _ pointer: String) -> Row {
        Row(path: path, pointer: pointer, kind: .code, vocabulary: [])
    }

    private func presence(_ path: String, _ pointer: String) -> Row {
        Row(path: path, pointer: pointer, kind: .presence, vocabulary: [])
    }
}
