import Testing
import TransparencyLog

/// Keys and notes that several tests share; the seeds are made up.
enum MadeNotes {
    static let origin = "greenlane.example/synthetic"

    static func signer(
        _ seed: UInt8 = 1, name: String = origin, algorithm: NoteAlgorithm = .ed25519
    ) throws -> NoteSigner {
        try NoteSigner(
            name: name, algorithm: algorithm, seed: Array(repeating: seed, count: 32))
    }

    static func checkpoint(_ leaves: [MerkleHash]) throws -> Checkpoint {
        try #require(Checkpoint(origin: origin, range: CompactRange(leaves: leaves)))
    }
}

@Suite("Keys of a signed note")
struct NoteKeyTests {
    /// The first key of RFC 8032 section 7.1.
    private static let seed: [UInt8] = [
        0x9D, 0x61, 0xB1, 0x9D, 0xEF, 0xFD, 0x5A, 0x60, 0xBA, 0x84, 0x4A, 0xF4, 0x92, 0xEC, 0x2C,
        0xC4, 0x44, 0x49, 0xC5, 0x69, 0x7B, 0x32, 0x69, 0x19, 0x70, 0x3B, 0xAC, 0x03, 0x1C, 0xAE,
        0x7F, 0x60,
    ]

    @Test("A seed gives the public key of RFC 8032")
    func knownKey() throws {
        let key = try NoteSigner(name: "log", seed: Self.seed).verifierKey.key
        #expect(key.prefix(4) == [0xD7, 0x5A, 0x98, 0x01] && key.suffix(2) == [0x51, 0x1A])
    }

    @Test("Both halves are read back from their texts", arguments: NoteAlgorithm.allCases)
    func roundTrip(algorithm: NoteAlgorithm) throws {
        for name in ["log", "greenlane.example/log", "日志/绿色通道"] {
            let signer = try NoteSigner.generate(name: name, algorithm: algorithm)
            let again = try NoteSigner(signer.privateText)
            #expect(again.verifierKey == signer.verifierKey)
            #expect(again.privateText == signer.privateText)
            #expect(try NoteVerifierKey(signer.verifierKey.text) == signer.verifierKey)
        }
    }

    @Test("Two generated keys differ, and the type of signature is part of the ID")
    func distinct() throws {
        let first = try NoteSigner.generate(name: "log")
        #expect(try NoteSigner.generate(name: "log").verifierKey.key != first.verifierKey.key)
        let plain = try MadeNotes.signer().verifierKey
        let cosigner = try MadeNotes.signer(algorithm: .cosignatureV1).verifierKey
        #expect(plain.key == cosigner.key && plain.keyID != cosigner.keyID)
    }

    @Test("The secret is in no description")
    func secret() throws {
        let signer = try MadeNotes.signer()
        let secret = try #require(signer.privateText.split(separator: "+").last)
        var dumped = ""
        dump(signer, to: &dumped)
        for text in ["\(signer)", String(reflecting: signer), dumped] {
            #expect(!text.contains(secret) && !text.contains("PRIVATE"))
        }
        #expect(!dumped.contains("privateKey"))
    }

    @Test(
        "A name that would not be read back is refused",
        arguments: ["", "a b", "a+b", "a\nb", "a\u{A0}b", "a\u{7F}", "\u{3000}", "a\u{0}"])
    func names(name: String) {
        #expect(throws: NoteKeyFault.invalidName) { try MadeNotes.signer(name: name) }
    }

    @Test("Every change of a character of a key is refused or is another key")
    func altered() throws {
        let key = try MadeNotes.signer().verifierKey
        let text = Array(key.text.utf8)
        for index in text.indices {
            var changed = text
            changed[index] ^= 1
            let read = try? NoteVerifierKey(String(decoding: changed, as: UTF8.self))
            #expect(read == nil, "\(index)")
            #expect((try? NoteVerifierKey(String(decoding: text[..<index], as: UTF8.self))) == nil)
        }
    }

    @Test("What is wrong with a key is told")
    func faults() throws {
        let text = try MadeNotes.signer().verifierKey.text
        #expect(throws: NoteKeyFault.malformed) { try NoteVerifierKey("") }
        #expect(throws: NoteKeyFault.malformed) { try NoteVerifierKey("log") }
        #expect(throws: NoteKeyFault.malformed) { try NoteVerifierKey(text + "\n") }
        #expect(throws: NoteKeyFault.malformed) {
            try NoteVerifierKey(String(repeating: "a", count: 10_000))
        }
        #expect(throws: NoteKeyFault.unknownAlgorithm(2)) {
            try NoteVerifierKey("log+01020304+AgAA")
        }
        #expect(throws: NoteKeyFault.invalidKey) { try NoteVerifierKey("log+01020304+AQAA") }
        let renamed = "other" + text.drop { $0 != "+" }
        #expect(throws: NoteKeyFault.wrongKeyID) { try NoteVerifierKey(renamed) }
        #expect(throws: NoteKeyFault.malformed) { try NoteSigner(text) }
        #expect(throws: NoteKeyFault.invalidKey) { try NoteSigner(name: "log", seed: [1]) }
        #expect(throws: NoteKeyFault.otherAlgorithm) {
            try MadeNotes.signer(algorithm: .cosignatureV1).sign("a\n")
        }
        #expect(throws: NoteKeyFault.otherAlgorithm) {
            try MadeNotes.signer().cosign("a\n", at: 1)
        }
        #expect(throws: NoteKeyFault.invalidTime) {
            try MadeNotes.signer(algorithm: .cosignatureV1).cosign("a\n", at: 1 << 63)
        }
    }
}

