import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import HTTPTypes
import Testing

@testable import GreenlaneServer

/// Who sees which page, as a table: a line for each page and relation, a column for each role.
struct PageMatrix {
    static let path = World.home + "/Tests/GreenlaneServerTests/Console/pages.csv"

    let town: MatrixTown

    static let signedIn = ConsolePages.all.map(\.operation).filter { $0.access != .open }

    /// An address of the page that is about this object.
    func address(_ page: GreenlaneServer.Operation, _ object: String) -> String {
        let parts = page.path.split(separator: "/").map { part -> String in
            guard part.hasPrefix("{") else { return String(part) }
            switch page.subject {
            case .shipment(let name), .permit(let name), .organisation(let name),
                .account(let name), .entrustment(let name), .key(let name),
                .subscription(let name):
                return part == "{\(name)}" ? object : "1"
            case .none: return "missing"
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Asks for a page. A stream of changes would not end: it is asked from nowhere.
    func get(
        _ page: GreenlaneServer.Operation, _ object: String, as caller: String?
    ) async throws -> RunningService.Answer {
        try await town.house.send(
            "GET", address(page, object), as: caller,
            headers: ["Last-Event-ID": "not a position", "Accept": "text/html"])
    }

    func text() async throws -> String {
        let head = ["page", "relation"] + MatrixTown.roles.map(\.rawValue)
        var rows = [head]
        for page in Self.signedIn where page.method == .get {
            let probe = MatrixProbe(town: town, operation: page)
            for relation in Relation.allCases {
                var verdicts: [String] = []
                for person in town.people {
                    guard let object = try await probe.object(person, relation) else {
                        verdicts.append("")
                        continue
                    }
                    let answer = try await get(page, object, as: person.name)
                    verdicts.append(answer.status == 200 ? "yes" : String(answer.status))
                }
                guard verdicts.contains(where: { !$0.isEmpty }) else { continue }
                rows.append([page.path, relation.rawValue] + verdicts)
            }
        }
        return rows.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
    }
}

@Suite("Each page, each role, and goods of one's own, entrusted, foreign and none")
struct PageMatrixTests {
    private static let isRecording =
        ProcessInfo.processInfo.environment["GREENLANE_RECORD"] == "1"

    private func isSignIn(_ answer: RunningService.Answer) -> Bool {
        String(decoding: answer.body, as: UTF8.self).contains("action=\"/sign-in\"")
    }

    @Test("are shown as the table says that a person went through")
    func holds() async throws {
        let house = try await RunningService.start(pages: try ConsoleFiles.shipped())
        let text = try await PageMatrix(town: try await MatrixTown(house)).text()
        try await house.stop()
        if Self.isRecording {
            try text.write(toFile: PageMatrix.path, atomically: true, encoding: .utf8)
        }
        let kept = try String(contentsOfFile: PageMatrix.path, encoding: .utf8)
        let known = kept.split(separator: "\n")
        let asked = text.split(separator: "\n")
        #expect(asked.filter { !known.contains($0) } == [], "shown, and not in the table")
        #expect(known.filter { !asked.contains($0) } == [], "in the table, and not shown")
    }

    @Test("keep to the rules that the API keeps to: 403 without the role, 404 out of reach")
    func rules() async throws {
        let house = try await RunningService.start(pages: try ConsoleFiles.shipped())
        let matrix = PageMatrix(town: try await MatrixTown(house))
        for page in PageMatrix.signedIn where page.method == .get {
            guard case .signedIn(let action) = page.access else { continue }
            let probe = MatrixProbe(town: matrix.town, operation: page)
            let relation: Relation = page.subject == .none ? .any : .foreign
            for person in matrix.town.people {
                guard let object = try await probe.object(person, relation) else { continue }
                let answer = try await matrix.get(page, object, as: person.name)
                let span = AccessRules.span(of: person.role, action)
                if span == .none {
                    #expect(answer.status == 403, "\(page.path) \(person.role)")
                } else if relation == .foreign, span != .all {
                    #expect(answer.status == 404, "\(page.path) \(person.role)")
                }
            }
        }
        try await house.stop()
    }

    @Test("nobody sees a page without signing in, and no form works without its token")
    func token() async throws {
        let house = try await RunningService.start(pages: try ConsoleFiles.shipped())
        let matrix = PageMatrix(town: try await MatrixTown(house))
        let form = Data("csrf=guessed&key=abc".utf8)
        let headers = [
            "Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html",
            "Sec-Fetch-Site": "same-origin",
        ]
        for page in PageMatrix.signedIn {
            let probe = MatrixProbe(town: matrix.town, operation: page)
            let relation: Relation = page.subject == .none ? .any : .own
            if page.method == .get {
                #expect(isSignIn(try await matrix.get(page, "x", as: nil)), "\(page.path)")
                continue
            }
            for person in matrix.town.people {
                guard let object = try await probe.object(person, relation) else { continue }
                let answer = try await house.send(
                    "POST", matrix.address(page, object), as: person.name, headers: headers,
                    raw: form)
                #expect([403, 404].contains(answer.status), "\(page.path) \(person.role)")
            }
        }
        try await house.stop()
    }
}
