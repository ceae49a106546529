import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@Suite("An envelope goes to another process")
struct EnvelopeJSONTests {
    /// Texts that writers of JSON get wrong, and names as people have them.
    private static let texts = [
        "", "li.na", "合成单位甲", "quote \" slash \\ / tab \t", "\u{0}\u{1}\u{1F}\u{7F}", "e\u{301}é",
        "👩‍🔬 \u{2028}\u{FEFF}", "{\"do\":\"tick\"}", "line\r\nline\n",
    ]

    private static let actor = Actor(role: .broker, name: "chen.bo")

    private static func through(_ envelope: Envelope) throws -> Envelope {
        try Envelope(json: try JSONParser.parse(envelope.json.text))
    }

    @Test("steps keep every byte of their input", arguments: texts)
    func step(text: String) throws {
        let input = JSONObject([
            .init("text", .string(text)), .init("number", .number("1.50")),
            .init("big", .number("123456789012345678901234567890")), .init("whole", -7),
            .init("list", [.null, true, .object(JSONObject())]),
        ])
        var envelope = Envelope(
            .step(shipment: text, event: text, input: input), by: Self.actor,
            occurred: Timestamp(milliseconds: 1_793_000_000_123), expectedVersion: 4,
            idempotencyKey: text)
        envelope.papers = [
            Paper(name: text, bytes: Array(0...255)), Paper(name: "empty", bytes: []),
        ]
        let back = try Self.through(envelope)
        guard case .step(let shipment, let event, let read) = back.command else {
            Issue.record("another command")
            return
        }
        #expect(Array(shipment.utf8) == Array(text.utf8) && Array(event.utf8) == Array(text.utf8))
        #expect(JSONValue.object(read).text == JSONValue.object(input).text)
        #expect(back.actor == envelope.actor && back.occurred == envelope.occurred)
        #expect(back.expectedVersion == 4)
        #expect(Array((back.idempotencyKey ?? "?").utf8) == Array(text.utf8))
        #expect(back.papers == envelope.papers)
        #expect(back.papers[0].digest == envelope.papers[0].digest)
    }

    @Test("what is not stated stays not stated")
    func bare() throws {
        let back = try Self.through(Envelope(.unsubscribe(name: "sub-1"), by: .timer))
        #expect(back.occurred == nil && back.expectedVersion == nil)
        #expect(back.idempotencyKey == nil && back.papers.isEmpty)
        #expect(back.actor == .timer)
        let member = Actor(
            role: .labManager, name: "a", organisation: "org-1", account: "acc-1")
        #expect(try Self.through(Envelope(.unsubscribe(name: "x"), by: member)).actor == member)
    }

    @Test("an input as deep as the reader allows is no deeper on the way")
    func depth() throws {
        let deep = String(repeating: "[", count: 62) + String(repeating: "]", count: 62)
        let input = JSONObject([.init("deep", try JSONParser.parse(deep))])
        let back = try Self.through(
            Envelope(.step(shipment: "S", event: "e", input: input), by: Self.actor))
        guard case .step(_, _, let read) = back.command else {
            Issue.record("another command")
            return
        }
        #expect(read == input)
    }

    @Test(
        "a request of every sample is the same request, with the same bytes to hash",
        arguments: [
            "01-heparin-whitelisted", "03-fbs-australia", "04-human-cell-line", "05-antibody-kit",
            "07-spf-mice-isolation", "10-dry-ice-excursion",
        ])
    func filing(sample: String) throws {
        let request = try Requests.sample(sample)
        let back = try Self.through(Envelope(.file(request), by: Self.actor))
        guard case .file(let read) = back.command else {
            Issue.record("another command")
            return
        }
        #expect(read == request)
        #expect(read.canonicalBytes == request.canonicalBytes)
    }

    @Test("a permit", arguments: [true, false])
    func permit(isFull: Bool) throws {
        let first = try #require(CalendarDate("2026-01-01"))
        let last = try #require(CalendarDate("2026-12-31"))
        let permit = Permit(
            id: isFull ? "P-7" : "", code: "special-goods-approval", number: "SYNTHETIC-1",
            holder: "91440115MAXXX0015E", goods: isFull ? "细胞系" : nil, validFrom: first,
            validTo: last, quantity: isFull ? Quantity(Decimal(3), .piece) : nil,
            singleUse: isFull)
        let back = try Self.through(Envelope(.addPermit(permit), by: Self.actor))
        guard case .addPermit(let read) = back.command else {
            Issue.record("another command")
            return
        }
        #expect(read == permit)
    }

    @Test("a list: its text byte for byte, and its entries, even with two columns of one name")
    func whitelist() throws {
        var entry = WhitelistEntry(
            isSynthetic: true, scheme: "nansha", id: "SYN-1", batch: "1", unitName: "合成单位甲",
            unitUscc: "91440115MAXXX0015E", itemNameZh: "肝素", itemNameEn: nil, hs10: "3001909010",
            purpose: .preclinicalResearch, approved: Quantity(Decimal(5), .g), validFrom: nil,
            validTo: CalendarDate("2027-01-01"), waives: ["drug-clearance-form"],
            status: .suspended, synonyms: ["Heparin"], statusReason: "检查中",
            statusDate: CalendarDate("2026-08-01"))
        entry.extras = [
            WhitelistEntry.Extra(column: "note", value: "a"),
            WhitelistEntry.Extra(column: "note", value: ""),
        ]
        let list = WhitelistPublication(
            name: "list.csv", text: [0xFF, 0xFE, 0, 10, 13], entries: [entry])
        let back = try Self.through(Envelope(.publishWhitelist(list), by: Self.actor))
        guard case .publishWhitelist(let read) = back.command else {
            Issue.record("another command")
            return
        }
        #expect(read.name == list.name && read.text == list.text)
        #expect(read.entries == list.entries)
    }

