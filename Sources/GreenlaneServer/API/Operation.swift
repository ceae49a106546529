import GreenlaneCore
import HTTPTypes

/// One thing that the API does: the one description that the router, the OpenAPI document and the
/// checks of authorization are made from.
struct Operation: Sendable {
    /// Unique, kebab-case: the `operationId`.
    let id: String
    let method: HTTPRequest.Method
    /// Below the API's root, with `{names}` for what varies: `/shipments/{id}`.
    let path: String
    /// Heading of the documentation.
    let group: Group
    let title: LocalizedText
    let access: Access
    /// What the path names, so that it can be held against what the caller may reach.
    var subject = Subject.none
    var parameters: [Parameter] = []
    var body: BodyForm?
    var answers: [AnswerForm]
    /// Codes that this operation may refuse with, beside those of every operation.
    var refusals: [RefusalForm] = []
    /// Takes `Idempotency-Key`.
    var isRepeatable = false
    /// Takes `If-Match` with the version that the caller saw, and asks for it.
    var needsVersion = false
    /// Its answer begins and goes on: there is no head to ask for without it.
    var isStream = false
    let run: @Sendable (Call) async throws -> Reply

    enum Group: String, Sendable, CaseIterable {
        case shipments, assessments, permits, whitelists, documents, log, evidence, audit
        case notices, definitions, people, service
    }

    enum Access: Hashable, Sendable {
        /// Without signing in.
        case open
        case signedIn(AccessAction)
    }

    /// What the path names; the parameter that holds its id is named beside it.
    enum Subject: Hashable, Sendable {
        case none
        case shipment(String)
        case permit(String)
        case organisation(String)
        case account(String)
        case entrustment(String)
        case key(String)
        case subscription(String)
    }
}

/// A value in the path, the query or a header.
struct Parameter: Sendable {
    enum Place: String, Sendable { case path, query, header }

    var name: String
    var place: Place
    var title: LocalizedText
    /// JSON Schema of its text.
    var schema: JSONValue
    var isRequired = false

    static func path(_ name: String, _ zh: String, _ en: String, _ schema: JSONValue) -> Parameter {
        Parameter(
            name: name, place: .path, title: LocalizedText(zh: zh, en: en), schema: schema,
            isRequired: true)
    }

    static func query(
        _ name: String, _ zh: String, _ en: String, _ schema: JSONValue,
        isRequired: Bool = false
    ) -> Parameter {
        Parameter(
            name: name, place: .query, title: LocalizedText(zh: zh, en: en), schema: schema,
            isRequired: isRequired)
    }
}

/// What an operation takes as its body.
struct BodyForm: Sendable {
    /// The first is the one shown in examples.
    var mediaTypes: [String]
    /// Name among the schemas; empty for bytes.
    var schema: String
    /// Bytes.
    var maximumBytes: Int
    var isRequired = true
    /// The contents of a document, whose size has a setting of its own.
    var isDocument = false

    static func json(_ schema: String, maximumBytes: Int = 1_048_576) -> BodyForm {
        BodyForm(mediaTypes: ["application/json"], schema: schema, maximumBytes: maximumBytes)
    }
}

/// What an operation answers when it did what was asked.
struct AnswerForm: Sendable {
    var status: Int
    var title: LocalizedText
    var mediaType = "application/json"
    /// Name among the schemas; empty where there is no body, or bytes.
    var schema = ""
    /// Answered with the version as an entity tag.
    var hasVersion = false
    /// Has a `Link` to the next page.
    var hasPages = false
    /// Names where the new thing is.
    var hasLocation = false
    /// Opens or ends a session by a cookie.
    var setsCookie = false
    /// Named as a file, never shown in place.
    var isFile = false

    init(
        _ status: Int, _ zh: String, _ en: String, schema: String = "",
        mediaType: String = "application/json", hasVersion: Bool = false, hasPages: Bool = false,
        hasLocation: Bool = false, setsCookie: Bool = false, isFile: Bool = false
    ) {
        self.status = status
        title = LocalizedText(zh: zh, en: en)
        self.mediaType = mediaType
        self.schema = schema
        self.hasVersion = hasVersion
        self.hasPages = hasPages
        self.hasLocation = hasLocation
        self.setsCookie = setsCookie
        self.isFile = isFile
    }
}

/// A refusal that an operation may answer with.
struct RefusalForm: Hashable, Sendable {
    var code: String
    var status: Int

    init(_ status: Int, _ code: String) {
        self.status = status
        self.code = code
    }
}
