public import GreenlaneCore

/// Rule files become a rule book, or all that is wrong in them.
public enum RuleBookLoader {
    /// Any file may have any section: `bases`, `clocks`, `fees`, `permits`, `questions`, `levels`,
    /// `settings`, `definitions`, `rules`, `schemes`, `classification`, `transitions`. `digest`
    /// names the text in force.
    public static func load(
        _ files: [CatalogFile], digest: (CatalogFile) -> String = { _ in "" }
    ) throws(DiagnosticList) -> LoadedRules {
        let reader = RuleBookReader()
        let tables = files.filter { $0.name.hasSuffix(".csv") }
        let texts = files.filter { !$0.name.hasSuffix(".csv") }
        for (file, root) in zip(texts, RuleNode.parse(texts)) { reader.collect(file, root) }
        let read = LexiconReader(problems: reader.problems).read(tables)
        reader.tables = read
        let (rules, schemes) = reader.finish(
            sources: files.map {
                RuleBook.Source(id: Self.shortName($0.name), digest: digest($0))
            })
        let errors = reader.problems.list.filter { $0.severity == .error }
        if !errors.isEmpty { throw DiagnosticList(errors) }
        return LoadedRules(rules: rules, schemes: WhitelistSchemeBook(schemes: schemes))
    }

    /// Where the rules of a data folder lie, in a fixed order: tables, rules, schemes.
    public static func paths(workflows folder: String) throws -> [(part: String, path: String)] {
        let places = [("rules", ".csv"), ("rules", ".yaml"), ("schemes", ".yaml")]
        return try places.flatMap { part, ending in
            try CatalogFiles.list("\(folder)/\(part)", ending: ending).map { (part, $0) }
        }
    }

    /// The file's own name: answers must not tell where a machine keeps its files.
    static func shortName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

/// What the rule files of a folder give.
public struct LoadedRules: Sendable {
    public var rules: RuleBook
    public var schemes: WhitelistSchemeBook

    public init(rules: RuleBook, schemes: WhitelistSchemeBook) {
        self.rules = rules
        self.schemes = schemes
    }
}

/// Reads in two passes, because a rule may name what another file defines.
final class RuleBookReader {
    let problems = RuleProblems()
    private let conditions: ConditionReader
    private var bases: [String: DatedBasis] = [:]
    private var levels: [LevelTable] = []
    private var questions: [Fact: LocalizedText] = [:]
    private var clearanceDays = 2
    private var recordedFrom: CalendarDate?
    /// From the older section `letters`, which texts kept in logs still have.
    private var letters: HSLetters?
    var tables = LexiconReader.Tables()
    private var candidateNodes: [(file: String, node: RuleNode)] = []
    private var clockNodes: [(file: String, node: RuleNode)] = []
    private var feeNodes: [(file: String, node: RuleNode)] = []
    private var permitNodes: [(file: String, node: RuleNode)] = []
    private var ruleNodes: [(file: String, node: RuleNode)] = []
    private var schemeNodes: [(file: String, node: RuleNode)] = []
    private var transitionNodes: [(file: String, node: RuleNode)] = []

    private static let sections = [
        "bases", "clocks", "fees", "permits", "questions", "levels", "settings", "definitions",
        "rules", "schemes", "classification", "transitions", "letters",
    ]

    init() {
        conditions = ConditionReader(problems: problems)
    }

    func collect(_ file: CatalogFile, _ parsed: Result<RuleNode, Diagnostic>) {
        let root: RuleNode
        switch parsed {
        case .failure(let problem):
            problems.add(problem)
            return
        case .success(let node): root = node
        }
        let name = file.name
        problems.checkMembers(name, root, Self.sections)
        if root.mapping?.isEmpty ?? true {
            problems.report(
                name, root, "file-empty", zh: "文件中没有任何内容", en: "There is nothing in the file")
        }
        for pair in root["bases"]?.mapping ?? [] { readBasis(name, pair.key, pair.value) }
        for pair in root["questions"]?.mapping ?? [] { readQuestion(name, pair.key, pair.value) }
        for node in root["levels"]?.list ?? [] { readLevels(name, node) }
        if let node = root["letters"] { readLetters(name, node) }
        if let node = root["settings"] {
            problems.checkMembers(name, node, ["clearanceDays", "recordedFrom"])
            clearanceDays = problems.integer(name, node["clearanceDays"]) ?? clearanceDays
            recordedFrom = problems.date(name, node["recordedFrom"]) ?? recordedFrom
        }
        if let node = root["definitions"] { conditions.define(name, node) }
        clockNodes += (root["clocks"]?.list ?? []).map { (name, $0) }
        feeNodes += (root["fees"]?.list ?? []).map { (name, $0) }
        permitNodes += (root["permits"]?.list ?? []).map { (name, $0) }
        ruleNodes += (root["rules"]?.list ?? []).map { (name, $0) }
        candidateNodes += (root["classification"]?.list ?? []).map { (name, $0) }
        schemeNodes += (root["schemes"]?.list ?? []).map { (name, $0) }
        transitionNodes += (root["transitions"]?.list ?? []).map { (name, $0) }
    }

