public import GreenlaneCore

extension ShipmentView {
    /// Something worth knowing that keeps nobody from a step.
    public struct Notice: Hashable, Sendable {
        /// Stable, kebab-case.
        public var code: String
        /// The step that it concerns.
        public var event: String
        public var message: LocalizedText
        public var documents: [DocumentKind]
    }

    /// Code of the notice that documents usually go with a step.
    public static let documentsAdvised = "documents-advised"

    /// One notice for each step that people can take now and whose usual documents are not all
    /// attached. What only the outside reports asks nothing of anybody here.
    public var notices: [Notice] {
        next.compactMap { step in
            let missing = step.missingDocuments
            guard step.definition.kind == .wish, !missing.isEmpty else { return nil }
            let zh = missing.map(\.title.zh).joined(separator: "、")
            let en = missing.map(\.title.en).joined(separator: ", ")
            return Notice(
                code: Self.documentsAdvised, event: step.event,
                message: LocalizedText(
                    zh: "“\(step.title.zh)”一般应随附：\(zh)（尚未上传）。",
                    en: "\(step.title.en): \(en) usually go with it and are not attached yet."),
                documents: missing)
        }
    }
}
