public import GreenlaneCore

/// How long one item takes to assess, measured inside the process with a whole rule book, beside
/// the time that reading the same request from JSON takes.
public struct AssessBench {
    /// Assessments of one measurement at least: a steady 99th percentile needs as many.
    public static let minimumRuns = 20_000

    private let assessor: Assessor<WhitelistBook>
    private let requests: [ImportRequest]
    private let day: CalendarDate
    private let nanoseconds: @Sendable () -> Int64

    /// `samples` may have any number of items; each item is measured as a request of its own, as it
    /// is and varied.
    public init(
        _ assessor: Assessor<WhitelistBook>, samples: [ImportRequest], on day: CalendarDate,
        nanoseconds: @escaping @Sendable () -> Int64
    ) {
        self.assessor = assessor
        self.day = day
        self.nanoseconds = nanoseconds
        requests = samples.flatMap(Self.variations)
    }

    /// One JSON object: mean, median and 99th percentile of each way, in microseconds with two
    /// places, and the ratio of the hot path to reading JSON.
    public func run(progress: (Int, Int) -> Void = { _, _ in }) throws -> JSONValue {
        guard !requests.isEmpty else { throw AssessBenchFault.noSamples }
        let documents = requests.map { Array($0.json.text.utf8) }
        let rounds = (Self.minimumRuns + requests.count - 1) / requests.count
        // Caches, lazy tables and the allocator settle first.
        var produced = measure(1) { assessor.requirements(requests[$0], asOf: day).count }.count
        progress(1, 4)
        let findings = measure(rounds) { assessor.requirements(requests[$0], asOf: day).count }
        progress(2, 4)
        let whole = measure(max(1, rounds / 4)) {
            assessor.assess(requests[$0], asOf: day).items.count
        }
        progress(3, 4)
        let parsing = try measure(rounds) {
            try JSONParser.parse(documents[$0]).objectValue?.members.count ?? 0
        }
        progress(4, 4)
        produced += findings.count
        var report = JSONObject()
        report.append("bench", "assess")
        report.append("rules", .integer(Int64(assessor.rules.rules.count)))
        report.append("requests", .integer(Int64(requests.count)))
        report.append("runs", .integer(Int64(findings.times.count)))
        report.append("findings", .integer(Int64(produced)))
        Self.add("findings", findings, to: &report)
        Self.add("assess", whole, to: &report)
        Self.add("json_parse", parsing, to: &report)
        report.append(
            "ratio_to_json_parse",
            .string(Self.hundredths(findings.mean * 100, over: max(1, parsing.mean))))
        return .object(report)
    }

    private struct Measured {
        /// Nanoseconds, in order of size.
        var times: [Int64]
        /// What the runs gave, so that nothing is left out of them.
        var count: Int

        var mean: Int64 { times.reduce(0, +) / Int64(max(1, times.count)) }

        func percentile(_ percent: Int) -> Int64 {
            times.isEmpty ? 0 : times[min(times.count - 1, times.count * percent / 100)]
        }
    }

    private func measure(_ rounds: Int, _ body: (Int) throws -> Int) rethrows -> Measured {
        var measured = Measured(times: [], count: 0)
        measured.times.reserveCapacity(rounds * requests.count)
        for _ in 0..<rounds {
            for index in requests.indices {
                let start = nanoseconds()
                measured.count += try body(index)
                measured.times.append(nanoseconds() - start)
            }
        }
        measured.times.sort()
        return measured
    }

    private static func add(_ name: String, _ measured: Measured, to report: inout JSONObject) {
        for (figure, value) in [
            ("mean", measured.mean), ("p50", measured.percentile(50)),
            ("p99", measured.percentile(99)),
        ] {
            report.append("\(name)_\(figure)_us", .string(hundredths(value * 100, over: 1_000)))
        }
    }

    /// A ratio whose numerator is given a hundredfold, with two places.
    private static func hundredths(_ hundredfold: Int64, over divisor: Int64) -> String {
        let value = hundredfold / divisor
        let places = value % 100
        return "\(value / 100)." + (places < 10 ? "0" : "") + String(places)
    }
}

/// Why an assessment benchmark measured nothing.
public enum AssessBenchFault: Error, Hashable, Sendable {
    /// There was no request to assess.
    case noSamples
}

extension AssessBench {
    /// Each item alone, as stated and as other goods: all forms, other materials and purposes, and
    /// with facts left out. Synthetic, all of them.
    static func variations(_ sample: ImportRequest) -> [ImportRequest] {
        var result: [ImportRequest] = []
        let purposes = ImportRequest.Purpose.allCases
        let materials = ImportItem.Material.allCases
        for item in sample.items.prefix(5) {
            var alone = sample
            alone.items = [item]
            result.append(alone)
            for (index, form) in ImportItem.Form.allCases.enumerated() {
                var varied = alone
                varied.items[0].form = form
                varied.items[0].origin.material = materials[index % materials.count]
                varied.purpose = purposes[index % purposes.count]
                if index % 3 == 0 { varied.items[0].hs = nil }
                if index % 4 == 0 { varied.items[0].controls = nil }
                if index % 5 == 0 { varied.items[0].pathogen = ImportItem.Pathogen() }
                if index % 7 == 0 { varied.items[0].managedAs = nil }
                result.append(varied)
            }
        }
        return result
    }
}
