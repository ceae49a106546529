extension Assessor {
    /// Whether a rule in force on the day bars any of the goods.
    public func isProhibited(_ request: ImportRequest, asOf day: CalendarDate) -> Bool {
        let barring = rules.free.filter {
            rules.rules[$0.rule].outcome == .prohibited
                && rules.rules[$0.rule].inForce.contains(day)
        }
        guard !barring.isEmpty else { return false }
        return request.items.contains { item in
            let facts = rules.facts(
                request, item, item.hs.flatMap { codes.line($0) }, on: day)
            return barring.contains { rules.code.evaluate($0.root, facts).truth == .yes }
        }
    }
}
