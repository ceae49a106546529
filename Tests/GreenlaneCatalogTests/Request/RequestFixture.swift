import Foundation
import GreenlaneCatalog
import GreenlaneCore

/// Requests for tests. Names and codes are SYNTHETIC.
enum RequestFixture {
    static let uscc = "91440300M00000203H"

    /// Every member of the contract, in the order of its schema and in normal form.
    static let full = """
        {"reference":"GL-2026-000001","direction":"import",\
        "importer":{"name":"SYNTHETIC 示例生物科技","uscc":"91440300M00000203H",\
        "kind":"enterprise","district":"440115"},\
        "endUser":{"name":"SYNTHETIC 实验室"},"broker":{"name":"SYNTHETIC 报关行"},\
        "purpose":"preclinical_research","regime":"general_trade",\
        "transport":{"mode":"air","portOfEntry":"5141","document":"784-12345675",\
        "dryIceKg":"12.5"},"plannedDispatch":"2026-12-01","plannedArrival":"2026-12-03",\
        "items":[{"line":1,"name":{"zh":"胎牛血清","en":"Fetal bovine serum"},"form":"serum",\
        "origin":{"material":"animal","components":["animal"],"species":"Bos taurus",\
        "country":"AU"},"hs":"3002120093","cas":"9048-46-8","un":"UN1845",\
        "catalogue":{"supplier":"S","number":"N","batch":"B"},"spec":"500 mL",\
        "composition":[{"name":"albumin","cas":"9048-46-8","percent":"4.5"}],\
        "managedAs":"none","chinaApproval":{"status":"none","number":"X"},\
        "foreignApproval":{"status":"approved","country":"US"},\
        "chosenLevels":{"biomaterial":3,"specialGoods":"C1"},"firstImport":false,\
        "pathogen":{"contains":"no","class":4,"animalPathogen":false,"inactivated":true},\
        "controls":["doping","dual_use"],"cites":"none","humanGeneticResource":false,\
        "commercialCellBank":true,"processing":"none","traceTestStandard":false,\
        "quantity":{"amount":"500","unit":"mL"},\
        "value":{"amount":"1200.5","currency":"USD"},\
        "storage":{"minC":"-80","maxC":"-60.5"}}],\
        "exporter":{"name":"SYNTHETIC Shipper"},"destinationCountry":"CN",\
        "statedUse":"细胞培养","chosenScheme":"nansha"}
        """

    static let small = """
        {"reference":"R1","importer":{"name":"A"},"purpose":"testing",\
        "items":[{"line":1,"name":{"en":"serum"}}]}
        """

    /// A document with one member set, such as `/items/0/hs`, or removed where the value is nil.
    static func document(
        _ pointer: String, _ value: JSONValue?, in text: String = full
    ) throws -> [UInt8] {
        let names = pointer.split(separator: "/").map(String.init)
        return Array(set(try JSONParser.parse(text), names[...], value).text.utf8)
    }

    private static func set(
        _ json: JSONValue, _ names: ArraySlice<String>, _ value: JSONValue?
    ) -> JSONValue {
        guard let name = names.first else { return value ?? .null }
        if var elements = json.arrayValue, let index = Int(name) {
            elements[index] = set(elements[index], names.dropFirst(), value)
            return .array(elements)
        }
        var object = json.objectValue ?? JSONObject()
        object[name] =
            names.count == 1
            ? value : set(object[name] ?? .object(JSONObject()), names.dropFirst(), value)
        return .object(object)
    }

    static func refusal(
        _ bytes: [UInt8], file: String = "request.json", for need: ImportRequest.Need = .assessment
    ) -> Refusal? {
        do throws(Refusal) {
            _ = try ImportRequestReader.read(bytes, file: file, for: need)
            return nil
        } catch {
            return error
        }
    }

    static let shared: URL = {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.deletingLastPathComponent().appending(path: "shared/interfaces/data/csv")
    }()

    static let sharedIsPresent = FileManager.default.fileExists(atPath: shared.path)

    static func sharedBytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: shared.appending(path: name)))
    }
}
