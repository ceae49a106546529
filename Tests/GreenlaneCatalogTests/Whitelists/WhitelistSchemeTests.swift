import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("The scheme table")
struct WhitelistSchemeTests {
    private func book() throws -> WhitelistSchemeBook { try ShippedRules.load().schemes }

    private func statements() throws -> [SchemeStatement] {
        try SchemeStatementReader.read(
            CatalogFiles.read("\(ShippedRules.root)/Workflows/schemes/scheme-statements.csv"),
            schemes: book())
    }

    @Test("says of every version who leads it or takes part, where it holds and for which goods")
    func complete() throws {
        let statements = try statements()
        for scheme in try book().schemes {
            let own = statements.filter {
                $0.scheme == scheme.id && $0.version == scheme.inForce.from
            }
            let topics = own.map(\.topic)
            #expect(topics.contains(.lead) || topics.contains(.members), "\(scheme.id)")
            #expect(topics.contains(.area) && topics.contains(.goods), "\(scheme.id)")
            #expect(own.allSatisfy { $0.confidence == .unverified || !$0.source.isEmpty })
            #expect(!scheme.basis.isEmpty, "\(scheme.id)")
        }
    }

    @Test("waives form Q under a whitelist, and nothing under a special-goods list")
    func kinds() throws {
        for scheme in try book().schemes {
            let permits = scheme.waives.map(\.permit)
            switch scheme.kind {
            case .drugFormWaiver:
                #expect(permits.contains("drug-clearance-form"))
                #expect(scheme.eases.isEmpty)
            case .specialGoodsList:
                #expect(permits.isEmpty)
                #expect(scheme.eases == ["special-goods-approval"])
            }
        }
        #expect(try book().kind("shenzhen-special-goods") == .specialGoodsList)
    }

    @Test(
        "has one version of a scheme on a day",
        arguments: [
            ("shanghai", "2021-07-31", ""), ("shanghai", "2023-07-31", "2021-08-01"),
            ("shanghai", "2023-08-01", "2023-08-01"), ("shanghai", "2024-10-23", "2023-08-01"),
            ("shanghai", "2024-10-24", "2024-10-24"), ("nanjing", "2023-06-01", ""),
            ("nanjing", "2024-01-12", "2024-01-12"), ("suzhou", "2024-04-08", "2022-12-14"),
            ("suzhou", "2026-11-21", "2024-04-09"), ("nansha", "2024-12-30", ""),
            ("pudong-special-goods", "2023-09-30", "2020-07-01"),
        ])
    func versions(_ id: String, _ day: String, _ from: String) throws {
        let date = try #require(CalendarDate(day))
        let found = try book().scheme(id, on: date)?.inForce.from?.description ?? ""
        #expect(found == from)
        #expect(try book().schemes.count { $0.id == id && $0.inForce.contains(date) } <= 1)
    }

    @Test("is told by line where a statement has no scheme to belong to")
    func orphan() throws {
        let text =
            "scheme,version_from,about,zh,en,confidence,source\n"
            + "nansha,2024-12-31,lead,甲,a,confirmed,S01\nnansha,2020-01-01,lead,甲,a,confirmed,S01\n"
            + "nansha,2024-12-31,weather,甲,a,confirmed,S01\n"
        do {
            _ = try SchemeStatementReader.read(
                CatalogFile(name: "s.csv", bytes: Array(text.utf8)), schemes: book())
            Issue.record("The file was accepted")
        } catch let list as DiagnosticList {
            #expect(list.diagnostics.map(\.line) == [3, 4])
            #expect(
                list.diagnostics.map(\.code)
                    == ["whitelist-scheme-unknown", "scheme-statement-invalid"])
        }
    }
}
