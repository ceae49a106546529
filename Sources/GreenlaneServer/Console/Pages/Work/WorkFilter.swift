import GreenlaneCore

/// Which shipments a worklist shows, and in what order: all of it lives in the address.
struct WorkFilter: Hashable, Sendable {
    enum Sort: String, Sendable, CaseIterable {
        case due, id, importer, state, updated
    }

    /// Looked for in id, reference, importer and names of goods.
    var text = ""
    /// A milestone or a state.
    var place = ""
    /// USCC.
    var importer = ""
    /// Whose move: `me`, or a role.
    var move = ""
    /// `late` or `soon`.
    var due = ""
    /// Only those that have ended, instead of the open ones.
    var isEnded = false
    var sort = Sort.due
    var isDescending = false
    /// From 1.
    var page = 1
    var size = sizes[0]

    static let sizes = [40, 100]
    /// Rows that can be paged through: beyond, a filter is the better way.
    static let maximumRows = 4_000
    static let mine = "me"
    static let late = "late"
    static let soon = "soon"
    private static let maximumText = 60

    /// Members of the address.
    static let names = [
        "q", "milestone", "state", "importer", "move", "mine", "due", "overdue", "ended", "view",
        "sort", "page", "size",
    ]

    init() {}

    /// Values that mean nothing are left out: an old bookmark still shows a list.
    init(_ values: [String: String]) {
        text = String(ConsoleForm.trimmed(values["q"] ?? "").prefix(Self.maximumText))
        place = Self.plain(values["milestone"]) ?? Self.plain(values["state"]) ?? ""
        importer = Self.plain(values["importer"]) ?? ""
        let role = values["move"].flatMap { Actor.Role(rawValue: $0) }
        move = values["mine"] == "true" ? Self.mine : role?.rawValue ?? ""
        if values["move"] == Self.mine { move = Self.mine }
        due = [Self.late, Self.soon].first { $0 == values["due"] } ?? ""
        if values["overdue"] == "true" { due = Self.late }
        isEnded = values["ended"] == "true"
        var order = values["sort"] ?? ""
        if order.hasPrefix("-") {
            isDescending = true
            order.removeFirst()
        }
        if let known = Sort(rawValue: order) { sort = known } else { isDescending = false }
        size =
            values["size"].flatMap { Int($0) }.flatMap { Self.sizes.contains($0) ? $0 : nil }
            ?? Self.sizes[0]
        let last = Self.maximumRows / size
        page = values["page"].flatMap { Int($0) }.map { min(max($0, 1), last) } ?? 1
    }

    /// A name of letters, digits, `_`, `.` and `-`; nil for any other text.
    private static func plain(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= maximumText else { return nil }
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte == 0x5F || byte == 0x2E || byte == 0x2D
        }
        return isPlain ? text : nil
    }

    /// Something is left out.
    var isActive: Bool {
        !text.isEmpty || !place.isEmpty || !importer.isEmpty || !move.isEmpty || !due.isEmpty
            || isEnded
    }

    /// The order as the address has it.
    var order: String { (isDescending ? "-" : "") + sort.rawValue }

    /// What the address needs to show the same; without the page.
    var query: String {
        var parts: [(String, String)] = []
        func add(_ name: String, _ value: String) {
            if !value.isEmpty { parts.append((name, value)) }
        }
        add("q", text)
        add("milestone", place)
        add("importer", importer)
        add("move", move)
        add("due", due)
        add("ended", isEnded ? "true" : "")
        if sort != .due || isDescending { add("sort", order) }
        if size != Self.sizes[0] { add("size", String(size)) }
        return parts.map { "\($0.0)=\(Console.escaped($0.1))" }.joined(separator: "&")
    }

    /// The address of one page of it.
    func path(page: Int = 1) -> String {
        var query = query
        if page > 1 { query += (query.isEmpty ? "" : "&") + "page=\(page)" }
        return Self.root + (query.isEmpty ? "" : "?" + query)
    }

    static let root = "/shipments"

    /// Whether it chooses the same shipments, in whatever order.
    func choosesSame(as other: WorkFilter) -> Bool {
        var (one, two) = (self, other)
        (one.sort, one.isDescending, one.page, one.size) = (.due, false, 1, Self.sizes[0])
        (two.sort, two.isDescending, two.page, two.size) = (.due, false, 1, Self.sizes[0])
        return one == two
    }

    /// The same in another order.
    func sorted(by sort: Sort, descending: Bool) -> WorkFilter {
        var other = self
        (other.sort, other.isDescending, other.page) = (sort, descending, 1)
        return other
    }
}

extension WorkFilter {
    /// The values of a query as a browser or a saved view has it.
    static func values(of query: some StringProtocol) -> [String: String] {
        let form = try? ConsoleForm(
            Array(query.utf8), contentType: "application/x-www-form-urlencoded")
        var values: [String: String] = [:]
        for field in form?.fields ?? [] where names.contains(field.name) {
            values[field.name] = field.value
        }
        return values
    }

    /// Of a path such as the one that a form came from.
    init(path: String) {
        let query = path.firstIndex(of: "?").map { path[path.index(after: $0)...] } ?? ""
        self.init(Self.values(of: query))
    }
}
