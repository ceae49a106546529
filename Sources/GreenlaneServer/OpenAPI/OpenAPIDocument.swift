import Crypto
import Foundation
import GreenlaneCore
import HTTPTypes

/// The OpenAPI 3.1 description of the service, made from the same list that its router is made
/// from.
enum OpenAPIDocument {
    static let version = "1.0.0"

    /// The document; made once.
    static let value: JSONValue = make()
    /// As JSON and as YAML.
    static let json = Array(value.text.utf8)
    static let yaml = Array(YAMLText.of(value).utf8)
    /// Strong entity tags of the two.
    static let tags = (json: tag(json), yaml: tag(yaml))

    /// Every schema by its name, in the order in which they are shown.
    static let schemas: [(name: String, schema: JSONValue)] =
        RequestSchemas.all + ShipmentSchemas.all + AssessmentSchemas.all + LedgerSchemas.all
        + LogSchemas.all + AuditSchemas.all + DefinitionSchemas.all + AccessSchemas.all
        + SubscriptionSchemas.all

    private static func tag(_ bytes: [UInt8]) -> String {
        "\"\(Data(SHA256.hash(data: bytes).prefix(16)).base64EncodedString())\""
    }

    private static func make() -> JSONValue {
        [
            "openapi": "3.1.0", "info": info,
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "servers": [["url": "/", "description": "本服务 / This service"]],
            "tags": .array(groups), "paths": paths, "webhooks": WebhookForm.webhooks,
            "components": OpenAPIComponents.value,
        ]
    }

    private static let info: JSONValue = [
        "title": "绿色通道 Greenlane", "version": .string(version),
        "summary": "研发试剂进口通关工作流 / Clearance of imported research reagents",
        "description": .string(
            """
            资源为名词，内容为 JSON；错误按 RFC 9457，含代码、中英文说明与处理办法。\
            每个写入可带 Idempotency-Key；修改须以 If-Match 写明看到的版本；列表按 Link 翻页。

            Resources are nouns and bodies are JSON. Problems are RFC 9457 with a code, and words \
            and remedy in both languages. Writes take an Idempotency-Key, changes the version that \
            was seen as If-Match, and listings go on at their Link.
            """),
    ]

    private static let groups: [JSONValue] = Operation.Group.allCases.filter { group in
        Operations.all.contains { $0.group == group }
    }.map { group in
        ["name": .string(group.rawValue), "description": .string(OpenAPIText.both(group.title))]
    }

    /// One entry a path, in the order of the list; the methods of a path together.
    private static var paths: JSONValue {
        var paths = JSONObject()
        for operation in Operations.all {
            let path = APIRoot.path + operation.path
            var item = paths[path]?.objectValue ?? JSONObject()
            item.append(
                operation.method.rawValue.lowercased(), OpenAPIOperation(operation).value)
            paths[path] = .object(item)
        }
        for route in StandingForm.all { paths[route.path] = route.value }
        return .object(paths)
    }
}

/// Words of the document: Chinese first, English beside it.
enum OpenAPIText {
    static func both(_ text: LocalizedText) -> String {
        text.zh == text.en ? text.zh : "\(text.zh) / \(text.en)"
    }
}

extension Operation.Group {
    /// Heading of its operations.
    var title: LocalizedText {
        switch self {
        case .shipments: LocalizedText(zh: "货物", en: "Shipments")
        case .assessments: LocalizedText(zh: "判定", en: "Assessments")
        case .permits: LocalizedText(zh: "许可", en: "Permits")
        case .whitelists: LocalizedText(zh: "白名单", en: "Whitelists")
        case .documents: LocalizedText(zh: "单证", en: "Documents")
        case .log: LocalizedText(zh: "日志", en: "The log")
        case .evidence: LocalizedText(zh: "证据与导出", en: "Evidence and exports")
        case .audit: LocalizedText(zh: "审计", en: "Audit")
        case .notices: LocalizedText(zh: "通知", en: "Notices")
        case .definitions: LocalizedText(zh: "规则与工作流", en: "Rules and workflows")
        case .people: LocalizedText(zh: "单位与账户", en: "Organisations and accounts")
        case .service: LocalizedText(zh: "服务", en: "The service")
        }
    }
}
