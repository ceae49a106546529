extension Assessor {
    /// At most this many lines are proposed: a person chooses, and a list of fifty is no help.
    static var maximumCandidates: Int { 8 }

    /// Tariff lines for an item whose code is missing or too short, each with its reason; none
    /// where ten digits are stated.
    func candidates(
        _ item: ItemFindings, _ request: ImportRequest, _ index: Int, _ day: CalendarDate
    ) -> [HSCandidate] {
        let stated = request.items[index]
        let prefix = stated.hs ?? ""
        guard prefix.utf8.count < 10 else { return [] }
        var found: [HSCandidate] = []
        func add(_ line: HSLine, _ candidate: HSCandidate) {
            guard line.code.hasPrefix(prefix), found.count < Self.maximumCandidates,
                !found.contains(where: { $0.line.code == line.code })
            else { return }
            found.append(candidate)
        }
        for rule in rules.candidates {
            guard let because = support(rule, item, stated, index) else { continue }
            for code in rule.codes {
                guard let line = codes.line(code) else { continue }
                add(
                    line,
                    HSCandidate(
                        line: line, reason: rule.reason, because: because, source: rule.source,
                        confidence: rule.confidence, requires: []))
            }
        }
        for (line, shared) in named(stated, prefix) {
            add(
                line,
                HSCandidate(
                    line: line, reason: Self.nameReason(shared),
                    because: [
                        .init(
                            pointer: "/items/\(index)/name", value: .string(stated.name), shows: nil
                        )
                    ],
                    source: line.source, confidence: .unverified, requires: []))
        }
        for place in found.indices {
            found[place].requires = required(found[place].line, request, stated, day)
        }
        return found
    }

    /// Permits required under a line.
    private func required(
        _ line: HSLine, _ request: ImportRequest, _ stated: ImportItem, _ day: CalendarDate
    ) -> [String] {
        var item = stated
        item.hs = line.code
        let facts = rules.facts(request, item, line, on: day)
        return rules.findings(facts, asOf: day).filter { $0.status == .required }
            .map { rules.permits[$0.permit].code }
    }

    /// The facts that speak for a proposal; nil where one speaks against it, or none for it.
    private func support(
        _ rule: CandidateRule, _ item: ItemFindings, _ stated: ImportItem, _ index: Int
    ) -> [Assessment.Because]? {
        var reasons: [Assessment.Because] = []
        func note(_ fact: Fact) {
            reasons.append(
                .init(
                    pointer: item.facts.pointer(fact, item: index), value: item.facts.value(fact),
                    shows: nil))
        }
        let sides: [(UInt64, Fact, Fact)] = [
            (rule.forms, .form, .nameForm), (rule.materials, .originPresent, .nameMaterial),
        ]
        for (wanted, fact, cue) in sides where wanted != 0 {
            let side = item.facts.isKnown(fact) ? fact : cue
            guard item.facts.masks[Int(side.rawValue)] & wanted != 0 else { return nil }
            note(side)
        }
        if !rule.cas.isEmpty {
            guard rule.cas.contains(where: { item.facts.casNumbers.contains($0) }) else {
                return nil
            }
            reasons.append(
                .init(
                    pointer: "/items/\(index)/cas", value: .string(stated.cas ?? ""), shows: nil))
        }
        let verdict = rules.holds(rule.when, item.facts)
        guard verdict.truth == .yes else { return nil }
        for fact in verdict.facts.facts where item.facts.isKnown(fact) { note(fact) }
        return reasons.isEmpty ? nil : reasons
    }

    /// Lines whose description shares enough with the name, best first.
    private func named(
        _ stated: ImportItem, _ prefix: String
    ) -> [(line: HSLine, shared: String)] {
        guard let name = stated.nameZh else { return [] }
        let pairs = Self.pairs(name)
        guard pairs.count >= 1 else { return [] }
        let found = codes.lines(
            startingWith: prefix, having: (pairs.count + 2) / 2, of: pairs)
        return found.map { line in
            (line, pairs.filter { line.description.zh.contains($0) }.joined(separator: "、"))
        }.sorted {
            if $0.1.count != $1.1.count { return $0.1.count > $1.1.count }
            return $0.0.code < $1.0.code
        }
    }

    /// Neighbouring Chinese characters of a name.
    private static func pairs(_ name: String) -> [String] {
        let characters = Array(name)
        var pairs: [String] = []
        for (left, right) in zip(characters, characters.dropFirst()) {
            let isChinese = [left, right].allSatisfy { character in
                character.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }
            }
            let pair = String([left, right])
            if isChinese, !pairs.contains(pair) { pairs.append(pair) }
        }
        return pairs
    }

    private static func nameReason(_ shared: String) -> LocalizedText {
        LocalizedText(
            zh: "税目名称与品名有相同字词（\(shared)），仅供查找参考。",
            en: "The line's name shares words with the goods (\(shared)): a place to look, no more."
        )
    }
}
