internal import GreenlaneCore

/// Why a command does not get through to the service, or the service does not listen to it.
enum DoorRefusals {
    /// The connection ended, or stayed silent, after a request was sent.
    static let gone = Refusal(
        .fault, "server-gone",
        LocalizedText(
            zh: "正在运行的服务没有答复就断开了：这一步可能已经办理，也可能没有。",
            en: "The running service went away without an answer: this step may or may not have "
                + "been taken."),
        remedy: LocalizedText(
            zh: "用 greenlane history 或 greenlane shipments 查明；带 --idempotency-key 的一步可以原样重做。",
            en: "Find out with greenlane history or greenlane shipments; a step with "
                + "--idempotency-key can be repeated as it was."))

    /// Before a request was sent: nothing was done.
    static let lost = Refusal(
        .fault, "server-unreachable",
        LocalizedText(
            zh: "与正在运行的服务的连接断开了，这一步没有办理。",
            en: "The connection to the running service is gone; this step was not taken."),
        remedy: LocalizedText(zh: "重试。", en: "Try again."))

    static func otherVersion(_ theirs: String, _ protocolNumber: Int64) -> Refusal {
        Refusal(
            .conflict, "server-version",
            LocalizedText(
                zh: "正在运行的服务是另一个版本（\(PlainText.printable(theirs))，协议 "
                    + "\(protocolNumber)；本程序 \(Greenlane.version)，协议 \(DoorSocket.protocolNumber)）。"
                    + "什么都没有办理。",
                en: "The running service is of another version (\(PlainText.printable(theirs)), "
                    + "protocol \(protocolNumber); this program \(Greenlane.version), protocol "
                    + "\(DoorSocket.protocolNumber)). Nothing was done."),
            remedy: LocalizedText(
                zh: "改用同一版本，或重新启动服务。", en: "Use the same version, or restart the service."))
    }

    static let silent = Refusal(
        .conflict, "server-silent",
        LocalizedText(
            zh: "正在运行的服务 \(DoorConnection.greetingSeconds) 秒内没有应答，什么都没有办理。",
            en: "The running service did not answer within \(DoorConnection.greetingSeconds) "
                + "seconds; nothing was done."),
        remedy: LocalizedText(
            zh: "查看服务是否停住，或稍后重试。", en: "See whether the service hangs, or try again later."))

    static let foreign = Refusal(
        .conflict, "server-foreign",
        LocalizedText(
            zh: "数据目录里的接口由另一个用户打开，不予使用。",
            en: "Another user opened the socket in the data directory; it is not used."),
        remedy: LocalizedText(
            zh: "核对谁在使用这个数据目录。", en: "Look at who uses this data directory."))

    static let stranger = Refusal(
        .role, "door-stranger",
        LocalizedText(
            zh: "只有运行服务的用户可以由此办理。",
            en: "Only the user who runs the service may work through this socket."))

    static let crowded = Refusal(
        .conflict, "door-crowded",
        LocalizedText(
            zh: "同时使用服务的命令太多。", en: "Too many commands use the service at once."),
        remedy: LocalizedText(zh: "稍后重试。", en: "Try again in a moment."))

    static func tooLong(_ count: Int) -> Refusal {
        Refusal(
            .input, "door-frame-too-long",
            LocalizedText(
                zh: "这一请求有 \(count) 字节，超过 \(DoorWire.maximumBytes) 字节的上限。",
                en: "The request has \(count) bytes; the limit is \(DoorWire.maximumBytes)."),
            remedy: LocalizedText(
                zh: "停止服务后直接办理，或把内容分开。",
                en: "Stop the service and do it without, or split it."))
    }

    static let late = Refusal(
        .input, "door-frame-late",
        LocalizedText(
            zh: "请求没有在时限内传完。", en: "The request did not arrive in time."))

    static func notJSON(_ error: JSONSyntaxError) -> Refusal {
        Refusal(
            .input, "json-invalid",
            LocalizedText(
                zh: "请求不是有效的 JSON：\(error.message.zh)",
                en: "The request is not valid JSON: \(error.message.en)"),
            details: [
                Refusal.Detail(
                    pointer: "\(error.line):\(error.column)", code: error.code,
                    message: error.message)
            ])
    }

    /// What only the owner of the directory can do.
    static let held = Refusal(
        .conflict, "server-holds-directory",
        LocalizedText(
            zh: "已有服务在使用这个数据目录，这件事要直接打开它才能做。",
            en: "A service is using this data directory; this takes the directory itself."),
        remedy: LocalizedText(zh: "先停止服务。", en: "Stop the service first."))

    static func notListening(_ reason: String) -> Refusal {
        Refusal(
            .fault, "door-not-opened",
            LocalizedText(
                zh: "无法在数据目录里打开命令行接口：\(reason)",
                en: "The socket for the command line cannot be opened: \(reason)"))
    }
}
