public import GreenlaneCore

extension ConfigurationReading {
    /// `{"settings":[{name,value,origin,default,environment}],"problems":[…],"remarks":[…]}`, for
    /// `greenlane config --json`. Values are never secret: of keys only the file names are set.
    public var json: JSONValue {
        [
            "settings": .array(
                settings.map { setting in
                    [
                        "name": .string(setting.key.name), "value": .string(setting.value),
                        "origin": .string(setting.origin.text),
                        "default": .string(setting.key.normal),
                        "environment": .string(setting.key.environmentName),
                    ]
                }),
            "problems": .array(problems.map(Self.json)),
            "remarks": .array(remarks.map(Self.json)),
        ]
    }

    private static func json(_ detail: Refusal.Detail) -> JSONValue {
        [
            "origin": .string(detail.pointer), "code": .string(detail.code),
            "message": ["zh": .string(detail.message.zh), "en": .string(detail.message.en)],
        ]
    }
}
