import GreenlaneCore

/// What the API itself refuses, before the engine is asked.
enum APIRefusal {
    static let notSignedIn = Refusal(
        .role, "not-signed-in",
        LocalizedText(zh: "请先登录。", en: "Sign in first."),
        remedy: LocalizedText(
            zh: "登录，或在 Authorization 中给出有效的密钥。",
            en: "Sign in, or send a valid key in Authorization."))

    static let credentialInvalid = Refusal(
        .role, "credential-invalid",
        LocalizedText(
            zh: "凭据无效、已过期或已撤销。", en: "The credential is not valid, expired or revoked."),
        remedy: LocalizedText(zh: "重新登录，或换一个密钥。", en: "Sign in again, or use another key."))

    static let noRoute = Refusal(
        .notFound, "route-unknown",
        LocalizedText(zh: "没有这个地址。", en: "There is nothing at this address."),
        remedy: LocalizedText(
            zh: "地址见 \(APIRoot.path)/openapi.json。", en: "See \(APIRoot.path)/openapi.json."))

    static let methodNotAllowed = Refusal(
        .input, "method-not-allowed",
        LocalizedText(zh: "这个地址不支持该方法。", en: "This address does not take that method."),
        remedy: LocalizedText(zh: "见 Allow 头。", en: "See the Allow header."))

    static func notAllowed(_ action: AccessAction) -> Refusal {
        Refusal(
            .role, "role-not-allowed",
            LocalizedText(
                zh: "您的角色不能\(action.title.zh)。",
                en: "Your roles may not \(action.title.en)."),
            remedy: LocalizedText(
                zh: "请由有权的角色来做，或请管理员调整。",
                en: "Leave it to a role that may, or ask an administrator."))
    }

    /// For the record alone: the caller is told that there is nothing.
    static let outOfReach = Refusal(
        .role, "out-of-reach",
        LocalizedText(zh: "不在其可见范围内。", en: "Out of the caller's reach."))

    static let scopeMissing = Refusal(
        .role, "scope-missing",
        LocalizedText(zh: "这个密钥不能用于写入。", en: "This key is for reading only."),
        remedy: LocalizedText(zh: "用有 write 范围的密钥。", en: "Use a key with the scope write."))

    static let foreignOrigin = Refusal(
        .role, "foreign-origin",
        LocalizedText(
            zh: "带会话的写入请求必须来自本站页面。",
            en: "A request that changes anything by a session must come from our own pages."),
        remedy: LocalizedText(zh: "程序请使用密钥。", en: "Programs use a key."))

    static func bodyUnreadable(_ error: JSONSyntaxError) -> Refusal {
        Refusal(
            .input, "body-invalid",
            LocalizedText(zh: "请求体不是可读的 JSON。", en: "The body is not readable JSON."),
            details: [
                Refusal.Detail(
                    pointer: "\(error.line):\(error.column)", code: error.code,
                    message: error.message)
            ])
    }

    /// One refusal for all the problems of a file that was handed in.
    static func fileInvalid(_ diagnostics: [Diagnostic]) -> Refusal {
        let errors = diagnostics.filter { $0.severity == .error }
        return Refusal(
            .input, "file-invalid",
            LocalizedText(
                zh: "文件有 \(errors.count) 处错误。", en: "Errors in the file: \(errors.count)."),
            details: errors.prefix(100).map {
                Refusal.Detail(pointer: $0.place, code: $0.code, message: $0.message)
            })
    }

    static let bodyMissing = Refusal(
        .input, "body-invalid",
        LocalizedText(zh: "缺少请求体。", en: "The body is missing."))

    static let notAnObject = Refusal(
        .input, "body-invalid",
        LocalizedText(zh: "请求体应为 JSON 对象。", en: "The body must be a JSON object."))

