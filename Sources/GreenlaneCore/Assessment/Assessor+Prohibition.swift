extension Assessor {
    /// Whether a rule in force on the day bars any of the goods.
    public func isProhibited(_ request: ImportRequest, asOf day: CalendarDate) -> Bool {
        let barring = rules.barring
        guard barring.contains(where: { $0.inForce.contains(day) }) else { return false }
        for (index, item) in request.items.enumerated() {
            let facts = facts(request, index, item.hs.flatMap { codes.line($0) }, day)
            for rule in barring where rule.inForce.contains(day) {
                if rules.code.evaluate(rule.root, facts).truth == .yes { return true }
            }
        }
        return false
    }
}
