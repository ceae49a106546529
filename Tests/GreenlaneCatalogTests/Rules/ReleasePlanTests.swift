import GreenlaneCatalog
import GreenlaneCore
import Testing

@Suite("When a request can be released at the earliest")
struct ReleasePlanTests {
    static func assess(_ item: String, top: String = "", on day: String) throws -> Assessment {
        let request = try ShippedRules.request(item: item, top: top)
        return try ShippedRules.assessor().assess(
            request, asOf: try #require(CalendarDate(day)))
    }

    /// `from to what`, the critical steps only.
    static func path(_ answer: Assessment) -> [String] {
        answer.plan.filter(\.isCritical).map { step in
            let name = step.kind == .permit ? step.permit : step.kind.rawValue
            return "\(step.from) \(step.to) \(name)"
        }
    }

    static let known = #""pathogen":{"contains":"no"},"controls":[],"cites":"none""#

    @Test("One step of a permit after the other, then arrival and clearance")
    func twoSteps() throws {
        let answer = try Self.assess(
            #""form":"animal_product","origin":{"material":"animal"},"cites":"II","#
                + #""chosenLevels":{"biomaterial":4},"hs":"3001200010""#, on: "2026-08-03")
        let species = answer.items[0].permits.first { $0.code == "species-import-certificate" }
        #expect(species?.terms.workingDays == 40)
        #expect(species?.terms.extensionWorkingDays == 20)
        #expect(
            Self.path(answer) == [
                "2026-08-03 2026-08-03 presupposed",
                "2026-08-03 2026-08-31 species-import-certificate",
                "2026-08-31 2026-09-28 species-import-certificate",
                "2026-09-28 2026-09-28 arrival", "2026-09-28 2026-09-28 drug-clearance-form",
                "2026-09-28 2026-09-30 clearance",
            ])
        let steps = answer.plan.filter { $0.permit == "species-import-certificate" }
        #expect(steps.compactMap(\.clock?.id) == ["SLA-PM-16", "SLA-PM-17"])
    }

    @Test("The site of isolation comes before the quarantine permit, isolation after arrival")
    func isolation() throws {
        let answer = try Self.assess(
            #""form":"live_animal","origin":{"material":"animal"},"cites":"none","#
                + #""chosenLevels":{"biomaterial":2},"hs":"0106199090""#,
            on: "2026-08-03")
        #expect(
            Self.path(answer) == [
                "2026-08-03 2026-08-31 isolation-site-certificate",
                "2026-08-31 2026-09-28 animal-plant-quarantine-permit",
                "2026-09-28 2026-09-28 arrival", "2026-09-28 2026-10-12 isolation",
                "2026-10-12 2026-10-14 clearance",
            ])
        #expect(answer.earliestRelease == CalendarDate("2026-10-14"))
        #expect(!answer.isProvisional && !answer.isLowerBound)
    }

