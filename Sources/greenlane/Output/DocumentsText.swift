internal import GreenlaneCore
internal import GreenlaneEngine

/// The documents of a shipment for people.
struct DocumentsText {
    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    /// One row a document, and under it the digest that gets it.
    func table(_ documents: [Attachments.Document]) -> [String] {
        var table = TextTable([
            .init(console.text("单证", "Document")),
            .init(console.text("名称或编号", "Name or number"), mayShrink: true),
            .init(console.text("格式", "Type"), mayShrink: true),
            .init(console.text("字节", "Bytes"), alignment: .trailing),
            .init(console.text("上传", "Attached")), .init(console.text("内容", "Contents")),
        ])
        for document in documents {
            let type = document.mediaType.flatMap { MediaType(rawValue: $0) }
            table.append([
                console.text(document.title), document.name ?? document.reference ?? "",
                type.map { console.text($0.title) } ?? document.mediaType ?? "",
                document.size.map(String.init) ?? "",
                DateText.moment(document.attachedAt, console.language), contents(document),
            ])
        }
        let rows = TableStyle.lines(table, console) { _, _, text in text }
        let digests = documents.compactMap { document -> String? in
            guard let digest = document.digest, document.contents == .kept else { return nil }
            return "\(console.text(document.title))  \(digest)"
        }
        guard !digests.isEmpty else { return rows }
        return rows + ["", console.text("取出用的摘要：", "Digests to get them by:")] + digests
    }

    private func contents(_ document: Attachments.Document) -> String {
        if document.isWithdrawn { return console.text("已撤回", "withdrawn") }
        switch document.contents {
        case .kept: return console.text("在库", "kept")
        case .erased: return console.text("已删除", "erased")
        case .elsewhere: return console.text("未上传", "not handed in")
        }
    }
}
