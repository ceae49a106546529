import Foundation
import GreenlaneCore

@testable import GreenlaneCatalog

/// One case of a case book: a request, a day, and what the answer must say.
struct RegimeCase: Sendable, CustomStringConvertible {
    var file: String
    var id: String
    var title: LocalizedText
    var source: String
    /// The permit whose worked example this is; empty for most.
    var example: String
    var asOf: CalendarDate
    var request: ImportRequest
    var expect: [Expectation]
    var prohibited: Bool?
    var warnings: [String]

    var description: String { "\(id) (\(asOf))" }

    /// What the answer must say of one item.
    struct Expectation: Sendable {
        var line: Int
        var permits: [(code: String, status: String, level: String?)]
        var absent: [String]
        var questions: [String]
        /// Nothing else is required or possible.
        var only: Bool
    }
}

/// A case that cannot be read: the case book is wrong, not the rules.
struct CaseFault: Error, CustomStringConvertible {
    var description: String
}

enum CaseFile {
    static let root = String(
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
            .joined(separator: "/"))

    /// All cases of all books, in the order of the files.
    static func all() throws -> [RegimeCase] {
        let folder = root + "/Tests/RegimeTests/Cases"
        return try CatalogFiles.list(folder, ending: ".yaml").flatMap { path in
            let file = try CatalogFiles.read(path)
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let document = YAMLDocument(file.bytes, file: name)
            guard let book = document.root?.json["cases"]?.arrayValue else {
                throw CaseFault(description: "\(name): \(document.diagnostics)")
            }
            return try book.map { try read($0, name) }
        }
    }

    private static func read(_ json: JSONValue, _ file: String) throws -> RegimeCase {
        guard let id = json["id"]?.stringValue,
            let day = json["asOf"]?.stringValue.flatMap({ CalendarDate($0) }),
            var request = json["request"]?.objectValue
        else { throw CaseFault(description: "\(file): a case lacks id, asOf or request") }
        if request["reference"] == nil { request.append("reference", .string(id)) }
        let items = (request["items"]?.arrayValue ?? []).enumerated().map { index, item in
            var object = item.objectValue ?? JSONObject()
            if object["line"] == nil { object.append("line", .integer(Int64(index + 1))) }
            return JSONValue.object(object)
        }
        let members = request.members.filter { $0.name != "items" }
        let whole = JSONValue.object(JSONObject(members + [.init("items", .array(items))]))
        let stated: ImportRequest
        do throws(Refusal) {
            stated = try ImportRequestReader.read(Array(whole.text.utf8), file: id)
        } catch {
            throw CaseFault(description: "\(file) \(id): \(error.message.en) \(error.details)")
        }
        return RegimeCase(
            file: file, id: id,
            title: LocalizedText(
                zh: json["title"]?["zh"]?.stringValue ?? "",
                en: json["title"]?["en"]?.stringValue ?? ""),
            source: json["source"]?.stringValue ?? "",
            example: json["example"]?.stringValue ?? "", asOf: day, request: stated,
            expect: (json["expect"]?.arrayValue ?? []).map(expectation),
            prohibited: json["prohibited"]?.boolValue,
            warnings: (json["warnings"]?.arrayValue ?? []).compactMap(\.stringValue))
    }

    private static func expectation(_ json: JSONValue) -> RegimeCase.Expectation {
        func texts(_ name: String) -> [String] {
            (json[name]?.arrayValue ?? []).compactMap(\.stringValue)
        }
        let permits = (json["permits"]?.objectValue?.members ?? []).map {
            member -> (code: String, status: String, level: String?) in
            if let status = member.value.stringValue { return (member.name, status, nil) }
            let level = member.value["level"]
            return (
                member.name, member.value["status"]?.stringValue ?? "required",
                level?.stringValue ?? level.map(\.text)
            )
        }
        return RegimeCase.Expectation(
            line: json["line"]?.integerValue.map(Int.init) ?? 1, permits: permits,
            absent: texts("absent"), questions: texts("questions"),
            only: json["only"]?.boolValue ?? false)
    }
}

/// The rules as they ship.
enum ShippedBook {
    /// Read once: hundreds of cases ask it.
    private static let shared = Result { try load() }

    private struct Parts: Sendable {
        var loaded: LoadedRules
        var codes: HSFile
        var calendar: WorkingCalendar
    }

    static func assessor() throws -> Assessor<WhitelistBook> {
        let parts = try shared.get()
        return Assessor(
            rules: parts.loaded.rules, codes: parts.codes, schemes: parts.loaded.schemes,
            entries: .empty, calendar: parts.calendar)
    }

    private static func load() throws -> Parts {
        let folder = CaseFile.root + "/Workflows"
        let loaded = try RuleBookLoader.load(
            RuleBookLoader.paths(workflows: folder).map { try CatalogFiles.read($0.path) })
        let days = try CatalogFiles.read("\(folder)/calendars/cn-working-days.csv")
        return Parts(
            loaded: loaded, codes: try HSFile(CatalogFiles.read("\(folder)/codes/hs.csv")),
            calendar: try WorkingCalendarLoader.load(
                text: String(decoding: days.bytes, as: UTF8.self), file: "calendar"))
    }
}