    func finish(sources: [RuleBook.Source]) -> (RuleBook, [WhitelistScheme]) {
        var reader = RuleReader(problems: problems, conditions: conditions, bases: bases)
        let clocks = ClockReader(reader).clocks(clockNodes)
        let fees = ClockReader(reader).fees(feeNodes, clocks)
        reader.clocks = clocks
        let terms = TermsReader(reader, clocks)
        let permits = permitNodes.map { permit($0.file, $0.node, terms) }
        reader.permits = permits
        var rules: [Rule] = []
        for (file, node) in ruleNodes {
            let rule = reader.rule(file, node)
            if rules.contains(where: { $0.id == rule.id }) {
                problems.report(
                    file, node, "rule-twice", zh: "规则“\(rule.id)”重复",
                    en: "Rule \"\(rule.id)\" twice")
            }
            rules.append(rule)
        }
        reader.checkOverrides(rules, ruleNodes)
        terms.check(termsPlaces(permits, rules), permits: permits)
        let schemes = schemeNodes.map { reader.scheme($0.file, $0.node) }
        let candidates = candidateNodes.map { reader.candidate($0.file, $0.node) }
        var book = RuleBook(
            permits: permits, rules: rules, levels: levels,
            letters: letters ?? HSLetters(tables.meanings),
            questions: questions, clearanceDays: clearanceDays, recordedFrom: recordedFrom,
            clocks: clocks, fees: fees, lexicon: tables.lexicon, candidates: candidates,
            meanings: tables.meanings, extensions: tables.extensions, sources: sources)
        book.transitions = reader.transitions(transitionNodes)
        for (rule, place) in zip(rules, ruleNodes) {
            book.places[rule.id] = RuleBook.RulePlace(
                file: RuleBookLoader.shortName(place.file),
                place: SourcePlace(line: place.node.line, column: place.node.column))
        }
        for conflict in book.conflicts() { reader.report(conflict, rules, ruleNodes) }
        return (book, schemes)
    }

    private func readBasis(_ file: String, _ key: RuleNode, _ node: RuleNode) {
        problems.checkMembers(
            file, node, ["title", "number", "article", "from", "to", "source", "confidence"])
        let range = problems.range(file, node)
        let name = key.scalar ?? ""
        if bases[name] != nil {
            problems.report(
                file, key, "basis-twice", zh: "依据“\(name)”重复", en: "Basis \"\(name)\" twice")
        }
        bases[name] = DatedBasis(
            basis: LegalBasis(
                title: problems.required(file, node, "title"),
                number: problems.text(file, node["number"]) ?? "",
                article: problems.text(file, node["article"]) ?? "",
                inForce: range.from?.description ?? "",
                source: problems.text(file, node["source"]) ?? "",
                confidence: problems.confidence(file, node["confidence"])), inForce: range)
    }

    private func permit(
        _ file: String, _ node: RuleNode, _ reader: TermsReader
    ) -> PermitInfo {
        problems.checkMembers(file, node, ["code", "name"] + TermsReader.members)
        let code = problems.required(file, node, "code")
        var terms = PermitTerms(issuer: problems.localized(file, node, "issuer"))
        // The issuer has been read, and its faults have been told.
        reader.readRest(file, node, into: &terms)
        return PermitInfo(code: code, name: problems.localized(file, node, "name"), terms: terms)
    }

    private func termsPlaces(_ permits: [PermitInfo], _ rules: [Rule]) -> [TermsPlace] {
        var places = zip(permitNodes, permits).map { place, permit in
            TermsPlace(
                file: place.file, node: place.node, permit: permit.code, terms: permit.terms)
        }
        for (place, rule) in zip(ruleNodes, rules) {
            guard let node = place.node["terms"], let terms = rule.terms else { continue }
            places.append(
                TermsPlace(file: place.file, node: node, permit: rule.permit, terms: terms))
        }
        return places
    }

    private func readQuestion(_ file: String, _ key: RuleNode, _ node: RuleNode) {
        guard let fact = Fact(path: key.scalar ?? "") else {
            problems.report(
                file, key, "fact-unknown", zh: "未知的事实“\(key.scalar ?? "")”",
                en: "There is no fact \"\(key.scalar ?? "")\"")
            return
        }
        questions[fact] = problems.localized(file, node)
    }

    private func readLevels(_ file: String, _ node: RuleNode) {
        problems.checkMembers(file, node, ["fact", "from", "to", "values"])
        guard let fact = Fact(path: problems.required(file, node, "fact")) else {
            problems.report(file, node, "fact-unknown", zh: "未知的事实", en: "There is no such fact")
            return
        }
        let values = problems.texts(file, node["values"]).compactMap { fact.mask(of: $0) }
        levels.append(
            LevelTable(
                fact: fact, inForce: problems.range(file, node), values: values.reduce(0, |)))
    }

    private func readLetters(_ file: String, _ node: RuleNode) {
        func value(_ table: String, _ direction: String) -> String {
            problems.text(file, node[table]?[direction]) ?? ""
        }
        letters = HSLetters(
            importSupervision: value("supervision", "import"),
            exportSupervision: value("supervision", "export"),
            importInspection: value("inspection", "import"),
            exportInspection: value("inspection", "export"))
    }
}
