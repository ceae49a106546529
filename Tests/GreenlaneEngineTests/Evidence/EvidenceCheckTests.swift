import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneStore
import GreenlaneTestSupport
import Testing
import TransparencyLog

@Suite("Evidence that is whole")
struct WholeEvidenceTests {
    @Test(
        "holds for every shipped story, as a page and alone", arguments: EvidenceFixture.storyNames)
    func stories(_ name: String) throws {
        let made = try EvidenceFixture.make(name)
        #expect(made.report.findings == [])
        let key = try EvidenceFixture.signer().verifierKey.text
        for bytes in [EvidencePage.render(made.bundle), EvidenceFixture.json(made.bundle)] {
            let file = try EvidenceReader.read(bytes, name: "test")
            let isSame = file.bundle == made.bundle
            #expect(isSame)
            let report = EvidenceCheck.run(file, key: key)
            #expect(report.findings == [])
            #expect(report.signedBy == key)
            let decisions = try #require(report.checks.first { $0.code == .decisions })
            let own = made.bundle.events.count {
                $0.entry.contains("\"stream\":\"\(made.bundle.stream)\"")
            }
            #expect(decisions.isMade && decisions.count == own)
            #expect(report.checks.contains { $0.code == .page } == (file.page != nil))
            #expect(report.checks.allSatisfy { $0.isMade && $0.isOK })
        }
    }

    @Test("holds for each of all stories in one log, whose permits and entries they share")
    func together() throws {
        let names = EvidenceFixture.storyNames
        try EvidenceFixture.withStories(names) { store, shipments in
            #expect(shipments.count == names.count)
            let maker = try EvidenceMaker(
                store: store,
                head: try EvidenceFixture.head(store, by: try EvidenceFixture.signer()))
            for id in shipments {
                let made = try maker.make(id, at: Timestamp(milliseconds: 0))
                #expect(made.report.findings == [], "\(id)")
                let others = made.bundle.events.count {
                    $0.entry.contains("\"stream\":\"shipment/")
                        && !$0.entry.contains("\"stream\":\"shipment/\(id)\"")
                }
                #expect(others == 0)
            }
        }
    }

    @Test("says that its own key must be compared when none was given")
    func ownKey() throws {
        let made = try EvidenceFixture.make("06-plastic-consumables")
        let file = EvidenceFile(bundle: made.bundle)
        let key = try #require(made.bundle.keys.first)
        #expect(
            EvidenceCheck.run(file).limits.count == EvidenceCheck.run(file, key: key).limits.count
                + 1)
        let other = try EvidenceFixture.signer(9).verifierKey.text
        let codes = EvidenceCheck.run(file, key: other).findings.map(\.code)
        #expect(codes == [.keyDiffers, .noteNoKnownKey])
    }

    @Test("leaves out names of persons unless they were asked for")
    func names() throws {
        let plain = try EvidenceFixture.make("01-heparin-whitelisted")
        #expect(plain.bundle.events.allSatisfy { $0.sealed == nil })
        let isNamed = plain.bundle.json.text.contains("chen.bo")
        #expect(!isNamed)
        let named = try EvidenceFixture.make(
            "01-heparin-whitelisted", contents: EvidenceMaker.Contents(names: true))
        #expect(named.report.findings == [])
        let page = String(decoding: EvidencePage.render(named.bundle), as: UTF8.self)
        let isShown = page.contains("chen.bo")
        #expect(isShown)
        var lying = named.bundle
        let index = try #require(
            lying.events.firstIndex { $0.sealed?.contains("chen.bo") == true })
        lying.events[index].sealed = lying.events[index].sealed?
            .replacingOccurrences(of: "chen.bo", with: "chen.bi")
        #expect(EvidenceFixture.codes(EvidenceFixture.json(lying)) == ["commitment-wrong"])
    }

    @Test("holds with a witness's cosignature, and not with a wrong one")
    func witness() throws {
        let witness = try NoteSigner(
            name: "witness.test", algorithm: .cosignatureV1,
            seed: [UInt8](repeating: 3, count: 32))
        try EvidenceFixture.withStory("06-plastic-consumables") { store, id in
            let head = try EvidenceFixture.head(
                store, by: try EvidenceFixture.signer(), cosigner: witness)
            var made = try EvidenceMaker(store: store, head: head).make(
                id, at: Timestamp(milliseconds: 0))
            #expect(made.report.findings == [])
            let note = try SignedNote(parsing: made.bundle.checkpoint)
            let other = try witness.cosign("something else\n", at: 1)
            made.bundle.checkpoint =
                try SignedNote(text: note.text, signatures: [note.signatures[0], other]).string
            #expect(
                EvidenceFixture.codes(EvidenceFixture.json(made.bundle)) == ["note-wrong-signature"]
            )
        }
    }

    @Test("holds beside signatures of a type that nobody knows")
    func unknownSignature() throws {
        var bundle = try EvidenceFixture.make("06-plastic-consumables").bundle
        let note = try SignedNote(parsing: bundle.checkpoint)
        let strange = try #require(
            NoteSignature(name: "strange.test", keyID: 77, bytes: [UInt8](repeating: 1, count: 900))
        )
        bundle.checkpoint = try note.adding(strange).string
        #expect(EvidenceFixture.codes(EvidenceFixture.json(bundle)) == [])
    }

    @Test("shows what was tried and refused")
    func refusals() throws {
        let made = try EvidenceFixture.make("01-heparin-whitelisted")
        let isKept = made.bundle.events.contains { $0.entry.contains("command.refused") }
        #expect(isKept)
        let page = String(decoding: EvidencePage.render(made.bundle), as: UTF8.self)
        let isShown = page.contains("被拒绝的尝试") && page.contains("state-needed")
        #expect(isShown)
    }
}

