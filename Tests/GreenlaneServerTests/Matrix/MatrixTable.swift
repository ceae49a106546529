import Foundation
import GreenlaneCore
import GreenlaneTestSupport

@testable import GreenlaneServer

/// Who may do what, as a table: a line for each operation and relation, a column for each role.
struct MatrixTable: Equatable {
    struct Line: Equatable {
        var operation: String
        var relation: Relation
        /// In the order of the roles; empty where no such object stands so to the role.
        var verdicts: [String]
    }

    var lines: [Line] = []

    static let path = World.home + "/Tests/GreenlaneServerTests/Matrix/expected.csv"

    /// The table that a person went through.
    static func expected() throws -> MatrixTable {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var table = MatrixTable()
        for row in text.split(separator: "\n").dropFirst() {
            let cells = row.split(separator: ",", omittingEmptySubsequences: false)
                .map(String.init)
            guard cells.count == MatrixTown.roles.count + 2,
                let relation = Relation(rawValue: cells[1])
            else { continue }
            table.lines.append(
                Line(
                    operation: cells[0], relation: relation,
                    verdicts: Array(cells.dropFirst(2))))
        }
        return table
    }

    var text: String {
        let head = ["operation", "relation"] + MatrixTown.roles.map(\.rawValue)
        let rows = lines.map { [$0.operation, $0.relation.rawValue] + $0.verdicts }
        return ([head] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
    }

    /// Asks a running service everything that the table says.
    static func asked(of town: MatrixTown) async throws -> MatrixTable {
        var table = MatrixTable()
        var serial = 0
        for operation in Operations.all {
            let probe = MatrixProbe(town: town, operation: operation)
            for relation in Relation.allCases {
                var verdicts: [String] = []
                for person in town.people {
                    guard let object = try await probe.object(person, relation) else {
                        verdicts.append("")
                        continue
                    }
                    serial += 1
                    let answer = try await probe.send(
                        object, as: person.name, serial: serial)
                    verdicts.append(probe.verdict(answer))
                }
                guard verdicts.contains(where: { !$0.isEmpty }) else { continue }
                table.lines.append(
                    Line(
                        operation: operation.id, relation: relation, verdicts: verdicts))
            }
        }
        return table
    }

    /// Lines of one that are not in the other.
    func differences(from other: MatrixTable) -> [String] {
        let known = other.lines
        return lines.filter { !known.contains($0) }.map {
            "\($0.operation) \($0.relation.rawValue): \($0.verdicts.joined(separator: ","))"
        }
    }
}

/// The table as people read it: how far each role reaches in each operation.
struct MatrixPage {
    static let path =
        World.home + "/Sources/GreenlaneServer/Documentation.docc/Authorization.md"

    let table: MatrixTable

    var text: String {
        var text = """
            # 谁能做什么 / Who may do what

            由测试从一次真实运行生成（`GREENLANE_RECORD=1 swift test --filter MatrixTests`），与
            `Tests/GreenlaneServerTests/Matrix/expected.csv` 一致。

            Made by a test from a real run; the same as the table that the test is held against.

            own 本单位或本人；entrusted 受托；scope 审计范围；all 全部；yes 不涉及具体对象；—
            不可以（403，或对其隐藏为 404）。

            own: of one's own organisation, or oneself; entrusted: while an importer entrusts it;
            scope: what an auditor was asked to look at; all: everybody's; yes: about nobody's
            goods; —: may not (403, or answered as not there).


            """
        let titles = MatrixTown.roles.map { "\($0.title.zh)<br>\($0.title.en)" }
        text += "| 操作 Operation | " + titles.joined(separator: " | ") + " |\n"
        text += String(repeating: "|---", count: titles.count + 1) + "|\n"
        for operation in Operations.all {
            let spans = MatrixTown.roles.indices.map { span(operation, $0) }
            text += "| \(operation.title.zh) `\(operation.id)` \(operation.title.en) | "
            text += spans.joined(separator: " | ") + " |\n"
        }
        return text
    }

    private func span(_ operation: GreenlaneServer.Operation, _ role: Int) -> String {
        guard operation.access != .open else { return "yes" }
        let verdicts = table.lines.filter { $0.operation == operation.id }
            .map { ($0.relation, $0.verdicts[role]) }
        func holds(_ relation: Relation, _ verdict: String) -> Bool {
            verdicts.contains { $0.0 == relation && $0.1 == verdict }
        }
        // An empty list says nothing: another of the same action does.
        if holds(.any, "no rows"), let other = sibling(of: operation, role) {
            return span(other, role)
        }
        let entrusted = MatrixTown.roles[role] == .auditor ? "scope" : "entrusted"
        if holds(.any, "A+B") || holds(.foreign, "yes") { return "all" }
        if holds(.any, "yes") { return "yes" }
        var spans: [String] = []
        let isLab = MatrixTown.roles[role] == .labManager
        if holds(.own, "yes") || holds(.any, "A") && isLab || holds(.any, "no rows") {
            spans.append("own")
        }
        if holds(.entrusted, "yes") || holds(.any, "A") && !isLab { spans.append(entrusted) }
        return spans.isEmpty ? "—" : spans.joined(separator: ", ")
    }

    private func sibling(
        of operation: GreenlaneServer.Operation, _ role: Int
    ) -> GreenlaneServer.Operation? {
        Operations.all.first { other in
            other.access == operation.access
                && table.lines.contains { line in
                    line.operation == other.id && line.relation == .any
                        && line.verdicts[role].hasPrefix("A")
                }
        }
    }
}
