import GreenlaneCore

/// Events stand in the order of the log, and the streams in the bundle have no gaps.
struct EvidenceOrder {
    /// Streams that stand in a bundle whole, from their first event on.
    private static let wholeStreams = ["permit/", "entry/", "log/", RefusalRecord.streamPrefix]

    private let bundle: EvidenceBundle
    private var last: Int64 = 0
    private var versions: [String: Int64] = [:]

    init(_ bundle: EvidenceBundle) {
        self.bundle = bundle
    }

    mutating func place(_ position: Int64, _ report: inout EvidenceReport) {
        if position == last {
            report.add(
                .eventDuplicate, at: position, "这一条出现了两次。", "This event stands twice.")
        } else if position < last {
            report.add(
                .eventOrder, at: position, "事件没有按日志的顺序排列。",
                "Events do not stand in the order of the log.")
        }
        last = position
    }

    mutating func follow(_ entry: EvidenceEntry, _ report: inout EvidenceReport) {
        let stream = entry.stream
        let version = entry.head.version
        let before = versions[stream] ?? 0
        versions[stream] = version
        let isOthers =
            stream.hasPrefix("shipment/") && stream != bundle.stream
            || stream.hasPrefix(RefusalRecord.streamPrefix) && stream != bundle.refusals
        if isOthers {
            report.add(
                .eventForeign, at: entry.position, "这一条属于另一票货：\(stream)。",
                "The event belongs to another shipment: \(stream).")
            return
        }
        let isWhole =
            stream == bundle.stream || Self.wholeStreams.contains { stream.hasPrefix($0) }
        guard isWhole ? version != before + 1 : version <= before else { return }
        report.add(
            .versionGap, at: entry.position, "\(stream) 在第 \(version) 版之前有缺漏。",
            "\(stream) has a gap before version \(version).")
    }

    func finish(_ entries: [EvidenceEntry], _ report: inout EvidenceReport) {
        if let version = versions[bundle.stream], version != bundle.version {
            report.add(
                .versionGap, "\(bundle.shipment) 应有 \(bundle.version) 步，这里到第 \(version) 步。",
                "\(bundle.shipment) has \(bundle.version) steps, and \(version) are here.")
        }
        if versions[bundle.stream] == nil {
            report.add(
                .shipmentMissing, "里面没有 \(bundle.shipment) 的事件。",
                "There is no event of \(bundle.shipment).")
        }
        let steps = Set(entries.filter { $0.stream == bundle.stream }.map(\.position))
        for entry in entries where entry.movedFor == bundle.shipment {
            if let cause = entry.cause, steps.contains(cause) { continue }
            report.add(
                .causeMissing, at: entry.position, "\(entry.stream) 的余额变动找不到引起它的步骤。",
                "\(entry.stream) moved, and no step here is the cause.")
        }
    }
}
