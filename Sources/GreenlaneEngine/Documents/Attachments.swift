public import GreenlaneCore
public import GreenlaneStore
import TransparencyLog

/// The documents of a shipment, as its log names them: what is there, and the contents of one.
/// Reads; writes nothing.
public struct Attachments {
    /// A document that an event of the shipment attached.
    public struct Document: Sendable {
        /// Where its contents are.
        public enum Contents: String, Sendable {
            /// In this data directory.
            case kept
            /// Deleted by an erasure that is on the record; the digest stays.
            case erased
            /// Never handed in: the log has a digest or a number alone.
            case elsewhere
        }

        /// Position of the event that attached it.
        public var position: Int64
        public var kind: String
        public var title: LocalizedText
        public var digest: String?
        /// As it was handed in; nil where the event gives none.
        public var name: String?
        public var reference: String?
        /// In bytes.
        public var size: Int64?
        public var mediaType: String?
        /// When it was recorded.
        public var attachedAt: Timestamp
        /// `role:name`; a commitment stands for a name that was erased.
        public var attachedBy: String
        public var contents: Contents
        /// The step that attached it was undone: it no longer counts as a document of the shipment.
        public var isWithdrawn: Bool
    }

    /// A document with its bytes.
    public struct Opened: Sendable {
        public var document: Document
        /// Safe as the name of a file: no path, nothing hidden.
        public var name: String
        /// Found from the bytes.
        public var type: MediaType
        public var bytes: [UInt8]
    }

    private let store: LogStore
    private let definitions: DefinitionSet

    public init(store: LogStore, definitions: DefinitionSet) {
        self.store = store
        self.definitions = definitions
    }

    /// In the order of the log. Throws `shipment-unknown`.
    public func list(_ id: String) throws -> [Document] {
        guard let row = try store.shipment(id: id) else { throw DoorRefusal.shipmentUnknown(id) }
        let shipment = try ShipmentStream.fold(row.stream, id, store, definitions)
        let flow = try definitions.workflow(shipment.workflow, store)
        var documents: [Document] = []
        for event in try store.events(stream: row.stream) {
            let head = try EventHead.parse(event.entry)
            for effect in head.data["effects"]?.arrayValue ?? [] where effect["do"] == "attached" {
                documents.append(document(effect, head, event.sealed, flow))
            }
        }
        settle(&documents, standing: shipment.documents)
        return try locate(documents)
    }

    /// The contents of a document of this shipment, by its digest. Throws `shipment-unknown`,
    /// `document-unknown` where no event of the shipment names it, even if another's does,
    /// `document-erased`, `document-not-kept`, and `document-altered` where the bytes are no longer
    /// those that the log has the digest of.
    public func open(_ digest: String, of id: String) throws -> Opened {
        let named = try list(id).filter { $0.digest == digest }
        guard let document = named.last(where: { !$0.isWithdrawn }) ?? named.last else {
            throw DocumentRefusal.unknown(digest, in: id)
        }
        guard let paper = try store.paper(digest) else {
            throw document.contents == .erased
                ? DocumentRefusal.erased(digest) : DocumentRefusal.notKept(digest)
        }
        guard ContentDigest.sha256(paper.body).text == digest else {
            throw DocumentRefusal.altered(digest)
        }
        let name = document.name ?? paper.name
        var type = MediaType.octets
        if case .type(let found) = ContentFinding.of(paper.body) { type = found }
        return Opened(
            document: document, name: DocumentName.shown(name) ?? document.kind, type: type,
            bytes: paper.body)
    }

    // MARK: Reading

