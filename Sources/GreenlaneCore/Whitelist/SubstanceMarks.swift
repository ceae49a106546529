/// Words of an English name that tell one substance from its nearest relatives: the salt, the
/// side of the molecule, the position, hydrate and origin.
struct SubstanceMarks {
    /// Words that exclude each other, kind by kind.
    private static let kinds: [[String]] = [
        ["sodium", "calcium", "potassium", "lithium", "magnesium", "zinc", "ammonium", "barium"],
        ["hydrochloride", "sulfate", "sulphate", "phosphate", "citrate", "acetate", "nitrate"],
        ["l", "d", "dl"],
        ["alpha", "beta", "gamma", "delta"],
        ["anhydrous", "monohydrate", "dihydrate", "trihydrate", "pentahydrate", "hexahydrate"],
        ["recombinant", "native"],
    ]

    private let words: [String]

    init(_ name: String) {
        words = ItemName.words(name)
    }

    /// Whether both name a word of one kind, and none in common.
    func contradict(_ other: SubstanceMarks) -> Bool {
        Self.kinds.contains { kind in
            let own = words.filter { kind.contains($0) }
            let theirs = other.words.filter { kind.contains($0) }
            return !own.isEmpty && !theirs.isEmpty && !own.contains { theirs.contains($0) }
        }
    }
}
