import GreenlaneCatalog
import GreenlaneCore

/// The table to fill in: the columns that most requests need, with two invented lines.
enum RequestSample {
    private static let paths = [
        "name.zh", "name.en", "form", "origin.material", "origin.species", "origin.country",
        "quantity.amount", "quantity.unit", "hs", "cas", "spec", "managedAs",
    ]
    private static let lines = [
        [
            "SYNTHETIC 胎牛血清", "SYNTHETIC foetal bovine serum", "serum", "animal", "Bos taurus",
            "AU", "500", "mL", "3002120090", "", "500 mL", "none",
        ],
        [
            "SYNTHETIC 肝素钠", "SYNTHETIC heparin sodium", "drug_substance", "animal",
            "Sus scrofa", "DK", "20", "g", "3001901000", "9041-08-1", "research grade", "drug",
        ],
    ]

    /// As office programs open it; headed in the reader's language, either of which is read.
    static func bytes(_ language: Language) -> [UInt8] {
        let titles = paths.map { path in
            language == .zh
                ? ImportRequestReader.columns.first { $0.path == path }?.title ?? path : path
        }
        var listing = ListingCSV(columns: titles)
        for line in lines {
            listing.append(
                .object(
                    JSONObject(zip(titles, line).map { JSONObject.Member($0, .string($1)) })))
        }
        return listing.bytes
    }
}