    private func document(
        _ effect: JSONValue, _ head: EventHead, _ sealed: String?, _ flow: ClearanceWorkflow
    ) -> Document {
        let kind = effect["kind"]?.stringValue ?? ""
        let input = head.data["input"]
        return Document(
            position: head.position, kind: kind,
            title: flow.documentKind(kind)?.title ?? LocalizedText(zh: kind, en: kind),
            digest: effect["digest"]?.stringValue, name: input?["name"]?.stringValue,
            reference: effect["reference"]?.stringValue, size: input?["size"]?.integerValue,
            mediaType: input?["media_type"]?.stringValue, attachedAt: head.recorded,
            attachedBy: HistoryLine.actor(head, sealed), contents: .elsewhere, isWithdrawn: false)
    }

    private static func plain(_ document: Document) -> ShipmentDocument {
        ShipmentDocument(
            kind: document.kind, digest: document.digest, reference: document.reference)
    }

    /// What was undone no longer stands; of documents that are the same, the last ones do.
    private func settle(_ documents: inout [Document], standing: [ShipmentDocument]) {
        var standing = standing
        for index in documents.indices.reversed() {
            let place = standing.firstIndex { $0 == Self.plain(documents[index]) }
            documents[index].isWithdrawn = place == nil
            if let place { standing.remove(at: place) }
        }
    }

    private func locate(_ documents: [Document]) throws -> [Document] {
        var located = documents
        var erased: Set<String>?
        for index in located.indices {
            guard let digest = located[index].digest else { continue }
            if let size = try store.paperSize(digest) {
                located[index].contents = .kept
                located[index].size = located[index].size ?? size
                continue
            }
            let known = try erased ?? erasedDigests()
            erased = known
            if known.contains(digest) { located[index].contents = .erased }
        }
        return located
    }

    /// Digests that erasures name; read only where something is missing.
    private func erasedDigests() throws -> Set<String> {
        guard let stream = try store.streamID(PersonalErasure.stream) else { return [] }
        var digests: Set<String> = []
        for event in try store.events(stream: stream) {
            let head = try EventHead.parse(event.entry)
            for digest in head.data["papers"]?.arrayValue ?? [] {
                if let digest = digest.stringValue { digests.insert(digest) }
            }
        }
        return digests
    }
}

extension Attachments.Document {
    /// What `greenlane documents --json` and the HTTP interface give.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("position", .integer(position))
        object.append("kind", .string(kind))
        object.append("title", title.json)
        if let digest { object.append("digest", .string(digest)) }
        if let name { object.append("name", .string(name)) }
        if let reference { object.append("reference", .string(reference)) }
        if let size { object.append("size", .integer(size)) }
        if let mediaType { object.append("mediaType", .string(mediaType)) }
        object.append("attachedAt", .string(attachedAt.description))
        object.append("attachedBy", .string(attachedBy))
        object.append("contents", .string(contents.rawValue))
        object.append("withdrawn", .bool(isWithdrawn))
        return .object(object)
    }
}

extension DocumentRefusal {
    static func erased(_ digest: String) -> Refusal {
        Refusal(
            .notFound, "document-erased",
            LocalizedText(
                zh: "这份单证的内容已按要求删除，日志只保留摘要 \(digest)。",
                en: "The contents were erased on request; the log keeps the digest \(digest)."))
    }

    static func notKept(_ digest: String) -> Refusal {
        Refusal(
            .notFound, "document-not-kept",
            LocalizedText(
                zh: "日志只有这份单证的摘要 \(digest)，内容没有上传。",
                en: "The log has only the digest \(digest); the contents were never handed in."),
            remedy: LocalizedText(
                zh: "请重新上传同一份文件。",
                en: "Attach the same file again."))
    }

    static func altered(_ digest: String) -> Refusal {
        Refusal(
            .unproven, "document-altered",
            LocalizedText(
                zh: "保存的内容与日志中的摘要 \(digest) 不符，不予提供。",
                en: "What is kept is not what the log has as \(digest), so it is not given out."),
            remedy: LocalizedText(
                zh: "请重新核对日志，查明情况（命令行：greenlane verify）。",
                en: "Verify the log to see what is wrong (on the command line: "
                    + "greenlane verify)."))
    }
}
