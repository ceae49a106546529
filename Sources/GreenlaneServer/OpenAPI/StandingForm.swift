import GreenlaneCore

/// The routes that machines ask of every service, outside the API.
struct StandingForm {
    let path: String
    let value: JSONValue

    static let all: [StandingForm] = [
        StandingForm(
            path: "/livez",
            value: get("live", "进程是否存活", "Whether the process lives", ["200": ok])),
        StandingForm(
            path: "/readyz",
            value: get(
                "ready", "能否办理业务", "Whether it can do its work",
                [
                    "200": ok,
                    "503": [
                        "description": "尚未就绪 / Not ready",
                        "content": [Problem.mediaType: ["schema": Shape.ref("Unready")]],
                    ],
                ])),
        StandingForm(
            path: "/metrics",
            value: get(
                "metrics", "运行指标（Prometheus）", "Its figures (Prometheus)",
                [
                    "200": [
                        "description": "指标 / Figures",
                        "content": ["text/plain": ["schema": Shape.text]],
                    ]
                ])),
    ]

    private static let ok: JSONValue = [
        "description": "正常 / As it should be",
        "content": ["application/json": ["schema": Shape.ref("Health")]],
    ]

    private static func get(
        _ id: String, _ zh: String, _ en: String, _ responses: JSONValue
    ) -> JSONValue {
        var answers = responses.objectValue ?? JSONObject()
        for status in [413, 414, 415, 429, 431, 500] {
            let form = StandardRefusals.everywhere.filter { $0.status == status }.map(\.code)
            answers.append(String(status), OpenAPIComponents.problem(status, form))
        }
        return [
            "get": [
                "operationId": .string(id), "tags": [.string(Operation.Group.service.rawValue)],
                "summary": .string(zh), "description": .string(en), "security": [],
                "responses": .object(answers),
            ]
        ]
    }
}
