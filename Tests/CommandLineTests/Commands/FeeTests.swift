import Testing

@Suite("Somebody asks what being late costs, and how long the law gives")
struct FeeTests {
    static let fees: [(arguments: [String], amount: String, days: Int, free: String)] = [
        (
            [
                "late-declaration", "--entered", "2026-11-02", "--accepted", "2026-11-20",
                "--value", "1000000",
            ], "2000", 4, "2026-11-16"
        ),
        (
            [
                "late-declaration", "--entered", "2026-11-02", "--accepted", "2026-11-20",
                "--value", "20000",
            ], "0", 4, "2026-11-16"
        ),
        (
            [
                "late-payment", "--due", "2026-11-17", "--paid", "2026-11-20", "--tax", "80000",
            ], "120.00", 3, "2026-11-17"
        ),
        // The deadline is a Saturday.
        (
            [
                "late-payment", "--due", "2026-11-21", "--paid", "2026-11-24", "--tax", "200000",
            ], "100.00", 1, "2026-11-23"
        ),
    ]

    @Test("the amount, the days and the last free day", arguments: fees)
    func fee(_ given: (arguments: [String], amount: String, days: Int, free: String)) throws {
        let run = try Desk().run(["fee"] + given.arguments + ["--json"])
        #expect(run.exit == 0)
        #expect(run.json["amount"] as? String == given.amount)
        #expect(run.json["days"] as? Int == given.days)
        #expect(run.json["lastFreeDay"] as? String == given.free)
        #expect(run.json["provisional"] as? Bool == false)
        #expect((run.json["basis"] as? [Any])?.isEmpty == false)
        #expect(try Desk().run(["fee"] + given.arguments).output.contains(given.amount))
    }

    static let faults: [(arguments: [String], exit: Int, code: String)] = [
        (
            ["--entered", "2026-11-02", "--accepted", "2026-11-01", "--value", "1"], 2,
            "dates-out-of-order"
        ),
        (
            ["--entered", "2026-11-02", "--accepted", "2026-11-20", "--value", "1e6"], 2,
            "invalid-amount"
        ),
        (
            ["--entered", "2026-11-02", "--accepted", "2026-11-31", "--value", "1"], 2,
            "invalid-date"
        ),
        (
            ["--entered", "2020-11-02", "--accepted", "2020-11-20", "--value", "1"], 3,
            "fee-rule-unknown"
        ),
    ]

    @Test("what cannot be computed is told", arguments: faults)
    func fault(_ given: (arguments: [String], exit: Int, code: String)) throws {
        let run = try Desk().run(["fee", "late-declaration"] + given.arguments + ["--json"])
        #expect(Int(run.exit) == given.exit)
        #expect((run.json["error"] as? [String: Any])?["code"] as? String == given.code)
    }

    @Test(
        "which day so many days, months or a time limit later",
        arguments: [
            (["--days", "14"], "2026-11-16"), (["--months", "3"], "2027-02-02"),
            (["--clock", "SLA-DE-01"], "2026-11-16"), (["--clock", "SLA-PM-01"], "2026-11-30"),
        ])
    func later(options: [String], result: String) throws {
        let answer = try Desk().run(["calendar", "2026-11-02"] + options + ["--json"])
        #expect(answer.json["result"] as? String == result)
    }

    @Test("an unknown time limit is met with the right one")
    func unknownClock() throws {
        let run = try Desk().run("calendar", "2026-11-02", "--clock", "SLA-PM-1")
        #expect(run.exit == 3)
        #expect(run.errors.contains("SLA-PM-01"))
        #expect(try Desk().run("calendar", "clocks", "--json").lines.count > 20)
    }
}