@Suite("A signed note")
struct SignedNoteTests {
    @Test(
        "It is read back byte for byte and verified",
        arguments: ["a\n", "\n", "a\n\nb\n", "a\n\n", "清关\n完成\n", "— a AAAA\n"])
    func roundTrip(text: String) throws {
        let signer = try MadeNotes.signer()
        let note = try SignedNote(signing: text, by: [signer])
        let read = try SignedNote(parsing: note.bytes)
        #expect(read == note && read.bytes == note.bytes && read.text == text)
        #expect(
            read.verify(against: [signer.verifierKey])
                == .verified(by: [signer.verifierKey], unknown: []))
    }

    @Test("Unknown signatures are listed, a wrong one by a known key spoils the note")
    func verdicts() throws {
        let log = try MadeNotes.signer(1)
        let rotated = try MadeNotes.signer(2)
        let witness = try MadeNotes.signer(3, name: "witness", algorithm: .cosignatureV1)
        let cosignature = try witness.cosign("a\n", at: 1_700_000_000)
        let note = try SignedNote(signing: "a\n", by: [log, rotated]).adding(cosignature)
        let (logKey, rotatedKey) = (log.verifierKey, rotated.verifierKey)
        #expect(
            note.verify(against: [logKey])
                == .verified(by: [logKey], unknown: Array(note.signatures.dropFirst())))
        #expect(
            note.verify(against: [rotatedKey, witness.verifierKey, logKey])
                == .verified(by: [logKey, rotatedKey, witness.verifierKey], unknown: []))
        #expect(note.verify(against: []) == .noKnownKey)
        #expect(note.verify(against: [try MadeNotes.signer(4).verifierKey]) == .noKnownKey)
        let forged = try SignedNote(text: "b\n", signatures: note.signatures)
        #expect(forged.verify(against: [logKey]) == .wrongSignature(name: log.name))
        #expect(
            forged.verify(against: [witness.verifierKey]) == .wrongSignature(name: "witness"))
        let half = try SignedNote(signing: "b\n", by: [rotated]).adding(note.signatures[0])
        #expect(!half.verify(against: [logKey, rotatedKey]).isVerified)
    }

    @Test("A cosignature tells its time, and another time does not verify")
    func cosignature() throws {
        let witness = try MadeNotes.signer(3, name: "witness", algorithm: .cosignatureV1)
        let signature = try witness.cosign("a\n", at: 1_700_000_000)
        #expect(CosignatureV1(signature.bytes)?.time == 1_700_000_000)
        #expect(signature.bytes.prefix(8) == [0, 0, 0, 0, 0x65, 0x53, 0xF1, 0])
        #expect(witness.verifierKey.verifies(signature, over: "a\n"))
        // The rest is a plain signature over the message that the standard spells out.
        let plainKey = try MadeNotes.signer(3, name: "witness").verifierKey
        let plain = try #require(
            NoteSignature(
                name: "witness", keyID: plainKey.keyID, bytes: Array(signature.bytes.dropFirst(8))
            ))
        #expect(plainKey.verifies(plain, over: "cosignature/v1\ntime 1700000000\na\n"))
        for index in signature.bytes.indices {
            var bytes = signature.bytes
            bytes[index] ^= 1
            let changed = try #require(
                NoteSignature(name: "witness", keyID: signature.keyID, bytes: bytes))
            #expect(!witness.verifierKey.verifies(changed, over: "a\n"))
        }
    }

    @Test("Bad bytes are named")
    func faults() throws {
        let line = try MadeNotes.signer().sign("a\n").line
        let bad: [(String, NoteFault)] = [
            ("", .truncated), ("\n", .truncated), ("\n\n", .noSignature), ("a", .truncated),
            ("a\n", .truncated), ("a\n\n", .noSignature), ("a\n\(line)\n", .truncated),
            ("a\n\n\(line)", .truncated), ("a\n\n\(line)\nmore\n", .malformed(line: 4)),
            ("a\n\n-\(line.dropFirst())\n", .malformed(line: 3)),
            ("a\n\n\(line) \n", .malformed(line: 3)), ("a\n\n \(line)\n", .malformed(line: 3)),
            ("a\n\n\(line.dropLast(1))\n", .malformed(line: 3)),
            ("a\n\n— log AAAAAA==\n", .malformed(line: 3)),
            ("a\n\n—  AAAAAAA=\n", .malformed(line: 3)),
            ("a\r\n\r\n\(line)\r\n", .controlCharacter(line: 1)),
            ("a\n\u{0}\n\n\(line)\n", .controlCharacter(line: 2)),
            ("a\n\n\(line)\n\n", .noSignature),
        ]
        for (text, fault) in bad {
            #expect(throws: fault, "\(text)") { try SignedNote(parsing: text) }
        }
        #expect(throws: NoteFault.notUTF8) {
            try SignedNote(parsing: [0xFF, 10, 10] + Array((line + "\n").utf8))
        }
        #expect(throws: NoteFault.notUTF8) {
            try SignedNote(parsing: Array("a\n\n".utf8) + [0xE2, 0x80, 10])
        }
        #expect(throws: NoteFault.unendedText) { try SignedNote(text: "a", signatures: []) }
        #expect(throws: NoteFault.noSignature) { try SignedNote(text: "a\n", signatures: []) }
    }

    @Test("Sixteen signatures are read, seventeen and oversized notes are not")
    func limits() throws {
        let line = try MadeNotes.signer().sign("a\n").line + "\n"
        let full = try SignedNote(parsing: "a\n\n" + String(repeating: line, count: 16))
        #expect(full.signatures.count == 16)
        #expect(throws: NoteFault.tooManySignatures) {
            try SignedNote(parsing: "a\n\n" + String(repeating: line, count: 17))
        }
        #expect(throws: NoteFault.tooManySignatures) { try full.adding(full.signatures[0]) }
        let long = String(repeating: "a", count: SignedNote.maximumTextBytes)
        #expect(throws: NoteFault.tooLarge(limit: SignedNote.maximumTextBytes)) {
            try SignedNote(parsing: long + "\n\n" + line)
        }
        let wide = "— log " + String(repeating: "A", count: SignedNote.maximumLineBytes)
        #expect(throws: NoteFault.tooLarge(limit: SignedNote.maximumLineBytes)) {
            try SignedNote(parsing: "a\n\n" + wide + "\n")
        }
        #expect(throws: NoteFault.tooLarge(limit: SignedNote.maximumBytes)) {
            try SignedNote(parsing: [UInt8](repeating: 10, count: 5_000_000))
        }
    }

    @Test("Every changed byte and every truncation is refused or does not verify")
    func damaged() throws {
        let signer = try MadeNotes.signer()
        let bytes = try SignedNote(signing: "a\n\n清关\n", by: [signer]).bytes
        for damaged in Damage.all(of: bytes) {
            guard let note = try? SignedNote(parsing: damaged) else { continue }
            #expect(note.bytes == damaged)
            #expect(!note.verify(against: [signer.verifierKey]).isVerified)
        }
        let twice = try SignedNote(parsing: bytes + bytes)
        #expect(!twice.verify(against: [signer.verifierKey]).isVerified)
    }
}

