internal import GreenlaneCore

extension Refusal {
    /// The contract's form of a refusal: `{"code":…}`, to stand under `error`.
    var json: JSONValue {
        var object = JSONObject()
        object.append("code", .string(code))
        object.append("message", message.json)
        object.append("remedy", advice.json)
        object.append("basis", .array(basis.map(\.json)))
        object.append(
            "details",
            .array(
                details.map {
                    [
                        "pointer": .string($0.pointer), "code": .string($0.code),
                        "message": $0.message.json,
                    ]
                }))
        return .object(object)
    }

    /// What the process answers.
    var exitCode: Int32 {
        switch kind {
        case .rule, .role: 1
        case .input: 2
        case .notFound: 3
        case .conflict: 4
        case .fault: 70
        }
    }
}
