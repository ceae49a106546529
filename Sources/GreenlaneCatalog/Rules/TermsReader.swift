import GreenlaneCore

/// Reads what a permit asks for; a rule may state some of it for its own case.
struct TermsReader {
    static let members = [
        "issuer", "workingDays", "holdDays", "documents", "documentCode", "licenceType",
        "validityMonths", "uses", "beforeDispatch",
    ]

    let problems: RuleProblems

    func read(_ file: String, _ node: RuleNode, into terms: inout PermitTerms) {
        if let issuer = node["issuer"] { terms.issuer = problems.localized(file, issuer) }
        if let days = problems.integer(file, node["workingDays"]) { terms.workingDays = days }
        if let days = problems.integer(file, node["holdDays"]) { terms.holdDays = days }
        if let documents = node["documents"]?.list {
            terms.documents = documents.map { problems.localized(file, $0) }
        }
        if let code = problems.text(file, node["documentCode"]) { terms.documentCode = code }
        if let type = problems.text(file, node["licenceType"]) { terms.licenceType = type }
        if let months = problems.integer(file, node["validityMonths"]) {
            terms.validityMonths = months
        }
        if let uses = problems.choice(file, node["uses"], PermitTerms.Uses.self) {
            terms.uses = uses
        }
        if let flag = problems.flag(file, node["beforeDispatch"]) { terms.beforeDispatch = flag }
    }
}