    static func unknownMembers(_ names: [String], _ known: [String]) -> Refusal {
        Refusal(
            .input, "body-invalid",
            LocalizedText(zh: "请求体有未知成员。", en: "The body has members that nobody knows."),
            details: names.prefix(20).map { name in
                let near = Suggestion.nearest(to: name, in: known)
                return Refusal.Detail(
                    pointer: JSONPointer.appending(PlainText.printable(name), to: ""),
                    code: "member-unknown",
                    message: LocalizedText(
                        zh: near.map { "未知成员，是否想写 \($0)？" } ?? "未知成员。",
                        en: near.map { "Unknown member; did you mean \($0)?" }
                            ?? "Unknown member."))
            })
    }

    /// A member of the body that is missing or is not what it should be.
    static func member(_ pointer: String, _ zh: String, _ en: String) -> Refusal {
        Refusal(
            .input, "body-invalid",
            LocalizedText(zh: "\(pointer) \(zh)。", en: "\(pointer) \(en)."),
            details: [
                Refusal.Detail(
                    pointer: pointer, code: "member-invalid",
                    message: LocalizedText(zh: zh + "。", en: en + "."))
            ])
    }

    static func parameter(_ name: String, _ zh: String, _ en: String) -> Refusal {
        Refusal(
            .input, "parameter-invalid",
            LocalizedText(zh: "参数 \(name) \(zh)。", en: "The parameter \(name) \(en)."))
    }

    static func parameterUnknown(_ name: String, _ known: [String]) -> Refusal {
        let near = Suggestion.nearest(to: name, in: known)
        let shown = PlainText.printable(String(name.prefix(60)))
        return Refusal(
            .input, "parameter-unknown",
            LocalizedText(zh: "没有参数 \(shown)。", en: "There is no parameter \(shown)."),
            remedy: near.map {
                LocalizedText(zh: "是否想写 \($0)？", en: "Did you mean \($0)?")
            })
    }

    static let queryInvalid = Refusal(
        .input, "query-invalid",
        LocalizedText(zh: "查询串无法读取。", en: "The query cannot be read."),
        remedy: LocalizedText(
            zh: "每个参数只写一次，用 UTF-8 百分号编码。",
            en: "Each parameter once, percent-encoded UTF-8."))

    static func header(_ name: String) -> Refusal {
        Refusal(
            .input, "header-invalid",
            LocalizedText(zh: "请求头 \(name) 无效。", en: "The header \(name) is not valid."))
    }

    static let versionNeeded = Refusal(
        .input, "version-needed",
        LocalizedText(
            zh: "这一步需要 If-Match，写明您看到的版本。",
            en: "This takes If-Match with the version that you saw."),
        remedy: LocalizedText(
            zh: "先读取，再把 ETag 原样放入 If-Match。",
            en: "Read it, then send its ETag as If-Match."))

    static func tooLarge(_ maximum: Int) -> Refusal {
        Refusal(
            .input, "body-too-large",
            LocalizedText(
                zh: "请求体超过 \(maximum) 字节。", en: "The body exceeds \(maximum) bytes."))
    }

    static let bodyBroken = Refusal(
        .input, "request-not-understood",
        LocalizedText(
            zh: "请求体的分块格式有误。", en: "The chunks of the body are not formed as they should be."))

    static let tooSlow = Refusal(
        .input, "body-too-slow",
        LocalizedText(zh: "请求体没有在时限内到齐。", en: "The body did not arrive in time."))

    static func mediaType(_ known: [String]) -> Refusal {
        Refusal(
            .input, "media-type-unknown",
            LocalizedText(zh: "不接受这种内容类型。", en: "This content type is not taken."),
            remedy: LocalizedText(
                zh: "用 \(known.joined(separator: "、"))。",
                en: "Use \(known.joined(separator: ", "))."))
    }

    /// Something that is named and not there.
    static func unknown(_ code: String, _ id: String, _ zh: String, _ en: String) -> Refusal {
        let shown = PlainText.printable(String(id.prefix(60)))
        return Refusal(
            .notFound, code,
            LocalizedText(zh: "没有\(zh) \(shown)。", en: "There is no \(en) \(shown)."))
    }

    static let fault = Refusal(
        .fault, "fault",
        LocalizedText(zh: "服务出错，已记录。", en: "A fault of ours; it is on our record."))
}
