import GreenlaneCore

/// What the states of papers are called.
enum PastWords {
    static func draw(_ status: Draw.Status, _ call: PageCall) -> String {
        switch status {
        case .linked: call.text("已关联", "linked")
        case .reserved: call.text("已预留", "reserved")
        case .consumed: call.text("已核销", "used")
        case .freed: call.text("已释放", "given back")
        }
    }

    static func declaration(_ status: Declaration.Status, _ call: PageCall) -> String {
        switch status {
        case .lodged: call.text("已申报", "lodged")
        case .accepted: call.text("海关已受理", "accepted")
        case .rejected: call.text("不受理", "not accepted")
        case .returned: call.text("退单", "sent back")
        case .amended: call.text("已改单", "amended")
        case .withdrawn: call.text("已撤单", "withdrawn")
        case .released: call.text("海关已放行", "released")
        case .cleared: call.text("已结关", "cleared")
        }
    }

    static func application(_ status: String, _ call: PageCall) -> String {
        switch status {
        case "applied": call.text("已申请", "applied for")
        case "supplement": call.text("要求补正", "more material asked for")
        case "supplemented": call.text("已补正", "material supplied")
        case "refused": call.text("未获批准", "refused")
        case "granted": call.text("已核发", "granted")
        default: status
        }
    }

    /// Goods of a request that came whole: the bundle has the rest of it.
    static func goods(_ item: JSONValue, _ call: PageCall) -> String {
        let name = PageWords.text(item["name"], call.language)
        let other = PageWords.text(item["name"], call.language == .zh ? .en : .zh)
        let quantity = item["quantity"].flatMap { Quantity(json: $0) }.map(PageWords.quantity)
        return [name.isEmpty ? other : name, quantity ?? ""].filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}
