import GreenlaneCore

/// What the log keeps of a published list beside its entries: whose it is, which batch, and what
/// it changed.
struct PublicationRecord {
    private let publication: WhitelistPublication
    private let digest: String
    private var added = 0
    private var changed = 0
    private var removed = 0
    private var unchanged = 0

    init(_ publication: WhitelistPublication, digest: String, over ledgers: LedgerBook) {
        self.publication = publication
        self.digest = digest
        for entry in publication.entries {
            guard let known = ledgers.entry(entry.id)?.entry else {
                added += 1
                continue
            }
            if known == entry {
                unchanged += 1
            } else if known.status != .removed, entry.status == .removed {
                removed += 1
            } else {
                changed += 1
            }
        }
    }

    /// The data of the event; `occurred` is when the authority published the list.
    func json(_ occurred: Timestamp) -> JSONValue {
        [
            "added": .integer(Int64(added)), "batches": names(\.batch),
            "changed": .integer(Int64(changed)), "digest": .string(digest),
            "entries": .integer(Int64(publication.entries.count)),
            "name": .string(publication.name),
            "published": .string(occurred.date.description),
            "removed": .integer(Int64(removed)), "schemes": names(\.scheme),
            "unchanged": .integer(Int64(unchanged)),
        ]
    }

    /// Each name once, in the order of the list.
    private func names(_ member: (WhitelistEntry) -> String) -> JSONValue {
        var seen: Set<String> = []
        var names: [JSONValue] = []
        for entry in publication.entries {
            let name = member(entry)
            if !name.isEmpty, seen.insert(name).inserted { names.append(.string(name)) }
        }
        return .array(names)
    }

    /// No list gets in that claims more than its scheme can waive, whoever read it.
    static func refusal(
        _ publication: WhitelistPublication, _ schemes: WhitelistSchemeBook
    ) -> Refusal? {
        var details: [Refusal.Detail] = []
        for entry in publication.entries {
            let excess = schemes.excess(entry.waives, scheme: entry.scheme, from: entry.validFrom)
            guard !excess.isEmpty else { continue }
            let codes = excess.joined(separator: ", ")
            details.append(
                Refusal.Detail(
                    pointer: entry.id, code: "whitelist-waives-too-much",
                    message: LocalizedText(
                        zh: "制度“\(entry.scheme)”不能免除“\(codes)”。",
                        en: "The scheme \(entry.scheme) cannot waive \(codes).")))
        }
        guard !details.isEmpty else { return nil }
        return Refusal(
            .input, "whitelist-waives-too-much",
            LocalizedText(
                zh: "名单中有 \(details.count) 个条目超出其制度可免除的范围。",
                en: "\(details.count) entries of the list claim more than their scheme can waive."),
            details: details)
    }
}
