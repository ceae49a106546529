/// A file as it comes with a step, looked at once: what may be kept of it and what is turned away.
public struct DocumentCheck: Hashable, Sendable {
    /// Bytes of one document.
    public static let maximumBytes = 16 * 1_048_576

    /// As it came.
    public var name: String
    /// In bytes.
    public var size: Int
    public var finding: ContentFinding

    public init(name: String, size: Int, finding: ContentFinding) {
        self.name = name
        self.size = size
        self.finding = finding
    }

    /// A document that may be kept.
    public struct Accepted: Hashable, Sendable {
        /// As it is shown: no path, nothing hidden.
        public var name: String
        public var size: Int
        public var type: MediaType
    }

    /// Refusals, the first that applies: `document-empty`, `document-too-large`,
    /// `document-name-invalid`, `document-type-not-accepted`, then `document-name-invalid` where
    /// the name's ending says another type than the contents. `kind` is nil where the workflow has
    /// no table of kinds: then every harmless type is taken.
    public func accepted(as kind: DocumentKind?) throws(Refusal) -> Accepted {
        guard size > 0 else { throw Self.empty }
        guard size <= Self.maximumBytes else { throw Self.tooLarge(size) }
        guard let shown = DocumentName.shown(name) else { throw Self.nameInvalid(name) }
        let types = kind?.types ?? DocumentFormat.allCases.flatMap(\.types)
        switch finding {
        case .harmful(let harm): throw Self.notAccepted(harm.text, harm.rawValue, types, kind)
        case .type(let type):
            guard types.contains(type) else {
                throw Self.notAccepted(
                    LocalizedText(
                        zh: "内容是\(type.title.zh)。", en: "The contents are \(type.title.en)."),
                    type.rawValue, types, kind)
            }
            if let ending = DocumentName.ending(shown), !type.endings.contains(ending) {
                throw Self.endingDiffers(ending, type)
            }
            return Accepted(name: shown, size: size, type: type)
        }
    }

    // MARK: Refusals

    static let empty = Refusal(
        .input, "document-empty", LocalizedText(zh: "文件是空的。", en: "The file is empty."),
        remedy: LocalizedText(zh: "检查后重新选择文件。", en: "Choose the file again."))

    static func tooLarge(_ size: Int) -> Refusal {
        let limit = maximumBytes / 1_048_576
        return Refusal(
            .input, "document-too-large",
            LocalizedText(
                zh: "文件有 \(size) 字节，单份单证最大 \(limit) MiB。",
                en: "The file has \(size) bytes; a document has at most \(limit) MiB."),
            remedy: LocalizedText(
                zh: "降低扫描分辨率，或拆成几份。", en: "Scan at a lower resolution, or split it."))
    }

    static func nameInvalid(_ name: String) -> Refusal {
        let shown = PlainText.printable(String(name.prefix(80)))
        return Refusal(
            .input, "document-name-invalid",
            LocalizedText(
                zh: "“\(shown)”不能作文件名。", en: "\"\(shown)\" cannot be the name of a file."),
            remedy: LocalizedText(
                zh: "文件名用 1 到 \(DocumentName.maximumLength) 个字，不含路径。",
                en: "Name it in 1 to \(DocumentName.maximumLength) characters, without a path."))
    }

    private static func endingDiffers(_ ending: String, _ type: MediaType) -> Refusal {
        let shown = PlainText.printable(String(ending.prefix(20)))
        let right = type.endings.first ?? ""
        return Refusal(
            .input, "document-name-invalid",
            LocalizedText(
                zh: "文件名以 .\(shown) 结尾，内容却是\(type.title.zh)。",
                en: "The name ends in .\(shown), but the contents are \(type.title.en)."),
            remedy: LocalizedText(
                zh: "确认是这份文件后，把扩展名改为 .\(right)。",
                en: "If it is the right file, let its name end in .\(right)."))
    }

    private static func notAccepted(
        _ why: LocalizedText, _ code: String, _ types: [MediaType], _ kind: DocumentKind?
    ) -> Refusal {
        let what = kind?.title ?? LocalizedText(zh: "单证", en: "a document")
        let formats = types.map(\.title)
        return Refusal(
            .input, "document-type-not-accepted",
            LocalizedText(
                zh: "不能作为“\(what.zh)”上传：\(why.zh)",
                en: "Not taken as \(what.en): \(why.en)"),
            remedy: LocalizedText(
                zh: "可用的格式：\(formats.map(\.zh).joined(separator: "、"))。",
                en: "Formats taken: \(formats.map(\.en).joined(separator: ", "))."),
            details: [Refusal.Detail(pointer: "/document", code: code, message: why)])
    }
}

/// Refusals about documents that the rules of a step and the door share.
public enum DocumentRefusal {
    /// A kind that the workflow's table does not have, with the one that was probably meant.
    public static func kindUnknown(_ kind: String, among kinds: [DocumentKind]) -> Refusal {
        let shown = PlainText.printable(String(kind.prefix(80)))
        let near = Suggestion.nearest(to: kind, in: kinds.map(\.id))
        let list = kinds.map(\.id).joined(separator: ", ")
        return Refusal(
            .input, "document-kind-unknown",
            LocalizedText(
                zh: "没有“\(shown)”这种单证" + (near.map { "；是不是“\($0)”？" } ?? "。"),
                en: "There is no kind of document called \"\(shown)\""
                    + (near.map { "; did you mean \($0)?" } ?? ".")),
            remedy: LocalizedText(zh: "可用的种类：\(list)。", en: "Known kinds: \(list)."),
            details: [
                Refusal.Detail(
                    pointer: "/kind", code: "value-unknown",
                    message: LocalizedText(
                        zh: "不在单证种类表中。", en: "Not in the table of kinds."))
            ])
    }

    /// A digest that no document of this shipment has.
    public static func unknown(_ digest: String, in shipment: String) -> Refusal {
        let shown = PlainText.printable(String(digest.prefix(80)))
        return Refusal(
            .notFound, "document-unknown",
            LocalizedText(
                zh: "这票货（\(shipment)）没有摘要为 \(shown) 的单证。",
                en: "\(shipment) has no document with the digest \(shown)."),
            remedy: LocalizedText(
                zh: "先上传这份单证，或从已有的单证中选用。",
                en: "Attach it first, or name one of the documents that are there."))
    }

    /// Documents that a step needs and the shipment lacks: one detail for each.
    static func missing(_ kinds: [String], _ flow: ClearanceWorkflow) -> Refusal {
        var basis: [LegalBasis] = []
        var details: [Refusal.Detail] = []
        var titles: [LocalizedText] = []
        for id in kinds {
            let kind = flow.documentKind(id)
            let title = kind?.title ?? LocalizedText(zh: id, en: id)
            titles.append(title)
            details.append(
                Refusal.Detail(
                    pointer: "/documents/\(id)", code: "document-missing",
                    message: LocalizedText(
                        zh: "缺少\(title.zh)（\(id)）。", en: "\(title.en) (\(id)) is missing.")))
            for known in kind?.basis ?? [] where !basis.contains(known) { basis.append(known) }
        }
        return Refusal(
            .rule, "documents-missing",
            LocalizedText(
                zh: "缺少单证：\(titles.map(\.zh).joined(separator: "、"))。",
                en: "Documents are missing: \(titles.map(\.en).joined(separator: ", "))."),
            remedy: LocalizedText(
                zh: "先上传这些单证，再办理这一步。",
                en: "Attach them first, then take this step."),
            basis: basis, details: details)
    }
}