    @Test("a wish about accounts", arguments: texts)
    func access(text: String) throws {
        let wishes: [AccessCommand] = [
            .setPassword(account: text, password: text), .closeSession(digest: text),
            .useLink(LinkUse(digest: text, password: text, administrator: nil)),
        ]
        for wish in wishes {
            guard
                case .access(let read) = try Self.through(
                    Envelope(.access(wish), by: Self.actor)
                ).command
            else {
                Issue.record("another command")
                return
            }
            #expect(read == wish)
        }
    }

    @Test("the smaller commands", arguments: texts)
    func others(text: String) throws {
        let erasures = [
            PersonalErasure(name: text, reason: text),
            PersonalErasure(shipment: text, papers: [text, text], reason: ""),
        ]
        for erasure in erasures {
            guard
                case .erase(let read) = try Self.through(
                    Envelope(.erase(erasure), by: Self.actor)
                ).command
            else {
                Issue.record("another command")
                return
            }
            #expect(read == erasure)
        }
        let keys = [
            KeyDeclaration(key: text),
            KeyDeclaration(key: "k", replaces: text, reason: text, abandons: text),
        ]
        for key in keys {
            guard
                case .declareKey(let read) = try Self.through(
                    Envelope(.declareKey(key), by: Self.actor)
                ).command
            else {
                Issue.record("another command")
                return
            }
            #expect(read == key)
        }
        guard
            case .revokePermit(let id, let reason) = try Self.through(
                Envelope(.revokePermit(id: text, reason: text), by: Self.actor)
            ).command,
            case .subscribe(let name, let endpoint, let format) = try Self.through(
                Envelope(
                    .subscribe(name: text, endpoint: text + "e", format: text + "f"),
                    by: Self.actor)
            ).command
        else {
            Issue.record("another command")
            return
        }
        #expect(id == text && reason == text && name == text)
        #expect(endpoint == text + "e" && format == text + "f")
    }

    @Test(
        "what cannot be read is refused with its place",
        arguments: [
            ("{}", "/envelope/command"),
            ("{\"command\":{\"do\":\"fly\"},\"actor\":{}}", "/envelope/command/do"),
            ("{\"command\":{\"do\":\"unsubscribe\",\"name\":1}}", "/envelope/command/name"),
            ("{\"command\":{\"do\":\"unsubscribe\",\"name\":\"a\"}}", "/envelope/actor"),
            (
                "{\"command\":{\"do\":\"unsubscribe\",\"name\":\"a\"},\"actor\":"
                    + "{\"role\":\"king\",\"name\":\"a\"}}", "/envelope/actor/role"
            ),
            (
                "{\"command\":{\"do\":\"unsubscribe\",\"name\":\"a\"},\"actor\":"
                    + "{\"role\":\"broker\",\"name\":\"a\"},\"papers\":[{\"name\":\"a\","
                    + "\"bytes\":\"%%\"}]}", "/envelope/papers/0/bytes"
            ),
            (
                "{\"command\":{\"do\":\"step\",\"shipment\":\"a\",\"event\":\"b\",\"input\":"
                    + "\"[]\"},\"actor\":{\"role\":\"broker\",\"name\":\"a\"}}",
                "/envelope/command/input"
            ),
            ("[]", "/envelope/command"), ("null", "/envelope/command"),
        ])
    func unreadable(text: String, pointer: String) throws {
        let json = try JSONParser.parse(text)
        do throws(Refusal) {
            _ = try Envelope(json: json)
            Issue.record("it was read")
        } catch {
            #expect(error.kind == .input && error.code == "door-request-unreadable")
            #expect(error.details.first?.pointer == pointer)
        }
    }
}

@Suite("A refusal and an outcome come back from another process")
struct AnswerJSONTests {
    @Test(
        "every kind of refusal, whole",
        arguments: [
            Refusal.Kind.rule, .role, .input, .notFound, .conflict, .unproven, .fault,
        ])
    func refusal(kind: Refusal.Kind) throws {
        let text = LocalizedText(zh: "不行“\n”", en: "No \"\u{1}\"")
        let plain = Refusal(kind, "a-code", text)
        let full = Refusal(
            kind, "a-code", text, remedy: LocalizedText(zh: "改", en: "Mend"),
            basis: [
                LegalBasis(
                    title: "t", number: "n", article: "a", inForce: "2026-01-01", source: "S1",
                    confidence: .unverified)
            ],
            details: [Refusal.Detail(pointer: "/a/0", code: "c", message: text)])
        for refusal in [plain, full] {
            #expect(try Refusal(wire: JSONParser.parse(refusal.wire.text)) == refusal)
        }
    }

    @Test("an outcome has the shipment as it was at its version, though it went on since")
    func outcome() throws {
        let world = try World()
        let definitions = try #require(World.definitions)
        let filed = try world.file(Requests.consumables())
        let noted = try world.step(
            filed.id, "add_note", by: "broker:chen.bo", ["text": .string("a")])
        try world.step(filed.id, "add_note", by: "broker:chen.bo", ["text": .string("b")])
        for outcome in [filed, noted] {
            let json = try JSONParser.parse(outcome.json.text)
            let back = try Outcome(json: json, store: world.store, definitions: definitions)
            #expect(back.position == outcome.position && back.id == outcome.id)
            #expect(back.fits == outcome.fits && back.isRepeat == outcome.isRepeat)
            #expect(back.shipment == outcome.shipment)
        }
        let again = try world.file(Requests.consumables())
        let back = try Outcome(json: again.json, store: world.store, definitions: definitions)
        #expect(back.isRepeat && back.shipment == again.shipment)
    }
}
