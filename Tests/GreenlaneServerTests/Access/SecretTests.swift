import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import HTTPTypes
import Testing

@testable import GreenlaneServer

@Suite("The text of an API key")
struct KeyTextTests {
    @Test("can be read back, and every slip of the pen is noticed")
    func slips() throws {
        let made = KeyText.make()
        let read = try #require(KeyText(made.text))
        #expect(read.id == made.id && read.digest == made.digest)
        #expect(made.text.hasPrefix("glk_live_\(made.id)_"))
        #expect(made.text.utf8.count == KeyText.length)
        for index in made.text.indices {
            var slip = made.text
            let other: Character = made.text[index] == "x" ? "y" : "x"
            slip.replaceSubrange(index...index, with: String(other))
            #expect(KeyText(slip) == nil, "\(slip)")
        }
        #expect(KeyText(made.text + "0") == nil)
        #expect(KeyText(String(made.text.dropLast())) == nil)
        #expect(KeyText.make().text != made.text)
    }

    @Test("ends with the checksum of zip")
    func checksum() {
        #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum([]) == 0)
    }

    @Test("has digits to the base 62 that lose nothing")
    func base62() {
        #expect(SecretText.base62([0, 0, 0, 61], length: 6) == "00000z")
        #expect(SecretText.base62([0, 0, 0, 62], length: 6) == "000010")
        #expect(SecretText.base62([255, 255, 255, 255], length: 6) == "4gfFC3")
        let most = [UInt8](repeating: 255, count: 32)
        let one = SecretText.base62(most, length: SecretText.length)
        let less = SecretText.base62(Array(most.dropLast()) + [254], length: SecretText.length)
        #expect(one.utf8.count == 43 && one != less)
        #expect(SecretText.random() != SecretText.random())
    }

    @Test("is known by a SHA-256 that everybody can work out")
    func digest() {
        #expect(
            SecretText.digest("abc")
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}

@Suite("The hash of a password")
struct PasswordHashTests {
    static let vectors: URL = URL(fileURLWithPath: World.home)
        .deletingLastPathComponent().appending(path: "shared/interfaces/data/auth")
    static let hasVectors = FileManager.default.fileExists(
        atPath: vectors.appending(path: "scrypt-vectors.json").path)

