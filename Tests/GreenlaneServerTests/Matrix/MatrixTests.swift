import Foundation
import GreenlaneCore
import HTTPTypes
import Testing

@testable import GreenlaneServer

@Suite("Each operation, each role, and goods of one's own, entrusted, foreign and none")
struct MatrixTests {
    private static let isRecording =
        ProcessInfo.processInfo.environment["GREENLANE_RECORD"] == "1"

    @Test("are answered as the table says that a person went through")
    func holds() async throws {
        let house = try await RunningService.start()
        let town = try await MatrixTown(house)
        let table = try await MatrixTable.asked(of: town)
        try await house.stop()
        let page = MatrixPage(table: table).text
        if Self.isRecording {
            try table.text.write(toFile: MatrixTable.path, atomically: true, encoding: .utf8)
            try page.write(toFile: MatrixPage.path, atomically: true, encoding: .utf8)
        }
        let expected = try MatrixTable.expected()
        #expect(table.differences(from: expected) == [], "answered, and not in the table")
        #expect(expected.differences(from: table) == [], "in the table, and not answered")
        let kept = try String(contentsOfFile: MatrixPage.path, encoding: .utf8)
        #expect(kept == page, "run the test once with GREENLANE_RECORD=1")
    }

    @Test("the table has a line for every operation, and an answer for every role")
    func isWhole() throws {
        let expected = try MatrixTable.expected()
        for operation in Operations.all {
            let lines = expected.lines.filter { $0.operation == operation.id }
            #expect(!lines.isEmpty, "\(operation.id)")
            for role in MatrixTown.roles.indices {
                #expect(
                    lines.contains { !$0.verdicts[role].isEmpty },
                    "\(operation.id) \(MatrixTown.roles[role])")
            }
        }
    }

    @Test("nobody gets anywhere without a credential, but to sign in and to read what the API is")
    func needsCredential() async throws {
        let house = try await RunningService.start()
        let town = try await MatrixTown(house)
        let lab = try town.person(.labManager)
        var open: [String] = []
        for operation in Operations.all {
            let probe = MatrixProbe(town: town, operation: operation)
            let relation: Relation = probe.kind == .nothing ? .any : .foreign
            let object = try #require(try await probe.object(lab, relation))
            let answer = try await probe.send(object, as: nil, serial: 0)
            if answer.status != 401 { open.append(operation.id) }
        }
        #expect(
            open == [
                "sign-in", "use-link", "show-openapi-json", "show-openapi-yaml", "explain-problem",
            ])
        try await house.stop()
    }

    /// What changes nothing, whatever the method is.
    private static let harmless = [
        "assess", "check-bundle", "verify-log", "replay-shipment", "sign-in", "use-link",
        "sign-out",
    ]

    @Test("a key for reading alone changes nothing")
    func needsScope() async throws {
        let house = try await RunningService.start()
        let town = try await MatrixTown(house)
        var refused: [String] = []
        for person in town.people {
            town.add("reader-\(person.name)", person, scopes: [.read])
        }
        for operation in Operations.all where operation.method != .get {
            guard !Self.harmless.contains(operation.id) else { continue }
            let probe = MatrixProbe(town: town, operation: operation)
            for person in town.people {
                for relation in Relation.allCases {
                    guard let object = try await probe.object(person, relation) else { continue }
                    let answer = try await probe.send(
                        object, as: "reader-\(person.name)", serial: 0)
                    let code = try answer.json["code"]?.stringValue ?? ""
                    let isHidden = answer.status == 404
                    #expect(
                        answer.status == 403 || isHidden,
                        "\(operation.id) \(person.name) \(relation) \(answer.status)")
                    if code == "scope-missing", !refused.contains(operation.id) {
                        refused.append(operation.id)
                    }
                }
            }
        }
        let writing = Operations.all.filter {
            $0.method != .get && !Self.harmless.contains($0.id)
        }
        #expect(refused == writing.map(\.id))
        try await house.stop()
    }
}
