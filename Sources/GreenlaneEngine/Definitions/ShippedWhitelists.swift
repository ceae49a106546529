import GreenlaneCatalog
public import GreenlaneCore

/// The lists that come with the product: a new data directory starts with them.
public enum ShippedWhitelists {
    /// Who publishes them.
    public static let publisher = Actor(role: .system, name: "greenlane")

    /// Every list of the data folder, in order of file name.
    public static func read(
        home: String, schemes: WhitelistSchemeBook
    ) throws -> [WhitelistPublication] {
        try CatalogFiles.list("\(home)/Whitelists", ending: ".csv").map { path in
            let file = try CatalogFiles.read(path)
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let entries = try WhitelistReader.read(
                CatalogFile(name: name, bytes: file.bytes), schemes: schemes)
            return WhitelistPublication(name: name, text: file.bytes, entries: entries)
        }
    }

    /// Publishes them in one transaction; what is known already changes nothing.
    public static func publish(
        _ lists: [WhitelistPublication], through engine: Engine
    ) throws {
        let results = try engine.handle(
            lists.map { Envelope(.publishWhitelist($0), by: publisher) })
        for result in results { _ = try result.get() }
    }
}
