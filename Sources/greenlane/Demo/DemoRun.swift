internal import Glibc
internal import GreenlaneCatalog
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneServer
internal import GreenlaneStore
internal import GreenlaneWebhooks
internal import TransparencyLog

/// The stories from filing to their ends through the real engine, with real webhooks; then the
/// checks. What the screens show afterwards.
struct DemoResult {
    /// What a receiver got, and what it thinks of it.
    struct Webhooks {
        var sent = 0
        var received: [ReceivedRequest] = []
        var verified = 0
        var isInOrder = true
    }

    let stories: [StoryRunner.Progress]
    let mismatches: [StoryRunner.Mismatch]
    let webhooks: Webhooks
    let replay: ReplayReport
    let verify: VerifyReport
    /// Of the first story, line by line.
    let history: [JSONValue]
    let view: ShipmentView?
    let definitions: DefinitionSet
}

/// Runs the demonstration in a data directory that is still empty.
struct DemoRun {
    /// Makes the salts, so that the root comes out the same on every machine.
    static let seed: UInt64 = 20_261_121
    private static let actor = Actor(role: .administrator, name: "demo")
    private static let subscription = "demo"
    /// Without the port, which the system chooses anew each time: the log is to come out the same.
    private static let endpoint = "http://127.0.0.1/webhooks"

    let home: String
    let directory: DataDirectory
    /// The directory stays, so its log must have a key that nobody else knows.
    let isKept: Bool

    /// `each` is called after every step.
    func run(each: (StoryRunner) -> Void) async throws -> DemoResult {
        let definitions = try DefinitionSet.load(home: home)
        let lists = try ShippedWhitelists.read(home: home, schemes: definitions.schemes)
        let stories = try StoryLoader.all(home: home)
        let lock = try directory.lock()
        let store = try LogStore.open(path: directory.databasePath)
        guard try store.tree().size == 0 else { throw Self.inUse(directory.path) }
        let runner = try StoryRunner(
            stories, store: store, definitions: definitions, lists: lists, seed: Self.seed)
        let vault = DirectoryVault(directory: directory)
        if !isKept { try vault.save(Self.shownKey(), name: LogKeeper.keyName) }
        let keeper = try LogKeeper(
            engine: runner.engine, vault: vault, newName: DirectoryVault.newName,
            clock: { runner.now })
        let receiver = try await WebhookReceiver.start()
        let secret = WebhookSecret.generate()
        let subscribe = Command.subscribe(
            name: Self.subscription, endpoint: Self.endpoint, format: "cloudevents")
        _ = try runner.engine.handle(Envelope(subscribe, by: Self.actor)).get()
        try runner.run { each($0) }
        let summary = try await Delivery.sendAside(
            store, to: DeliveryTarget(url: receiver.url, secrets: [secret]))
        let webhooks = Self.judge(receiver.received(), sent: summary.delivered, secret)
        await receiver.stop()
        // The receiver is gone: what comes later must not queue up for it.
        _ = try runner.engine.handle(
            Envelope(.unsubscribe(name: Self.subscription), by: Self.actor)
        ).get()
        try keeper.sign()
        let replay = try Replayer(store: store).run(seconds: SystemClock.elapsedNanoseconds)
        let verify = try Verifier(store: store).run()
        let views = ShipmentViews(store: store, definitions: definitions)
        let first = runner.progress.first?.shipment
        let result = DemoResult(
            stories: runner.progress, mismatches: runner.mismatches, webhooks: webhooks,
            replay: replay, verify: verify,
            history: try first.map { try views.history(id: $0) } ?? [],
            view: try first.map { try views.show(id: $0, now: runner.now) },
            definitions: definitions)
        try store.close()
        withExtendedLifetime(lock) {}
        return result
    }

    /// The key of a log that is shown and thrown away: the same each time, so that the root is.
    private static func shownKey() throws -> String {
        try NoteSigner(
            name: "greenlane.local/demo",
            seed: [UInt8](repeating: UInt8(seed & 255), count: NoteSigner.seedByteCount)
        ).privateText
    }

    /// Checks every signature over the raw bytes, and that each shipment's events came in order.
    private static func judge(
        _ requests: [ReceivedRequest], sent: Int, _ secret: WebhookSecret
    ) -> DemoResult.Webhooks {
        var result = DemoResult.Webhooks(sent: sent, received: requests)
        let verifier = WebhookVerifier([secret])
        var last: [String: String] = [:]
        for request in requests {
            do throws(WebhookVerifier.Failure) {
                try verifier.verify(
                    id: request.header(WebhookSigner.HeaderName.id) ?? "",
                    timestamp: request.header(WebhookSigner.HeaderName.timestamp) ?? "",
                    signatures: request.header(WebhookSigner.HeaderName.signature) ?? "",
                    body: request.body, now: SystemClock.now().milliseconds / 1000)
                result.verified += 1
            } catch {
                continue
            }
            guard
                case .success(let event) = Result(catching: { try JSONParser.parse(request.body) }),
                let subject = event["partitionkey"]?.stringValue,
                let sequence = event["sequence"]?.stringValue
            else { continue }
            if let earlier = last[subject], earlier >= sequence { result.isInOrder = false }
            last[subject] = sequence
        }
        return result
    }

    static func inUse(_ path: String) -> Refusal {
        Refusal(
            .conflict, "data-directory-in-use",
            LocalizedText(
                zh: "\(path) 里已有数据，演示不与它混在一起。",
                en: "\(path) holds data already; the demonstration does not mix with it."),
            remedy: LocalizedText(zh: "换一个空目录。", en: "Name an empty directory."))
    }
}
