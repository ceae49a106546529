/// A set of facts: one bit each.
public struct FactSet: Hashable, Sendable {
    public var bits: UInt64

    public init(bits: UInt64 = 0) {
        self.bits = bits
    }

    public init(_ facts: [Fact]) {
        bits = facts.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }

    public var isEmpty: Bool { bits == 0 }

    public func contains(_ fact: Fact) -> Bool { bits & (1 << UInt64(fact.rawValue)) != 0 }

    public mutating func formUnion(_ other: FactSet) { bits |= other.bits }

    /// In the order of `Fact.allCases`.
    public var facts: [Fact] { Fact.allCases.filter { contains($0) } }
}

/// The facts of one item as numbers, computed once, so that a whole rule book can be asked without
/// comparing strings.
public struct FactVector: Sendable {
    private(set) var known: UInt64 = 0
    private(set) var masks: [UInt64]
    private(set) var codes: [PackedCode?]
    /// Which of the two members about the origin is missing.
    private(set) var asksForComponents = false
    /// Of the goods and of their components, as stated.
    private(set) var casNumbers: [PackedCode] = []
    /// Whether a listed substance is a component, not the goods themselves.
    private var substanceIsComponent = false

    /// `lexicon` and `day` give the facts that tables add to what is stated.
    public init(
        request: ImportRequest, item: ImportItem, hs: HSLine?, letters: HSLetters,
        lexicon: Lexicon = .empty, on day: CalendarDate
    ) {
        masks = [UInt64](repeating: 0, count: Fact.allCases.count)
        codes = [PackedCode?](repeating: nil, count: Fact.allCases.count)
        setRequest(request)
        setOrigin(item.origin)
        setPathogen(item.pathogen)
        setItem(item)
        setHS(item, hs, letters, request.direction)
        setSubstance(item, lexicon, day)
        setSpecies(item.origin, lexicon, day)
        setWords(item, lexicon.cues)
    }

    public func isKnown(_ fact: Fact) -> Bool { known & (1 << UInt64(fact.rawValue)) != 0 }

    /// The values of a fact as bits of its vocabulary; zero where it is not known.
    public func bits(_ fact: Fact) -> UInt64 { masks[Int(fact.rawValue)] }

    /// Where the request would state the fact.
    public func pointer(_ fact: Fact, item: Int) -> String {
        if fact == .originPresent, asksForComponents { return "/items/\(item)/origin/components" }
        if fact == .substance, substanceIsComponent { return "/items/\(item)/composition" }
        return fact.pointer(item: item)
    }

    /// The fact to ask for first: before the class of a pathogen comes whether there is one.
    func asked(_ fact: Fact) -> Fact {
        let isDetail = fact == .pathogenClass || fact == .animalPathogen
        return isDetail && !isKnown(.pathogenContains) ? .pathogenContains : fact
    }

    /// The value that made a rule hold, as the request states it.
    public func value(_ fact: Fact) -> JSONValue {
        guard isKnown(fact) else { return .null }
        let index = Int(fact.rawValue)
        switch fact {
        case .hsSupervision, .hsInspection:
            return .string(codes[Int(Fact.hsCode.rawValue)]?.text ?? "")
        case .pathogenClass, .chosenBiomaterialLevel:
            return masks[index] == 0
                ? .null : .integer(Int64(masks[index].trailingZeroBitCount) + 1)
        default: break
        }
        switch fact.kind {
        case .choice: return fact.values(in: masks[index]).first.map { .string($0) } ?? .null
        case .set:
            let values = fact.values(in: masks[index]).map { JSONValue.string($0) }
            // Material is stated as one word, and shown as it was stated.
            if fact == .originPresent, values.count == 1, let only = values.first { return only }
            return .array(values)
        case .flag: return .bool(masks[index] == 1)
        case .code: return .string(codes[index]?.text ?? "")
        case .presence: return .bool(true)
        }
    }

    /// The same facts with one more taken as stated: what the answer would be then.
    func assuming(_ fact: Fact, mask: UInt64) -> FactVector {
        var copy = self
        copy.set(fact, mask: mask)
        return copy
    }

    /// The letters of the line that concern this direction, such as `AQ`.
    public func shownLetters(_ fact: Fact) -> String {
        fact.values(in: masks[Int(fact.rawValue)]).joined()
    }

    private mutating func set(_ fact: Fact, mask: UInt64) {
        known |= 1 << UInt64(fact.rawValue)
        masks[Int(fact.rawValue)] = mask
    }

    private mutating func set<T: Equatable & CaseIterable>(_ fact: Fact, _ value: T?) {
        guard let value else { return }
        set(fact, mask: Self.bit(value))
    }

    private mutating func set(_ fact: Fact, flag: Bool?) {
        guard let flag else { return }
        set(fact, mask: flag ? 1 : 2)
    }

    private mutating func set(_ fact: Fact, code: String?) {
        guard let code, let packed = PackedCode(code) else { return }
        known |= 1 << UInt64(fact.rawValue)
        codes[Int(fact.rawValue)] = packed
    }

    private mutating func set(_ fact: Fact, present: Bool) {
        if present { set(fact, mask: 1) }
    }

    private static func bit<T: Equatable & CaseIterable>(_ value: T) -> UInt64 {
        var bit: UInt64 = 1
        for candidate in T.allCases {
            if candidate == value { return bit }
            bit <<= 1
        }
        return 0
    }