    @Test("A journey that is stated moves with the permits; a late planned arrival is waited for")
    func journey() throws {
        let item =
            #""form":"antibody","origin":{"material":"recombinant"},"hs":"3002150090","#
            + Self.known
        let early = try Self.assess(
            item, top: #""plannedDispatch":"2026-08-10","plannedArrival":"2026-08-13""#,
            on: "2026-08-03")
        #expect(
            Self.path(early) == [
                "2026-08-03 2026-08-31 special-goods-approval", "2026-08-31 2026-09-03 arrival",
                "2026-09-03 2026-09-07 clearance",
            ])
        let late = try Self.assess(
            item, top: #""plannedDispatch":"2026-09-28","plannedArrival":"2026-09-29""#,
            on: "2026-08-03")
        #expect(
            Self.path(late) == [
                "2026-08-31 2026-09-29 arrival", "2026-09-29 2026-10-08 clearance",
            ])
    }

    @Test("An approval that must come first lengthens the way; an unknown one makes a lower bound")
    func sequence() throws {
        let answer = try Self.assess(
            #""form":"strain","origin":{"material":"microbial"},"firstImport":true,"#
                + #""pathogen":{"contains":"yes","class":2,"animalPathogen":false}"#,
            on: "2026-08-03")
        let steps = answer.plan.filter { $0.kind == .permit }
        let special = try #require(steps.first { $0.permit == "special-goods-approval" })
        // The laboratory has 15 days as the regulation words it, so until 18 August.
        #expect(special.from == CalendarDate("2026-08-18"))
        #expect(special.to == CalendarDate("2026-09-15"))
        let access = try #require(steps.first { $0.permit == "special-goods-access" })
        #expect(!access.isTimeKnown && access.from == access.to)
        #expect(answer.isLowerBound)
        #expect(answer.warnings.map(\.code).contains("working-days-unknown"))
    }

    static let drugs: [(approval: String, top: String, codes: [String], isLower: Bool)] = [
        (#""none""#, "", ["approval-presupposed"], true),
        (#""approved""#, "", [], false),
        (#""none""#, #""purpose":"clinical_trial""#, [], false),
    ]

    @Test("Form Q without registration is never read as instant", arguments: drugs)
    func formQ(_ given: (approval: String, top: String, codes: [String], isLower: Bool)) throws {
        let answer = try Self.assess(
            #""form":"drug_substance","origin":{"material":"synthetic"},"hs":"3001901000","#
                + #""chinaApproval":{"status":\#(given.approval)},"managedAs":"none","#
                + Self.known, top: given.top, on: "2026-08-03")
        let form = answer.items[0].permits.first { $0.code == "drug-clearance-form" }
        #expect(form?.status == .required)
        #expect(form?.terms.when == .afterArrival)
        let codes = answer.warnings.map(\.code)
        let told = ["approval-presupposed", "working-days-unknown"].filter(codes.contains)
        #expect(told == given.codes)
        let open = answer.plan.filter { !$0.isTimeKnown }
        #expect(open.isEmpty == !given.isLower)
        #expect(answer.isLowerBound == given.isLower)
    }

    @Test("A permit that a missing fact decides makes the day provisional, if it takes longer")
    func possible() throws {
        let item =
            #""form":"protein","origin":{"material":"animal"},"hs":"3504009000","#
            + Self.known
        let near = try Self.assess(item, on: "2026-08-03")
        #expect(near.items[0].permits.contains { $0.status == .possible })
        #expect(near.provisionalBecause == [.possiblePermits])
        let far = try Self.assess(
            item, top: #""plannedArrival":"2026-11-10""#, on: "2026-08-03")
        #expect(far.provisionalBecause.isEmpty && !far.isProvisional)
    }

    @Test("Nothing is planned for goods that the law bars")
    func barred() throws {
        let answer = try Self.assess(
            #""form":"strain","pathogen":{"contains":"yes","class":4}"#,
            top: #""importer":{"name":"张三","kind":"individual"}"#, on: "2026-08-03")
        #expect(answer.plan.isEmpty && answer.earliestRelease == nil)
    }

    @Test("No day of release is named that cannot be written down")
    func endOfTime() throws {
        let item = #""form":"antibody","origin":{"material":"recombinant"},"hs":"3002150090""#
        let answer = try Self.assess(
            item, top: #""plannedArrival":"9999-12-31""#, on: "2026-08-03")
        #expect(answer.plan.isEmpty && answer.earliestRelease == nil)
        let near = try Self.assess(
            item, top: #""plannedArrival":"9999-11-01""#, on: "2026-08-03")
        #expect(near.earliestRelease?.year == CalendarDate.lastYear)
    }

    @Test("The plan reaches the JSON form")
    func json() throws {
        let answer = try Self.assess(
            #""form":"antibody","origin":{"material":"recombinant"},"hs":"3002150090","#
                + Self.known, on: "2026-11-21")
        let json = answer.json
        #expect(json["earliestReleaseIsLowerBound"] == .bool(false))
        let first = json["plan"]?.arrayValue?.first
        #expect(first?["permit"] == .string("special-goods-approval"))
        #expect(first?["line"] == .integer(1))
        #expect(first?["from"] == .string("2026-11-21"))
        #expect(first?["to"] == .string("2026-12-18"))
        #expect(first?["workingDays"] == .integer(20))
        #expect(first?["critical"] == .bool(true))
        let permit = json["items"]?.arrayValue?.first?["permits"]?.arrayValue?.first
        #expect(permit?["workingDays"] == .integer(20))
        #expect(permit?["extensionWorkingDays"] == .integer(10))
        #expect(permit?["beforeDispatch"] == .bool(true))
        #expect(permit?["when"] == .string("before_dispatch"))
    }
}
