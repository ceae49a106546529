import Testing
import TransparencyLog

/// Writes the few forms of DER that a made-up reply needs.
private func der(_ tag: UInt8, _ parts: [UInt8]...) -> [UInt8] {
    let content = parts.flatMap { $0 }
    guard content.count >= 128 else { return [tag, UInt8(content.count)] + content }
    let length = [UInt8(content.count >> 8), UInt8(content.count & 255)]
    return [tag] + (length[0] == 0 ? [0x81, length[1]] : [0x82] + length) + content
}

private let sha256Identifier: [UInt8] = [
    0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
]
private let signedDataIdentifier: [UInt8] = [
    0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02,
]
private let stampIdentifier: [UInt8] = [
    0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04,
]

/// A reply without certificates and signature, which are not looked at.
private func reply(
    imprint: ContentDigest, time: String = "20261121194137Z", nonce: [UInt8]? = [0x63, 0xE5],
    status: UInt8 = 0
) -> [UInt8] {
    let stamped = der(
        0x30, [2, 1, 1], [6, 3, 0x2A, 3, 4],
        der(0x30, der(0x30, sha256Identifier, [5, 0]), der(4, imprint.bytes)), [2, 2, 0, 0xFF],
        der(0x18, Array(time.utf8)), der(0x30, [2, 1, 1]), [1, 1, 0xFF],
        nonce.map { der(2, $0) } ?? [])
    let signed = der(
        0x30, [2, 1, 3], der(0x31), der(0x30, stampIdentifier, der(0xA0, der(4, stamped))))
    return der(
        0x30, der(0x30, [2, 1, status]), der(0x30, signedDataIdentifier, der(0xA0, signed)))
}

@Suite("A time stamp is asked for")
struct TimestampRequestTests {
    private let imprint = ContentDigest.sha256("checkpoint")

    @Test("The bytes are the ones of the standard")
    func bytes() throws {
        let plain = try #require(
            TimestampRequest(imprint: imprint, nonce: nil, asksForCertificate: false))
        let head: [UInt8] = [
            0x30, 0x36, 2, 1, 1, 0x30, 0x31, 0x30, 0x0D, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2,
            1, 5, 0, 4, 0x20,
        ]
        #expect(plain.bytes == head + imprint.bytes)
        let asking = try #require(TimestampRequest(imprint: imprint, nonce: nil))
        #expect(asking.bytes.count == 59)
        #expect(asking.bytes[1] == 0x39 && asking.bytes.suffix(3) == [1, 1, 0xFF])
    }

    @Test(
        "A nonce is a positive number, and the request is read back",
        arguments: [[1], [0x7F], [0x80], [0, 0, 0x80, 1], [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]])
    func nonces(nonce: [UInt8]) throws {
        let request = try #require(TimestampRequest(imprint: imprint, nonce: nonce))
        #expect(request.nonce == Array(nonce.drop { $0 == 0 }))
        #expect(TimestampRequest(request.bytes) == request)
        for damaged in Damage.all(of: request.bytes) {
            #expect(TimestampRequest(damaged) != request)
        }
    }

    @Test("Nonces that are no number or too long are refused")
    func badNonces() {
        for nonce in [[], [0], [0, 0], [UInt8](repeating: 1, count: 33)] {
            #expect(TimestampRequest(imprint: imprint, nonce: nonce) == nil)
        }
    }
}

@Suite("A time stamp is answered")
struct TimestampReplyTests {
    private let imprint = ContentDigest.sha256("checkpoint")

    private func request(_ nonce: [UInt8]? = [0x63, 0xE5]) throws -> TimestampRequest {
        try #require(TimestampRequest(imprint: imprint, nonce: nonce))
    }

    @Test("Time, number, policy, hash and nonce are read")
    func reads() throws {
        let read = try TimestampReply(reply(imprint: imprint))
        let token = try #require(read.token)
        #expect(read.isGranted && read.status == 0)
        #expect(token.time == 1_795_290_097 && token.timeText == "20261121194137Z")
        #expect(token.policy == "1.2.3.4" && token.serial == "ff")
        #expect(token.imprint == imprint.bytes && token.nonce == [0x63, 0xE5])
        #expect(read.problem(answering: try request()) == nil)
    }

    @Test(
        "Times are counted in seconds since 1970",
        arguments: [
            ("19700101000000Z", 0), ("20000229120000Z", 951_825_600),
            ("19991231235959.999Z", 946_684_799), ("20240301000000Z", 1_709_251_200),
            ("99991231235959Z", 253_402_300_799), ("00010101000000Z", -62_135_596_800),
        ])
    func times(text: String, seconds: Int64) throws {
        let read = try TimestampReply(reply(imprint: imprint, time: text))
        #expect(read.token?.time == seconds)
    }

    @Test(
        "Times that are none are refused",
        arguments: [
            "20261121194137", "20261121194137+0800", "20261321194137Z", "20260229000000Z",
            "20261121244137Z", "202611211941Z", "20261121194137.Z", "20261121194137.1xZ", "",
            "00000101000000Z", "20261121194137.11111111111111111111111Z",
        ])
    func badTimes(text: String) {
        #expect(throws: TimestampFault.malformed) {
            try TimestampReply(reply(imprint: imprint, time: text))
        }
    }

    @Test("A reply to another request is told")
    func problems() throws {
        let other = try TimestampReply(reply(imprint: .sha256("other")))
        #expect(other.problem(answering: try request()) == .otherImprint)
        let good = try TimestampReply(reply(imprint: imprint))
        #expect(good.problem(answering: try request([1])) == .otherNonce)
        #expect(good.problem(answering: try request(nil)) == .otherNonce)
        let bare = try TimestampReply(reply(imprint: imprint, nonce: nil))
        #expect(bare.problem(answering: try request()) == .otherNonce)
        #expect(bare.problem(answering: try request(nil)) == nil)
        let refused = try TimestampReply(reply(imprint: imprint, status: 2))
        #expect(refused.problem(answering: try request()) == .notGranted(status: 2))
        let said = der(0x30, der(0x30, [2, 1, 2], der(0x30, der(0x0C, Array("no".utf8)))))
        let rejected = try TimestampReply(said)
        #expect(rejected.statusTexts == ["no"] && rejected.token == nil && !rejected.isGranted)
    }

    @Test("Truncated, damaged and deeply nested replies are refused or read, never a trap")
    func hostile() throws {
        let bytes = reply(imprint: imprint)
        for index in bytes.indices {
            #expect(throws: TimestampFault.malformed) { try TimestampReply(Array(bytes[..<index])) }
        }
        for damaged in Damage.all(of: bytes) { _ = try? TimestampReply(damaged) }
        #expect(throws: TimestampFault.malformed) { try TimestampReply(bytes + [0]) }
        let nested = [UInt8](repeating: 0x30, count: 200_000)
        #expect(throws: TimestampFault.malformed) { try TimestampReply(nested) }
        let lengths: [[UInt8]] = [
            [0x80], [0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x88], [0xFF], [0x81, 1],
        ]
        for length in lengths {
            #expect(throws: TimestampFault.malformed) { try TimestampReply([0x30] + length) }
        }
        #expect(throws: TimestampFault.tooLarge) {
            try TimestampReply([UInt8](repeating: 0, count: TimestampReply.maximumBytes + 1))
        }
    }
}