    private mutating func setRequest(_ request: ImportRequest) {
        set(.direction, request.direction)
        set(.purpose, request.purpose)
        set(.regime, request.regime)
        set(.importerKind, request.importer.kind)
        set(.importerDistrict, code: request.importer.district)
        set(.importerUscc, present: request.importer.uscc != nil)
        set(.destinationCountry, code: request.destinationCountry)
        set(.transportMode, request.transport.mode)
        set(.portOfEntry, code: request.transport.portOfEntry)
    }

    private mutating func setOrigin(_ origin: ImportItem.Origin) {
        set(.originMaterial, origin.material)
        set(.originSpecies, present: origin.species != nil)
        set(.originCountry, code: origin.country)
        var present: UInt64 = 0
        for component in origin.components ?? [] { present |= Self.bit(component) }
        guard let material = origin.material else {
            if origin.components != nil { set(.originPresent, mask: present) }
            return
        }
        switch material {
        case .mixed where origin.components == nil: asksForComponents = true
        case .mixed, .none: set(.originPresent, mask: present)
        default: set(.originPresent, mask: present | Self.bit(material))
        }
    }

    private mutating func setPathogen(_ pathogen: ImportItem.Pathogen) {
        let named = pathogen.classNumber != nil || pathogen.animalPathogen == true
        let contains = pathogen.contains ?? (named ? .yes : nil)
        set(.pathogenContains, contains)
        set(.inactivated, flag: pathogen.inactivated)
        if let number = pathogen.classNumber {
            set(.pathogenClass, mask: 1 << UInt64(number - 1))
        } else if contains == .no || contains == .unknown {
            // Nobody can say the class of what is not there, or not known to be there.
            set(.pathogenClass, mask: 0)
        }
        set(.animalPathogen, flag: pathogen.animalPathogen ?? (contains == .no ? false : nil))
    }

    private mutating func setItem(_ item: ImportItem) {
        set(.form, item.form)
        set(.cas, code: item.cas)
        set(.un, code: item.un)
        set(.composition, present: item.composition != nil)
        set(.spec, present: item.spec != nil)
        set(.managedAs, item.managedAs)
        if let approval = item.chinaApproval {
            set(.chinaApproval, mask: approval.approved ? 1 : 2)
        }
        if let approval = item.foreignApproval {
            set(.foreignApproval, mask: approval.approved ? 1 : 2)
        }
        if let level = item.chosenBiomaterialLevel {
            set(.chosenBiomaterialLevel, mask: 1 << UInt64(level - 1))
        }
        set(.chosenSpecialGoodsLevel, item.chosenSpecialGoodsLevel)
        set(.firstImport, flag: item.firstImport)
        if let controls = item.controls {
            set(.controls, mask: controls.reduce(0) { $0 | Self.bit($1) })
        }
        set(.cites, item.cites)
        set(.humanGeneticResource, flag: item.humanGeneticResource)
        set(.commercialCellBank, flag: item.commercialCellBank)
        set(.processing, item.processing)
        set(.traceTestStandard, flag: item.traceTestStandard)
        set(.quantity, present: item.quantity != nil)
    }

    private mutating func setHS(
        _ item: ImportItem, _ line: HSLine?, _ letters: HSLetters,
        _ direction: ImportRequest.Direction
    ) {
        set(.hsCode, code: item.hs)
        guard let line else { return }
        if let shown = line.supervision {
            set(.hsSupervision, mask: letters.supervision(shown, direction))
        }
        if let shown = line.inspection {
            set(.hsInspection, mask: letters.inspection(shown, direction))
        }
    }

    /// What a table says of the CAS numbers; silent where none is stated.
    private mutating func setSubstance(
        _ item: ImportItem, _ lexicon: Lexicon, _ day: CalendarDate
    ) {
        guard !lexicon.substances.isEmpty else { return }
        var isStated = false
        var mask: UInt64 = 0
        func add(_ cas: String?) {
            guard let cas, let code = PackedCode(cas) else { return }
            isStated = true
            casNumbers.append(code)
            for entry in lexicon.substances(code, on: day) {
                for control in entry.controls { mask |= Self.bit(control) }
            }
        }
        add(item.cas)
        let own = mask
        for component in item.composition ?? [] { add(component.cas) }
        guard isStated else { return }
        set(.substance, mask: mask)
        substanceIsComponent = own == 0 && mask != 0
    }

    private mutating func setSpecies(
        _ origin: ImportItem.Origin, _ lexicon: Lexicon, _ day: CalendarDate
    ) {
        guard let stated = origin.species, let entry = lexicon.species(stated, on: day) else {
            return
        }
        set(.speciesGroup, entry.group)
        set(.speciesListing, entry.listing)
    }

    private mutating func setWords(_ item: ImportItem, _ cues: CueTable) {
        guard !cues.cues.isEmpty else { return }
        var reading = CueTable.Reading()
        if let name = item.nameZh { cues.read(name, into: &reading) }
        if let name = item.nameEn { cues.read(name, into: &reading) }
        set(.nameMaterial, mask: reading.materials)
        set(.nameForm, mask: reading.forms)
        guard let components = item.composition else { return }
        var parts = CueTable.Reading()
        for component in components { cues.read(component.name, into: &parts) }
        set(.compositionMaterial, mask: parts.materials)
    }
}
