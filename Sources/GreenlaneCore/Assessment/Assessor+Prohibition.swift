extension Assessor {
    /// Whether a rule in force on the day bars any of the goods.
    public func isProhibited(_ request: ImportRequest, asOf day: CalendarDate) -> Bool {
        let barring = rules.free.filter {
            $0.outcome == .prohibited && $0.inForce.contains(day)
        }
        guard !barring.isEmpty else { return false }
        for (index, item) in request.items.enumerated() {
            let facts = facts(request, index, item.hs.flatMap { codes.line($0) }, day)
            if barring.contains(where: { rules.code.evaluate($0.root, facts).truth == .yes }) {
                return true
            }
        }
        return false
    }
}
