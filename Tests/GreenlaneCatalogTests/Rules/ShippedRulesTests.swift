import GreenlaneCatalog
import GreenlaneCore
import Testing

struct RuleStory: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var item: String
    var top = ""
    var day = "2026-11-21"
    var permits: [String]
    var questions: [String] = []

    init(
        _ name: String, _ item: String, top: String = "", on day: String = "2026-11-21",
        _ permits: [String], asks questions: [String] = []
    ) {
        testDescription = name
        self.item = item
        self.top = top
        self.day = day
        self.permits = permits
        self.questions = questions
    }
}

@Suite("The shipped rules on goods as they are imported")
struct ShippedRulesTests {
    static let clean = #""managedAs":"none","controls":[],"cites":"none""#
    static let animalSerum =
        #""form":"serum","origin":{"material":"animal","country":"AU"},"hs":"3002120099","#
        + clean

    static let imports: [RuleStory] = [
        RuleStory(
            "foetal bovine serum of level 2 needs the quarantine permit and nothing else",
            animalSerum + #","chosenLevels":{"biomaterial":2}"#,
            ["animal-plant-quarantine-permit required 2"]),
        RuleStory(
            "nobody chose the level of the serum", animalSerum,
            ["animal-plant-quarantine-permit possible"],
            asks: ["/items/0/chosenLevels/biomaterial"]),
        RuleStory(
            "level 4 needs no permit, and the answer says why",
            animalSerum + #","chosenLevels":{"biomaterial":4}"#,
            ["animal-plant-quarantine-permit exempt 4"]),
        RuleStory(
            "level 3 needed a permit before announcement 254",
            animalSerum + #","chosenLevels":{"biomaterial":3}"#, on: "2025-12-29",
            ["animal-plant-quarantine-permit required 3"]),
        RuleStory(
            "level 3 needs none since announcement 254",
            animalSerum + #","chosenLevels":{"biomaterial":3}"#, on: "2025-12-30",
            ["animal-plant-quarantine-permit exempt 3"]),
        RuleStory(
            "level 1 is a prohibited article",
            animalSerum + #","chosenLevels":{"biomaterial":1}"#,
            ["prohibited-articles-special-permit required 1"]),
        RuleStory(
            "a human line of a known collection is level C",
            #""form":"cells","origin":{"material":"human"},"hs":"3002590000","#
                + #""commercialCellBank":true,"# + clean,
            ["special-goods-approval required C"]),
        RuleStory(
            "human plasma is level A, needs admission, and no HGR certificate to enter",
            #""form":"plasma","origin":{"material":"human"},"hs":"3002120023","#
                + #""firstImport":true,"humanGeneticResource":true,"# + clean,
            ["special-goods-approval required A", "special-goods-access required"]),
        RuleStory(
            "a kit with a recombinant antibody for research is level C",
            #""form":"reagent_kit","origin":{"material":"recombinant"},"hs":"3822190090","# + clean,
            ["special-goods-approval required C"]),
        RuleStory(
            "a kit of which nobody says how it is managed is an open question",
            #""form":"reagent_kit","origin":{"material":"recombinant"},"hs":"3822190090","#
                + #""controls":[]"#,
            ["special-goods-approval possible C"],
            asks: ["/items/0/managedAs", "/items/0/chinaApproval"]),
        RuleStory(
            "plastic ware needs nothing on stated facts",
            #""form":"consumable","origin":{"material":"none"},"hs":"3926909090""#, []),
        RuleStory(
            "laboratory mice need a permit and an isolation site",
            #""form":"live_animal","origin":{"material":"animal"},"hs":"0106190000","# + clean,
            [
                "animal-plant-quarantine-permit required",
                "isolation-site-certificate required",
            ]),
        RuleStory(
            "macaques need a species certificate too",
            #""form":"live_animal","origin":{"material":"animal"},"hs":"0106119000","#
                + #""managedAs":"none","controls":[],"cites":"II""#,
            [
                "animal-plant-quarantine-permit required", "isolation-site-certificate required",
                "species-import-certificate required",
            ]),
        RuleStory(
            "competent E. coli is outside the scope",
            #""form":"strain","origin":{"material":"microbial"},"hs":"3002493090","#
                + #""pathogen":{"contains":"no"},"# + clean, []),
        RuleStory(
            "a class 2 strain is level A and needs the laboratory approval",
            #""form":"strain","origin":{"material":"microbial"},"hs":"3002493090","#
                + #""firstImport":false,"#
                + #""pathogen":{"contains":"yes","class":2,"animalPathogen":false},"#
                + clean,
            [
                "special-goods-approval required A", "pathogen-laboratory-approval required",
            ]),
        RuleStory(
            "an animal pathogen is a prohibited article",
            #""form":"strain","origin":{"material":"microbial"},"hs":"3002493090","#
                + #""pathogen":{"contains":"yes","class":3,"animalPathogen":true},"# + clean,
            [
                "special-goods-approval required B",
                "prohibited-articles-special-permit required 1",
            ]),
    ]

    static let drugs: [RuleStory] = [
        RuleStory(
            "a psychotropic standard needs its own permit and no form Q",
            #""form":"reference_standard","origin":{"material":"synthetic"},"hs":"2933910016","#
                + #""managedAs":"none","controls":["psychotropic"]"#,
            ["narcotic-psychotropic-permit required"]),
        RuleStory(
            "ricin carries 2 and Q",
            #""form":"toxin","origin":{"material":"plant"},"hs":"3002492000","#
                + #""managedAs":"none","controls":["dual_use"],"cites":"none""#,
            [
                "special-goods-approval required B", "drug-clearance-form required",
                "dual-use-import-licence required",
            ]),
        RuleStory(
            "3AB asks for no licence on import",
            #""form":"toxin","origin":{"material":"microbial"},"hs":"3002499020","# + clean,
            ["special-goods-approval required B"]),
        RuleStory(
            "a veterinary kit needs form R",
            #""form":"reagent_kit","origin":{"material":"synthetic"},"hs":"3822190010","#
                + #""managedAs":"veterinary_drug","controls":[]"#,
            ["veterinary-drug-form required"]),
        RuleStory(
            "a hormone line with Q needs the form where no list has it",
            #""form":"hormone","origin":{"material":"synthetic"},"hs":"2937900090","# + clean,
            ["drug-clearance-form required"]),
        RuleStory(
            "bonded entry defers form Q",
            #""form":"hormone","origin":{"material":"synthetic"},"hs":"2937900090","# + clean,
            top: #""regime":"bonded""#, ["drug-clearance-form exempt"]),
        RuleStory(
            "an approved kit was level D until April 2025",
            #""form":"reagent_kit","origin":{"material":"human"},"hs":"3822190090","#
                + #""managedAs":"medical_device","chinaApproval":{"status":"approved"},"#
                + #""controls":[]"#,
            on: "2025-04-21",
            ["special-goods-approval required D", "device-registration required"]),
        RuleStory(
            "an approved kit is exempt since",
            #""form":"reagent_kit","origin":{"material":"human"},"hs":"3822190090","#
                + #""managedAs":"medical_device","chinaApproval":{"status":"approved"},"#
                + #""controls":[]"#,
            on: "2025-04-22",
            ["special-goods-approval exempt", "device-registration required"]),
        RuleStory(
            "duty relief is a paper of its own",
            #""form":"consumable","origin":{"material":"none"},"hs":"3926909090""#,
            top: #""regime":"duty_relief""#, ["duty-relief-certificate required"]),
        RuleStory(
            "human serum leaves with the HGR certificate",
            #""form":"serum","origin":{"material":"human"},"hs":"3002120023","#
                + #""humanGeneticResource":true,"# + clean,
            top: #""direction":"export""#,
            ["special-goods-approval required A", "hgr-export-certificate required"]),
    ]

    @Test("The permits and questions are those of the law", arguments: imports + drugs)
    func permits(_ story: RuleStory) throws {
        let request = try ShippedRules.request(item: story.item, top: story.top)
        let day = try #require(CalendarDate(story.day))
        let answer = try ShippedRules.assessor().assess(request, asOf: day)
        #expect(ShippedRules.summary(answer) == story.permits)
        #expect(answer.items[0].questions.map(\.pointer) == story.questions)
    }

    @Test("Whether there is a pathogen is asked before its class")
    func pathogenQuestion() throws {
        let request = try ShippedRules.request(
            item: #""form":"viral_vector","origin":{"material":"recombinant"},"firstImport":false,"#
                + Self.clean)
        let day = try #require(CalendarDate("2026-11-21"))
        let question = try #require(
            try ShippedRules.assessor().assess(request, asOf: day).items[0].questions.first)
        #expect(question.pointer == "/items/0/pathogen/contains")
        #expect(
            question.decides == [
                "special-goods-approval", "prohibited-articles-special-permit",
                "pathogen-laboratory-approval",
            ])
    }

    @Test("An item of which only the name is known is all questions, never nothing")
    func bareItem() throws {
        let request = try ShippedRules.request(item: #""spec":"x""#)
        let day = try #require(CalendarDate("2026-11-21"))
        let answer = try ShippedRules.assessor().assess(request, asOf: day)
        #expect(answer.items[0].permits.allSatisfy { $0.status == .possible })
        let pointers = answer.items[0].questions.map(\.pointer)
        #expect(pointers.first == "/items/0/form")
        #expect(pointers.contains("/items/0/origin/material"))
        #expect(pointers.contains("/items/0/hs"))
        for question in answer.items[0].questions { #expect(!question.decides.isEmpty) }
    }

    @Test("Only what is in force on the day is cited")
    func datedBasis() throws {
        let request = try ShippedRules.request(
            item: #""form":"plasma","origin":{"material":"human"},"firstImport":false"#)
        let assessor = try ShippedRules.assessor()
        for (text, present, absent) in [
            ("2026-07-31", "原质检总局令第160号", "海关总署令第281号"),
            ("2026-08-01", "海关总署令第281号", "原质检总局令第160号"),
        ] {
            let day = try #require(CalendarDate(text))
            let permit = try #require(assessor.assess(request, asOf: day).items[0].permits.first)
            let numbers = permit.basis.map(\.number)
            #expect(numbers.contains(present))
            #expect(!numbers.contains(absent))
        }
    }

    @Test("The level that a person chose is used only while its table is in force")
    func chosenLevel() throws {
        let item =
            #""form":"antibody","origin":{"material":"recombinant"},"hs":"3002150090","#
            + #""chosenLevels":{"specialGoods":"C1"},"# + Self.clean
        let assessor = try ShippedRules.assessor()
        let request = try ShippedRules.request(item: item)
        let since = assessor.assess(request, asOf: try #require(CalendarDate("2025-07-01")))
        #expect(since.items[0].permits[0].riskLevel == "C1")
        #expect(since.warnings.isEmpty)
        let before = assessor.assess(request, asOf: try #require(CalendarDate("2025-06-30")))
        #expect(before.items[0].permits[0].riskLevel == "C")
        #expect(before.warnings.map(\.code) == ["chosen-level-not-in-force"])
    }

    @Test("Twenty working days and clearance make the earliest release")
    func earliestRelease() throws {
        let request = try ShippedRules.request(
            item: #""form":"antibody","origin":{"material":"recombinant"},"hs":"3002150090","#
                + Self.clean)
        let assessor = try ShippedRules.assessor()
        let answer = assessor.assess(request, asOf: try #require(CalendarDate("2026-11-21")))
        #expect(answer.earliestRelease == CalendarDate("2026-12-22"))
        #expect(!answer.isProvisional)
        let later = assessor.assess(request, asOf: try #require(CalendarDate("2026-12-21")))
        #expect(later.isProvisional)
    }

    @Test("A person may not bring in pathogens")
    func prohibited() throws {
        let request = try ShippedRules.request(
            item: #""form":"strain","pathogen":{"contains":"yes","class":4}"#,
            top: #""importer":{"name":"张三","kind":"individual"}"#)
        let day = try #require(CalendarDate("2026-11-21"))
        let answer = try ShippedRules.assessor().assess(request, asOf: day)
        #expect(answer.isProhibited)
        #expect(answer.earliestRelease == nil)
        #expect(answer.items[0].prohibitions[0].because.contains { $0.pointer == "/importer/kind" })
    }
}
