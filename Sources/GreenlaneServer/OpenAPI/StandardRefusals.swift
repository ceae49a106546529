import GreenlaneCore
import HTTPTypes

/// Refusals that come from the layers around an operation: derived from what it is, so that no
/// list of its own can forget them.
enum StandardRefusals {
    /// What any address of the service may answer, asked in whatever way.
    static let everywhere: [RefusalForm] = [
        RefusalForm(400, "request-not-understood"), RefusalForm(404, "route-unknown"),
        RefusalForm(404, "no-such-resource"), RefusalForm(405, "method-not-allowed"),
        RefusalForm(413, "body-too-large"), RefusalForm(414, "target-too-long"),
        RefusalForm(415, "content-encoding-refused"), RefusalForm(429, "rate-limited"),
        RefusalForm(431, "headers-too-large"), RefusalForm(500, "fault"),
        RefusalForm(500, "internal-fault"),
    ]

    /// Everything that an operation may refuse with, its own codes first; each once.
    static func all(of operation: Operation) -> [RefusalForm] {
        var forms: [RefusalForm] = []
        for form in operation.refusals + own(operation) + around(operation)
        where !forms.contains(form) {
            forms.append(form)
        }
        return forms
    }

    private static func around(_ operation: Operation) -> [RefusalForm] {
        let hasPath = operation.parameters.contains { $0.place == .path }
        return everywhere.filter { form in
            switch form.status {
            case 405: false
            case 404: hasPath && form.code == "route-unknown"
            default: true
            }
        }
    }

    private static func own(_ operation: Operation) -> [RefusalForm] {
        var forms = [
            RefusalForm(400, "parameter-unknown"), RefusalForm(400, "query-invalid"),
            RefusalForm(400, "header-invalid"),
        ]
        if !operation.parameters.isEmpty { forms.append(RefusalForm(400, "parameter-invalid")) }
        if case .signedIn(let action) = operation.access {
            forms += [
                RefusalForm(401, "not-signed-in"), RefusalForm(401, "credential-invalid"),
                RefusalForm(403, "role-not-allowed"), RefusalForm(503, "issuer-unavailable"),
            ]
            if action.isWriting { forms.append(RefusalForm(403, "scope-missing")) }
            if changesAnything(operation) { forms.append(RefusalForm(403, "foreign-origin")) }
        }
        if operation.body != nil {
            forms += [
                RefusalForm(400, "body-invalid"), RefusalForm(408, "body-too-slow"),
                RefusalForm(415, "media-type-unknown"),
            ]
        }
        if operation.isRepeatable { forms.append(RefusalForm(409, "idempotency-conflict")) }
        if operation.needsVersion {
            forms += [RefusalForm(428, "version-needed"), RefusalForm(412, "stale-version")]
        }
        if changesAnything(operation) { forms.append(RefusalForm(400, "name-unreadable")) }
        if changesAnything(operation) || operation.id == EvidenceOperations.bundle.id {
            forms += [RefusalForm(503, "busy"), RefusalForm(503, "closing")]
        }
        return forms
    }

    private static func changesAnything(_ operation: Operation) -> Bool {
        operation.method != .get
    }
}
