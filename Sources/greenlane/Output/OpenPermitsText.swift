internal import GreenlaneCore

/// What is still undecided about a shipment: a missing fact may yet ask for more papers, and nobody
/// should take silence for an answer.
enum OpenPermitsText {
    /// Nil where everything is decided, or the shipment has ended.
    static func line(_ shipment: Shipment, _ console: Console) -> String? {
        let open = shipment.requirements.filter { $0.status == .possible }
        guard !open.isEmpty, !shipment.isFinal else { return nil }
        var items: [Int] = []
        for requirement in open where !items.contains(requirement.line) {
            items.append(requirement.line)
        }
        let list = items.prefix(6).map { "\($0)" } + (items.count > 6 ? ["…"] : [])
        return console.text(
            "\(open.count) 项单证待定（第 \(list.joined(separator: "、")) 项）："
                + "事实未填全，启运前请用 assess 查看问题，用 correct_request 补填",
            "\(open.count) permit(s) undecided (item \(list.joined(separator: ", "))): facts are "
                + "missing. See the questions with assess, and state them with correct_request "
                + "before dispatch")
    }
}
