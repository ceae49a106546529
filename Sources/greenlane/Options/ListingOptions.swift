internal import ArgumentParser
internal import GreenlaneCore

/// `--csv`, for every command that lists.
struct ListingOptions: ParsableArguments {
    @Flag(
        name: .long,
        help: ArgumentHelp(
            words(
                "输出 CSV（UTF-8 带 BOM，可直接用 Excel 打开）",
                "Print CSV (UTF-8 with a byte order mark, opens in office programs)")))
    var csv = false

    /// Whether rows are written as CSV: the same rows that `--json` writes, never both.
    func isCSV(_ options: GlobalOptions) throws(Refusal) -> Bool {
        guard csv, options.json else { return csv }
        throw StatedValue.invalid(
            "--csv", "options-exclude", zh: "--csv 与 --json 只能给一个。",
            en: "Give one of --csv and --json.")
    }
}

extension Console {
    /// A listing as a CSV file on standard output; `columns` stand first, and also head an empty
    /// listing.
    func csv(_ rows: [JSONValue], columns: [String]) {
        var listing = ListingCSV(columns: columns)
        for row in rows { listing.append(row) }
        raw(String(decoding: listing.bytes, as: UTF8.self))
    }
}