    @Test("is that of RFC 7914", .enabled(if: hasVectors, "the published vectors are not here"))
    func published() throws {
        let data = try Data(
            contentsOf: Self.vectors.appending(path: "scrypt-vectors.json"))
        let cases = try #require(try JSONParser.parse([UInt8](data))["cases"]?.arrayValue)
        #expect(cases.count >= 3)
        for vector in cases {
            let rounds = try #require(vector["N"]?.integerValue)
            let cost = PasswordCost(
                logRounds: rounds.trailingZeroBitCount,
                blockSize: Int(try #require(vector["r"]?.integerValue)),
                parallelism: Int(try #require(vector["p"]?.integerValue)))
            guard cost.parallelism <= 8 else { continue }
            let found = try PasswordHash.derive(
                try #require(vector["password"]?.stringValue),
                Array(try #require(vector["salt"]?.stringValue).utf8), cost,
                count: Int(try #require(vector["dkLen"]?.integerValue)))
            let hex = found.map { String(format: "%02x", $0) }.joined()
            #expect(hex == vector["hex"]?.stringValue)
        }
    }

    @Test("says how it was made, and knows its password however it was typed")
    func phc() throws {
        let made = try PasswordHash.make("pässword 密码 long", cost: AccessHouse.cheap)
        #expect(made.text.hasPrefix("$scrypt$ln=4,r=1,p=1$"))
        let read = try #require(PasswordHash(made.text))
        #expect(read == made)
        #expect(try read.matches("pässword 密码 long"))
        #expect(try read.matches("pa\u{308}ssword 密码 long"))
        #expect(try !read.matches("passwörd 密码 long"))
        #expect(try !read.matches(""))
        #expect(
            try PasswordHash.make("x", cost: AccessHouse.cheap)
                != PasswordHash.make("x", cost: AccessHouse.cheap))
    }

    @Test(
        "is refused where it would eat the machine or is damaged",
        arguments: [
            "", "$scrypt$", "$scrypt$ln=31,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
            "$scrypt$ln=17,r=8$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
            "$scrypt$ln=17,r=0,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
            "$scrypt$r=8,ln=17,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
            "$scrypt$ln=+4,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
            "$scrypt$ln=17,r=8,p=1$c2Fs!$aGFzaGhhc2hoYXNoaGFzaA",
            "$scrypt$ln=17,r=8,p=1$c2FsdHNhbHQ$c2hvcnQ",
            "$argon2id$v=19$m=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA", "$none$",
        ])
    func damaged(text: String) { #expect(PasswordHash(text) == nil) }

    @Test("is worked out for few at once, and the line is bounded")
    func bounded() async throws {
        let hashing = PasswordHashing(cost: AccessHouse.cheap)
        let gate = DispatchSemaphore(value: 0)
        let tasks = (0..<60).map { _ in
            Task { try await hashing.work { gate.wait() } }
        }
        for _ in 0..<2_000 where hashing.waiting < PasswordHashing.maximumWaiting {
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(hashing.waiting == PasswordHashing.maximumWaiting)
        let late = await #expect(throws: Refusal.self) { try await hashing.hash("x") }
        #expect(late?.code == "busy")
        for _ in tasks { gate.signal() }
        var refused = 0
        for task in tasks {
            if case .failure = await task.result { refused += 1 }
        }
        #expect(refused == 60 - PasswordHashing.maximumWaiting - PasswordHashing.maximumAtOnce)
        #expect(try await hashing.check("x", against: hashing.hash("x")).isRight)
    }

    @Test("costs as much for a name that nobody has, and never fits")
    func nobody() async throws {
        let hashing = PasswordHashing(cost: AccessHouse.cheap)
        for password in ["", "x", "correct horse battery staple"] {
            #expect(try await !hashing.check(password, against: nil).isRight)
            #expect(try await !hashing.check(password, against: "$damaged").isRight)
        }
        let older = try PasswordHash.make(
            "x", cost: PasswordCost(logRounds: 3, blockSize: 1, parallelism: 1)
        ).text
        let verdict = try await hashing.check("x", against: older)
        #expect(verdict.isRight && verdict.isOutdated)
    }
}

@Suite("A new password")
struct PasswordPolicyTests {
    @Test(
        "is refused where it is short, known to everybody, or the name",
        arguments: [
            ("elevenchars", "password-too-short"), ("密码密码密码密码密码密", "password-too-short"),
            ("PasswordPassword", "password-common"), ("password 1234", "password-common"),
            ("qwertyuiop2026!", "password-common"), ("aaaaaaaaaaaaaaaa", "password-common"),
            ("li.na.of.the.lab", "password-is-name"),
            ("bal.eht.fo.an.il", "password-is-name"),
            (String(repeating: "ab c", count: 65), "password-too-long"),
        ])
    func refused(password: String, code: String) {
        let found = PasswordPolicy.objection(to: password, signInName: "li.na.of.the.lab")
        #expect(found?.code == code)
    }

    @Test(
        "may be anything else",
        arguments: [
            "correct horse battery staple", "七个不相干的词语连成一句话", "            x y z", "🔬🧪🧫🧬🦠🔭⚗️🩺💉🧯🌡️",
        ])
    func taken(password: String) {
        #expect(PasswordPolicy.objection(to: password, signInName: "li.na") == nil)
    }
}

@Suite("What a request presents")
struct PresentedCredentialTests {
    private func read(
        _ authorization: [String], cookies: [String] = []
    ) throws -> PresentedCredential {
        var headers = HTTPFields()
        for text in authorization {
            headers.append(HTTPField(name: .authorization, value: text))
        }
        for text in cookies { headers.append(HTTPField(name: .cookie, value: text)) }
        return try PresentedCredential.read(headers, cookie: SessionCookie(isSecure: true))
    }

    @Test("is one credential or none")
    func one() throws {
        #expect(try read([]) == .none)
        #expect(try read(["Bearer glk_live_x"]) == .key("glk_live_x"))
        #expect(try read(["bearer  a.b.c"]) == .token("a.b.c"))
        #expect(try read([], cookies: ["a=b; __Host-gl_session=tok; c=d"]) == .session("tok"))
        #expect(try read([], cookies: ["__Host-gl_session="]) == .none)
        #expect(try read([], cookies: ["gl_session=tok; x__Host-gl_session=t"]) == .none)
    }

    @Test(
        "is refused where it is two, or nothing that we know",
        arguments: [
            (["Bearer a", "Bearer a"], []), (["Bearer a"], ["__Host-gl_session=t"]),
            (["Basic cm9vdDpyb290"], []), (["Bearer"], []), (["Bearer "], []),
            (["Bearer a b"], []), (["Bearer a,b"], []), ([""], []),
            (["Bearer " + String(repeating: "a", count: 9_000)], []),
            ([], ["__Host-gl_session=t; __Host-gl_session=u"]),
            ([], ["__Host-gl_session=t", "__Host-gl_session=u"]),
        ] as [([String], [String])])
    func two(authorization: [String], cookies: [String]) {
        let refusal = #expect(throws: Refusal.self) {
            try read(authorization, cookies: cookies)
        }
        #expect(refusal?.code == "credential-invalid")
    }

    @Test("comes from our own page where a cookie counts")
    func origin() {
        func isOurs(
            _ site: String?, _ origin: String?, publicURL: String? = nil, proof: Bool = true
        ) -> Bool {
            var headers = HTTPFields()
            if let site { headers[.secFetchSite] = site }
            if let origin { headers[.origin] = origin }
            return RequestOrigin.isOurs(
                headers, host: "gl.example.org", publicURL: publicURL, needsProof: proof)
        }
        #expect(isOurs("same-origin", nil) && isOurs("none", nil))
        #expect(!isOurs("cross-site", "https://gl.example.org"))
        #expect(!isOurs("same-site", nil) && !isOurs("", nil))
        #expect(isOurs(nil, "https://gl.example.org"))
        #expect(!isOurs(nil, "https://gl.example.org.evil.example"))
        #expect(!isOurs(nil, "null") && !isOurs(nil, nil))
        #expect(isOurs(nil, nil, proof: false))
        #expect(isOurs(nil, "https://a.example", publicURL: "https://a.example/"))
        #expect(!isOurs(nil, "https://gl.example.org", publicURL: "https://a.example"))
    }
}
