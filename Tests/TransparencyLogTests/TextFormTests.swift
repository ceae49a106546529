import Testing
import TransparencyLog

@Suite("Hashes as text")
struct HashTextTests {
    @Test("Hexadecimal and base64 are read back")
    func roundTrip() {
        let hash = MerkleHash.leafHash([7])
        #expect(MerkleHash(hex: hash.hex) == hash)
        #expect(MerkleHash(base64: hash.base64) == hash)
        #expect(MerkleHash(hash.bytes) == hash)
        #expect(hash.bytes.count == MerkleHash.byteCount)
    }

    @Test(
        "Other spellings are refused",
        arguments: [
            // No padding, stray bits in the last digit, a line break, the URL alphabet, 31 bytes.
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
            "47DEQpj8HBSa+/TImW+5JCeu\nQeRkm5NMpJWZG3hSuFU=",
            "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==",
            "47DE====47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZ", "",
        ])
    func otherBase64(text: String) {
        #expect(MerkleHash(base64: text) == nil)
    }

    @Test("Upper-case, short and odd hexadecimal is refused")
    func otherHex() {
        let hex = MerkleHash.emptyRoot.hex
        #expect(MerkleHash(hex: hex.uppercased()) == nil)
        #expect(MerkleHash(hex: hex.dropLast()) == nil)
        #expect(MerkleHash(hex: hex.dropLast(2)) == nil)
        #expect(MerkleHash(hex: hex + "00") == nil)
    }
}

@Suite("A digest of content")
struct ContentDigestTests {
    @Test("It is the known SHA-256, with its prefix")
    func known() {
        let expected = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(ContentDigest.sha256("abc").text == expected)
        #expect(ContentDigest.sha256(Array("abc".utf8)) == ContentDigest(expected))
    }

    @Test(
        "Anything else is no digest",
        arguments: [
            "", "sha256:",
            "sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015",
        ])
    func malformed(text: String) {
        #expect(ContentDigest(text) == nil)
    }
}

@Suite("A commitment to a person's name")
struct SaltedCommitmentTests {
    private let salt = (0..<UInt8(SaltedCommitment.saltByteCount)).map { $0 }

    @Test("Value and salt together open it, and nothing else does")
    func opens() throws {
        let commitment = try #require(SaltedCommitment(value: "张伟", salt: salt))
        #expect(commitment.verify(value: "张伟", salt: salt))
        #expect(!commitment.verify(value: "张玮", salt: salt))
        #expect(!commitment.verify(value: "张伟", salt: Array(salt.reversed())))
        #expect(SaltedCommitment(commitment.text) == commitment)
    }

    @Test("It is SHA-256 over salt and value")
    func definition() throws {
        let commitment = try #require(SaltedCommitment(value: "abc", salt: salt))
        #expect(commitment.digest == .sha256(salt + Array("abc".utf8)))
        #expect(commitment.text.hasPrefix("sha256:"))
    }

    @Test("A byte cannot move from the salt to the value")
    func fixedSaltLength() throws {
        let commitment = try #require(SaltedCommitment(value: "abc", salt: salt))
        let shifted = salt + [UInt8(ascii: "a")]
        #expect(SaltedCommitment(value: "bc", salt: shifted) == nil)
        #expect(!commitment.verify(value: "bc", salt: shifted))
        #expect(SaltedCommitment(value: "abc", salt: []) == nil)
    }
}

@Suite("A checkpoint as text")
struct CheckpointTests {
    private static let root = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0="

    @Test("It says what the tree is, in three lines")
    func writes() throws {
        let range = CompactRange(leaves: [.leafHash([])])
        let checkpoint = try #require(Checkpoint(origin: "example/log", range: range))
        #expect(checkpoint.text == "example/log\n1\n\(Self.root)\n")
        #expect(Checkpoint(checkpoint.text) == checkpoint)
    }

    @Test(
        "Whatever is written otherwise is refused",
        arguments: [
            "", "\n", "example/log\n1\n\(root)", "example/log\n1\n\(root)\n\n",
            "example/log\n1\n\(root)\nmore\n", "example/log\r\n1\r\n\(root)\r\n",
            "example/log\n01\n\(root)\n", "example/log\n+1\n\(root)\n",
            "example/log\n-1\n\(root)\n",
            "example/log\n\n\(root)\n", "example/log\n1\n\(root.dropLast())\n", "\n1\n\(root)\n",
            " example/log\n1\n\(root)\n", "example\t/log\n1\n\(root)\n",
            "example/log\n18446744073709551616\n\(root)\n", "example/log\n0\n\(root)\n",
        ])
    func refuses(text: String) {
        #expect(Checkpoint(text) == nil)
    }
}
