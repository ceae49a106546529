extension Refusal {
    /// The contract's form of a refusal: `{"code":…}`, to stand under `error`, and on the record.
    public var json: JSONValue {
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
}
