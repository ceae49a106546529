internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore
internal import GreenlaneWebhooks
internal import TransparencyLog

/// `log checkpoint`: the signed head of the log, for whoever keeps it outside.
struct LogCheckpointCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "checkpoint",
            abstract: words(
                "签发检查点；可请见证人会签", "The signed checkpoint; witnesses may cosign it"),
            discussion: words(
                "把检查点交给别人保存：此后任何改动都会与它不符。",
                "Give it to somebody to keep: whatever is changed later disagrees with it."))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(words("写入此文件", "Write it to this file"), valueName: "file"))
    var out: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("请这位见证人会签，可重复", "Ask this witness to cosign, may be repeated"),
            valueName: "url"))
    var witness: [String] = []

    @Option(
        name: .customLong("witness-key"),
        help: ArgumentHelp(
            words("见证人的公钥，与 --witness 同序", "The witness's public key, in the order of --witness"),
            valueName: "vkey"))
    var witnessKey: [String] = []

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        guard witness.count == witnessKey.count else {
            throw StatedValue.invalid(
                "--witness-key", "witness-key-missing", zh: "每个 --witness 需要一个 --witness-key。",
                en: "Every --witness needs a --witness-key.")
        }
        let keys = try witnessKey.map { try LogFiles.key($0, option: "--witness-key") }
        let head = try Workplace.useExisting(options) { place in
            guard var head = try place.door.sign() else { throw LogFiles.noCheckpoint }
            // What was kept may have cosignatures already.
            if let row = try place.store.lastCheckpoint(),
                row.size == Int64(clamping: head.checkpoint.size)
            {
                head = try SignedCheckpoint(parsing: row.note)
            }
            for (index, url) in witness.enumerated() {
                head = try Self.cosigned(head, by: keys[index], at: url, place)
                _ = try place.door.perform(.keepHead(head.string))
            }
            return head
        }
        if let out { try OutputFile.write(head.bytes, to: out) }
        if console.isJSON {
            console.json([
                "origin": .string(head.checkpoint.origin),
                "size": .integer(Int64(clamping: head.checkpoint.size)),
                "root": .string(head.checkpoint.root.base64),
                "signatures": .array(head.note.signatures.map { .string($0.name) }),
                "note": .string(head.string),
            ])
        } else if let out {
            console.line(
                console.style.green("✓ ")
                    + console.text(
                        "检查点（\(head.checkpoint.size) 条）已写入 \(out)",
                        "The checkpoint (\(head.checkpoint.size) events) is in \(out)"))
        } else {
            console.raw(head.string)
        }
    }

    private static func cosigned(
        _ head: SignedCheckpoint, by key: NoteVerifierKey, at url: String, _ place: Workplace
    ) throws -> SignedCheckpoint {
        let cosigning = Cosigning(
            head, witness: key, proofs: try LogProofs(store: place.store))
        let transport = try CurlTransport(policy: EndpointPolicy(allowLoopback: true))
        defer { transport.stop() }
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        let type = HTTPHeader("content-type", "text/plain; charset=utf-8")
        var step = try cosigning.first(known: 0)
        for _ in 0..<Cosigning.maximumRequests {
            guard case .ask(let body) = step else { break }
            let request = OutboundRequest(
                url: base + WitnessRequest.path, headers: [type], body: body)
            switch transport.sendAndWait([request])[0].outcome {
            case .response(let response):
                step = try cosigning.next(status: response.status, body: response.body)
            case .fault(let fault): throw LogFiles.witnessSilent(url, fault.message)
            }
        }
        guard case .done(let cosigned) = step else {
            throw LogFiles.witnessDisagrees(url)
        }
        return cosigned
    }
}
