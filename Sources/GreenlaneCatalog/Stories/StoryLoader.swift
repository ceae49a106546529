public import GreenlaneCore

/// Reads the sample stories: a folder each, with `request.json` and `story.yaml`.
public enum StoryLoader {
    /// All stories of the product, in order of folder name.
    public static func all(home: String) throws -> [Story] {
        try CatalogFiles.list("\(home)/Samples", ending: "").compactMap { folder in
            let name = folder.split(separator: "/").last.map(String.init) ?? folder
            // Folders of stories begin with their number.
            guard name.utf8.first.map({ (0x30...0x39).contains($0) }) == true else { return nil }
            return try load(folder: folder, name: name)
        }
    }

    /// The story of one folder.
    public static func load(folder: String, name: String) throws -> Story {
        let request = try CatalogFiles.read("\(folder)/request.json")
        let story = try CatalogFiles.read("\(folder)/story.yaml")
        return try read(
            story.bytes, file: "\(name)/story.yaml", name: name,
            request: ImportRequestReader.read(
                request.bytes, file: "\(name)/request.json", for: .filing))
    }

    /// Reads the text of a story; throws all problems at once.
    public static func read(
        _ bytes: [UInt8], file: String, name: String, request: ImportRequest
    ) throws(DiagnosticList) -> Story {
        let document = YAMLDocument(bytes, file: file)
        guard let root = document.root else { throw DiagnosticList(document.diagnostics) }
        var reader = StoryReader(file: file)
        let story = reader.story(root, name: name, request: request)
        let problems = document.diagnostics + reader.values.diagnostics
        guard problems.isEmpty, let story else { throw DiagnosticList(problems) }
        return story
    }
}
