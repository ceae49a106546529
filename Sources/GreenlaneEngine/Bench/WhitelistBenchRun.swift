import GreenlaneCatalog
public import GreenlaneCore

/// How long lists of growing size take to load, and a look-up in them; beside it a plain
/// dictionary of the standard library in the same run.
public struct WhitelistBenchRun {
    /// Entries of the largest list at most.
    public static let maximumEntries = 4_000_000
    private static let lookups = 20_000

    private let entries: Int
    private let schemes: WhitelistSchemeBook
    private let gauges: BenchGauges

    /// `entries` is the size of the largest list; smaller ones are tenths of it, down to 1,000.
    public init(entries: Int, schemes: WhitelistSchemeBook, gauges: BenchGauges) {
        self.entries = entries
        self.schemes = schemes
        self.gauges = gauges
    }

    /// What one size came to, times in nanoseconds.
    private struct Measured {
        var entries: Int
        var load: Int64
        var bytes: Int
        var index: Int
        var lookups: [Int64]
        var plain: [Int64]
    }

    /// Measures; the smallest list first, so that the peak of memory is that of the largest.
    public func run() throws -> JSONValue {
        var sizes = [entries]
        while let size = sizes.last, size / 10 >= 1_000 { sizes.append(size / 10) }
        var all: [Measured] = []
        for size in sizes.reversed() { all.append(try measure(size)) }
        return report(all)
    }

    private func measure(_ size: Int) throws -> Measured {
        let list = SyntheticWhitelist(entries: size)
        let file = list.file
        let start = gauges.nanoseconds()
        let loaded = try WhitelistReader.open(file, schemes: schemes)
        let load = gauges.nanoseconds() - start
        let book = WhitelistBook(lists: [loaded.list])
        var plain: [String: [Int]] = [:]
        for unit in 0...(size / SyntheticWhitelist.itemsOfUnit) {
            plain[list.uscc(unit)] = [unit]
        }
        var measured = Measured(
            entries: size, load: load, bytes: file.bytes.count, index: book.indexBytes,
            lookups: [], plain: [])
        // The first round warms both up.
        for round in 0..<2 {
            for turn in 0..<Self.lookups {
                let number = turn &* 104_729 % size
                let unit = list.uscc(number / SyntheticWhitelist.itemsOfUnit)
                let item = ItemIdentity(list.item(number))
                let before = gauges.nanoseconds()
                let found = book.whitelistEntries(ofUnit: unit, like: item)
                let between = gauges.nanoseconds()
                let known = plain[unit]
                let after = gauges.nanoseconds()
                guard found.contains(where: { $0.id == "NS-SYN-\(number)" }), known != nil else {
                    throw BenchFault.whitelistLookup(number)
                }
                guard round > 0 else { continue }
                measured.lookups.append(between - before)
                measured.plain.append(after - between)
            }
        }
        measured.lookups.sort()
        measured.plain.sort()
        return measured
    }

    private func report(_ all: [Measured]) -> JSONValue {
        guard let first = all.first, let last = all.last else { return .null }
        var report = JSONObject([
            .init("entries", .integer(Int64(last.entries))),
            .init("load_s", Self.decimal(last.load / 1_000_000, 3)),
            .init(
                "load_mb_per_s",
                .integer(Int64(last.bytes) * 1_000 / max(last.load, 1))),
            .init("file_mb", .integer(Int64(last.bytes) / 1_000_000)),
            .init("index_mb", .integer(Int64(last.index) / 1_000_000)),
            .init("rss_mb", .integer(gauges.peakMemory())),
        ])
        report.append(
            "lookups",
            .array(
                all.map { measured in
                    [
                        "entries": .integer(Int64(measured.entries)),
                        "p50_us": Self.decimal(Self.place(measured.lookups, 50), 3),
                        "p99_us": Self.decimal(Self.place(measured.lookups, 99), 3),
                        "dictionary_p50_us": Self.decimal(Self.place(measured.plain, 50), 3),
                        "dictionary_p99_us": Self.decimal(Self.place(measured.plain, 99), 3),
                    ]
                }))
        report.append("p50_us", Self.decimal(Self.place(last.lookups, 50), 3))
        report.append("p99_us", Self.decimal(Self.place(last.lookups, 99), 3))
        report.append(
            "ratio", Self.ratio(Self.mean(last.lookups), Self.mean(first.lookups)))
        report.append(
            "dictionary_ratio", Self.ratio(Self.mean(last.plain), Self.mean(first.plain)))
        return .object(report)
    }

    private static func place(_ sorted: [Int64], _ percent: Int) -> Int64 {
        sorted.isEmpty ? 0 : sorted[min(sorted.count * percent / 100, sorted.count - 1)]
    }

    /// Of the 98 in a hundred that nothing else on the machine disturbed.
    private static func mean(_ sorted: [Int64]) -> Int64 {
        let kept = sorted.prefix(sorted.count * 98 / 100)
        return kept.reduce(0, +) / Int64(max(kept.count, 1))
    }

    private static func ratio(_ large: Int64, _ small: Int64) -> JSONValue {
        decimal(large * 100 / max(small, 1), 2)
    }

    /// A whole number of thousandths or hundredths as a decimal number.
    private static func decimal(_ value: Int64, _ places: Int) -> JSONValue {
        let text = String(value)
        let zeros = String(repeating: "0", count: max(0, places + 1 - text.utf8.count))
        let digits = zeros + text
        return .number("\(digits.dropLast(places)).\(digits.suffix(places))")
    }
}
