/// What reading a whole document may be refused with, before anything is decided.
enum DocumentReadingRefusals {
    /// An import request as JSON or a table.
    static let requests: [RefusalForm] = [
        "request-invalid", "several-requests", "json-invalid", "csv-invalid", "encoding-unknown",
        "encoding-unsupported", "file-too-large",
    ].map { RefusalForm(400, $0) }

    /// A bundle of evidence.
    static let bundles: [RefusalForm] = [
        "bundle-unreadable", "bundle-truncated", "bundle-joined", "bundle-too-large",
        "json-invalid", "format-unknown", "form-invalid",
    ].map { RefusalForm(400, $0) }
}
