/// What the tables beside the rules say of substances, species and words: it turns a CAS number, a
/// scientific name or the name of the goods into facts that rules can ask about.
public struct Lexicon: Sendable {
    public let substances: [SubstanceEntry]
    public let species: [SpeciesEntry]
    public let cues: CueTable
    private let byCAS: [PackedCode: [Int]]
    private let byName: [String: [Int]]
    /// As the table writes them: most are stated just so.
    private let byExactName: [String: [Int]]

    public static let empty = Lexicon(substances: [], species: [], cues: CueTable([]))

    public init(substances: [SubstanceEntry], species: [SpeciesEntry], cues: CueTable) {
        self.substances = substances
        self.species = species
        self.cues = cues
        var byCAS: [PackedCode: [Int]] = [:]
        for (index, entry) in substances.enumerated() {
            byCAS[entry.cas, default: []].append(index)
        }
        self.byCAS = byCAS
        var byName: [String: [Int]] = [:]
        var byExactName: [String: [Int]] = [:]
        for (index, entry) in species.enumerated() {
            for name in entry.names where !name.isEmpty {
                byName[SpeciesEntry.normal(name), default: []].append(index)
                byExactName[name, default: []].append(index)
            }
        }
        self.byName = byName
        self.byExactName = byExactName
    }

    /// Entries of a CAS number that are in force on the day, in the order of the table.
    public func substances(_ cas: PackedCode, on day: CalendarDate) -> [SubstanceEntry] {
        (byCAS[cas] ?? []).map { substances[$0] }.filter { $0.inForce.contains(day) }
    }

    /// Whether the table has the CAS number at all, on any day.
    public func knows(_ cas: PackedCode) -> Bool { byCAS[cas] != nil }

    /// The entry of a species, as stated: the whole name, else its first two words (the binomial),
    /// else the first one (the genus). Nil where the table does not have it.
    public func species(_ stated: String, on day: CalendarDate) -> SpeciesEntry? {
        if let known = byExactName[stated],
            let place = known.first(where: { species[$0].inForce.contains(day) })
        {
            return species[place]
        }
        let words = SpeciesEntry.normal(stated).split(separator: " ")
        for count in [words.count, 2, 1] where count > 0 && count <= words.count {
            let name = words.prefix(count).joined(separator: " ")
            let found = (byName[name] ?? []).map { species[$0] }
            if let entry = found.first(where: { $0.inForce.contains(day) }) { return entry }
        }
        return nil
    }
}

/// A substance that some list controls, as of a day.
public struct SubstanceEntry: Hashable, Sendable {
    public var cas: PackedCode
    public var name: LocalizedText
    /// Which lists it is on.
    public var controls: [ImportItem.Control]
    public var inForce: DateRange
    /// Id in the sources table, or an address.
    public var source: String
    public var confidence: LegalBasis.Confidence
    public var note: String

    public init(
        cas: PackedCode, name: LocalizedText, controls: [ImportItem.Control],
        inForce: DateRange = DateRange(), source: String,
        confidence: LegalBasis.Confidence, note: String = ""
    ) {
        self.cas = cas
        self.name = name
        self.controls = controls
        self.inForce = inForce
        self.source = source
        self.confidence = confidence
        self.note = note
    }
}

/// A species, or a whole genus, with its kind and its protection as of a day.
public struct SpeciesEntry: Hashable, Sendable {
    /// Kinds that quarantine and customs tell apart.
    public enum Group: String, Hashable, Sendable, CaseIterable {
        case human, primate, rodent, rabbit, dog, cat, bovine
        case sheepGoat = "sheep_goat"
        case swine, equine, poultry
        case otherMammal = "other_mammal"
        case otherBird = "other_bird"
        case reptile, fish, amphibian, invertebrate, insect
        case plant, fungus, bacterium, virus, protist
    }

    /// Scientific name of the species, or of the genus.
    public var name: String
    public var common: LocalizedText
    public var group: Group
    /// Nil where the table does not say.
    public var listing: ImportItem.Cites?
    public var inForce: DateRange
    public var source: String
    public var confidence: LegalBasis.Confidence
    public var note: String

    public init(
        name: String, common: LocalizedText, group: Group, listing: ImportItem.Cites?,
        inForce: DateRange = DateRange(), source: String, confidence: LegalBasis.Confidence,
        note: String = ""
    ) {
        self.name = name
        self.common = common
        self.group = group
        self.listing = listing
        self.inForce = inForce
        self.source = source
        self.confidence = confidence
        self.note = note
    }

    /// All names by which it may be stated; common names may be several, separated by `;`.
    var names: [String] {
        [name] + [common.zh, common.en].flatMap { $0.split(separator: ";").map(String.init) }
    }

    /// Lower case, words separated by one space, without brackets.
    static func normal(_ text: String) -> String {
        text.lowercased().split { " _-()（）,，.".contains($0) }.joined(separator: " ")
    }
}