@Suite("Evidence that was damaged")
struct DamagedEvidenceTests {
    @Test("is found out", arguments: EvidenceDamage.all)
    func found(_ damage: EvidenceDamage) throws {
        let bundle = try EvidenceFixture.make("01-heparin-whitelisted").bundle
        let codes = EvidenceFixture.codes(try damage.damage(bundle))
        #expect(codes.contains(damage.code), "found \(codes)")
    }

    @Test("in any byte of what is signed is found out")
    func everyPart() throws {
        let bundle = try EvidenceFixture.make("06-plastic-consumables").bundle
        let bytes = EvidenceFixture.json(bundle)
        let text = String(decoding: bytes, as: UTF8.self)
        // Who made it and when is not signed, and says nothing about the log.
        let start = try #require(text.firstRange(of: "\"checkpoint\":"))
        let end = try #require(text.firstRange(of: "\"definitions\":"))
        let first = text.utf8.distance(from: text.startIndex, to: start.lowerBound)
        let last = text.utf8.distance(from: text.startIndex, to: end.lowerBound)
        var unfound: [Int] = []
        for index in stride(from: first, to: last, by: 211) {
            var changed = bytes
            changed[index] ^= 1
            if EvidenceFixture.codes(changed).isEmpty { unfound.append(index) }
        }
        #expect(unfound == [])
    }

    @Test("around the evidence is found out: the page says only what the evidence says")
    func page() throws {
        let bundle = try EvidenceFixture.make("06-plastic-consumables").bundle
        let page = String(decoding: EvidencePage.render(bundle), as: UTF8.self)
        for (old, new) in [
            ("通关证据", "通关证明"), ("</main>", "<p>海关已核</p></main>"), ("default-src 'none'", ""),
        ] {
            let lying = page.replacingOccurrences(of: old, with: new)
            let isChanged = lying != page
            #expect(isChanged)
            #expect(EvidenceFixture.codes(Array(lying.utf8)) == ["page-differs"])
        }
        let cut = Array(page.utf8.prefix(page.utf8.count - 5_000))
        #expect(EvidenceFixture.codes(cut) == ["bundle-truncated"])
        #expect(EvidenceFixture.codes(Array((page + page).utf8)) == ["bundle-joined"])
    }

    @Test("by claiming a gigabyte is refused unread")
    func tooLarge() {
        let bytes = [UInt8](repeating: 0x20, count: EvidenceLimits.bundleBytes + 1)
        #expect(EvidenceFixture.codes(bytes) == ["bundle-too-large"])
    }
}

@Suite("A log that was forged before it was signed")
struct ForgedLogTests {
    @Test("is found out by deciding again, though every hash and signature holds")
    func forged() throws {
        let made = try EvidenceFixture.make("06-plastic-consumables").bundle
        // The forger holds the key: an auditor is said to have dispatched the goods.
        var bundle = made
        let index = try #require(
            bundle.events.firstIndex { $0.entry.contains("\"command\":\"dispatch\"") })
        bundle.events[index].entry = bundle.events[index].entry.replacingOccurrences(
            of: "\"role\":\"lab_manager\"", with: "\"role\":\"auditor\"")
        let isChanged = bundle != made
        #expect(isChanged)
        try Self.sign(&bundle)
        let report = EvidenceCheck.run(EvidenceFile(bundle: bundle))
        #expect(report.findings.map(\.code) == [.decisionDiffers])
        #expect(report.findings.first?.position == bundle.events[index].position)
        #expect(report.divergences.first?.refusal?.code == "role-not-allowed")
    }

    @Test("in a balance that moved for no step is found out")
    func balance() throws {
        var bundle = try EvidenceFixture.make("01-heparin-whitelisted").bundle
        let index = try #require(
            bundle.events.firstIndex { $0.entry.contains("\"type\":\"entry.consumed\"") })
        bundle.events[index].entry = bundle.events[index].entry.replacingOccurrences(
            of: "\"amount\":\"200\"", with: "\"amount\":\"100\"")
        try Self.sign(&bundle)
        let codes = EvidenceCheck.run(EvidenceFile(bundle: bundle)).findings.map(\.code)
        #expect(codes.contains(.decisionDiffers))
    }

    /// Builds a tree in which the bundle's entries stand at their places, and signs it.
    private static func sign(_ bundle: inout EvidenceBundle) throws {
        let size = Int(bundle.events.map(\.position).max() ?? 0)
        var leaves = [MerkleHash](repeating: .leafHash([0]), count: size)
        for event in bundle.events {
            leaves[Int(event.position) - 1] = .leafHash(Array(event.entry.utf8))
        }
        for index in bundle.events.indices {
            let place = UInt64(bundle.events[index].position - 1)
            let proof = try #require(InclusionProof(index: place, in: leaves))
            bundle.events[index].proof = proof.path.map(\.base64)
        }
        let head = try #require(
            Checkpoint(origin: bundle.origin, range: CompactRange(leaves: leaves)))
        bundle.checkpoint =
            try SignedCheckpoint(signing: head, by: [try EvidenceFixture.signer()]).string
    }
}