@Suite("A signed checkpoint")
struct SignedCheckpointTests {
    @Test("It is signed by the log, read back and verified with the log's key only")
    func roundTrip() throws {
        let signer = try MadeNotes.signer()
        let checkpoint = try MadeNotes.checkpoint(madeLeaves(7))
        let signed = try SignedCheckpoint(signing: checkpoint, by: [signer])
        let read = try SignedCheckpoint(parsing: signed.bytes)
        #expect(read == signed && read.checkpoint == checkpoint)
        #expect(read.verify(keys: [signer.verifierKey]).isVerified)
        #expect(read.verify(keys: [try MadeNotes.signer(2).verifierKey]) == .noKnownKey)
    }

    @Test("A witness alone does not make a checkpoint; beside the log it tells its time")
    func cosigned() throws {
        let log = try MadeNotes.signer()
        let witness = try MadeNotes.signer(3, name: "witness", algorithm: .cosignatureV1)
        let checkpoint = try MadeNotes.checkpoint(madeLeaves(7))
        let signed = try SignedCheckpoint(signing: checkpoint, by: [log])
            .adding(try witness.cosign(checkpoint.text, at: 1_800_000_000))
        #expect(signed.verify(keys: [witness.verifierKey]) == .noKnownKey)
        #expect(signed.verify(keys: [log.verifierKey, witness.verifierKey]).isVerified)
        let cosignatures = signed.cosignatures(by: [log.verifierKey, witness.verifierKey])
        #expect(cosignatures.map(\.time) == [1_800_000_000])
        #expect(cosignatures.map(\.key) == [witness.verifierKey])
    }

    @Test("Strangers do not sign, and other notes are no checkpoints")
    func faults() throws {
        let checkpoint = try MadeNotes.checkpoint([])
        #expect(throws: NoteFault.signerIsNotOrigin("other")) {
            try SignedCheckpoint(signing: checkpoint, by: [MadeNotes.signer(name: "other")])
        }
        #expect(throws: NoteFault.noSignature) {
            try SignedCheckpoint(signing: checkpoint, by: [])
        }
        let note = try SignedNote(signing: "a\n", by: [MadeNotes.signer()])
        #expect(throws: NoteFault.notACheckpoint) {
            try SignedCheckpoint(parsing: note.bytes)
        }
    }
}
