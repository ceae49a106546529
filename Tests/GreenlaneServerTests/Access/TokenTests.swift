import Crypto
import Foundation
import GreenlaneCore
import GreenlaneEngine
import Testing

@testable import GreenlaneServer

@Suite("A bearer token of the issuer")
struct TokenTests {
    private let now = Timestamp(milliseconds: 1_800_000_000_000)

    private func code(_ verifier: TokenVerifier, _ token: String, at moment: Timestamp? = nil)
        async throws -> String?
    {
        do {
            _ = try await verifier.verify(token, at: moment ?? now)
            return nil
        } catch let refusal as Refusal {
            return refusal.code
        }
    }

    @Test("is taken with each algorithm of the list", arguments: TokenIssuing.Algorithm.allCases)
    func taken(algorithm: TokenIssuing.Algorithm) async throws {
        let mint = try TokenMint()
        let verifier = TokenVerifier(mint.issuing())
        let token = try mint.token(algorithm.rawValue, at: now)
        let claims = try await verifier.verify(token, at: now)
        #expect(claims.subject == "user-1" && claims.issuer == TokenMint.issuer)
        #expect(claims.expires.milliseconds == now.milliseconds + 630_000)
        let narrow = TokenVerifier(
            mint.issuing(TokenIssuing.Algorithm.allCases.filter { $0 != algorithm }))
        #expect(try await code(narrow, token) == "credential-invalid")
    }

    @Test("is taken with an audience of several, a fraction of a second, and without a key's name")
    func forms() async throws {
        let mint = try TokenMint()
        let verifier = TokenVerifier(mint.issuing())
        let seconds = now.milliseconds / 1_000
        for changes in [
            [JSONObject.Member("aud", ["other", .string(TokenMint.audience)])],
            [JSONObject.Member("exp", .number("\(seconds + 5).25"))],
            [JSONObject.Member("exp", .integer(seconds - 20))],
            [JSONObject.Member("nbf", .integer(seconds + 20))],
        ] {
            #expect(try await code(verifier, mint.token(at: now, changes)) == nil, "\(changes)")
        }
        #expect(try await code(verifier, mint.token(kid: .null, at: now)) == nil)
        #expect(try await code(verifier, mint.token(typ: "JWT", at: now)) == nil)
    }

    @Test("is refused where it is for others, too old, too young, or says nothing")
    func claims() async throws {
        let mint = try TokenMint()
        let verifier = TokenVerifier(mint.issuing())
        let seconds = now.milliseconds / 1_000
        for change in [
            JSONObject.Member("iss", "https://evil.example"), .init("iss", .null),
            .init("iss", ["https://id.example.org"]), .init("aud", "greenlane2"),
            .init("aud", []), .init("aud", .null), .init("sub", ""), .init("sub", .null),
            .init("sub", 7), .init("exp", .null), .init("exp", .integer(seconds - 31)),
            .init("exp", "2030-01-01"), .init("exp", .number("1e99")),
            .init("exp", .integer(.max)), .init("nbf", .integer(seconds + 31)),
            .init("nbf", "soon"), .init("iat", .integer(seconds + 3_600)),
            .init("sub", .string(String(repeating: "s", count: 300))),
        ] {
            let token = try mint.token(at: now, [change])
            #expect(try await code(verifier, token) == "credential-invalid", "\(change)")
        }
        #expect(try await code(verifier, mint.token(at: now)) == nil)
    }

    @Test("is refused where its header plays tricks")
    func headers() async throws {
        let mint = try TokenMint()
        mint.publish(["ec", "ed", "rsa", "shared"])
        let verifier = TokenVerifier(mint.issuing())
        let jwk: JSONValue = ["kty": "oct", "k": "AAAA"]
        let good = try mint.token(at: now)
        let parts = good.split(separator: ".").map(String.init)
        let none = TokenMint.text(#"{"alg":"none"}"#.utf8)
        let twice = TokenMint.text(#"{"alg":"ES256","alg":"none","kid":"ec"}"#.utf8)
        var tokens = [
            try mint.token("HS256", kid: "rsa", at: now),
            try mint.token("HS256", kid: "shared", at: now),
            try mint.token("none", at: now), try mint.token("nOnE", at: now),
            try mint.token("ES256", kid: "rsa", at: now),
            try mint.token("ES256", kid: "../../../etc/passwd", at: now),
            try mint.token("ES256", kid: ["ec"], at: now),
            try mint.token("ES256", typ: "logout+jwt", at: now),
            try mint.token("ES256", typ: 7, at: now),
            try mint.token(header: [.init("crit", ["exp"])], at: now),
            "\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])",
            "\(twice).\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1]).",
            "\(parts[0]).\(parts[1])", good + ".", good + "=", "." + good, "..", "",
            good.replacing(".", with: ". "), good.uppercased(),
            String(repeating: "a", count: 9_000) + good,
        ]
        // A key that the token brings itself, and one that lies at its own address, are not asked.
        tokens.append(try mint.token("HS256", header: [.init("jwk", jwk)], at: now))
        for token in tokens {
            #expect(try await code(verifier, token) == "credential-invalid", "\(token.prefix(80))")
        }
        for index in good.indices where good[index] != "." {
            var slip = good
            slip.replaceSubrange(index...index, with: good[index] == "A" ? "B" : "A")
            guard slip != good,
                Base64URL.decode(Substring(slip.split(separator: ".")[2]))
                    != Base64URL.decode(Substring(parts[2]))
                    || index < good.lastIndex(of: ".") ?? index
            else { continue }
            #expect(try await code(verifier, slip) == "credential-invalid")
        }
    }

    @Test("must be an access token where the issuer marks them")
    func typed() async throws {
        let mint = try TokenMint()
        let verifier = TokenVerifier(mint.issuing(typesTokens: true))
        #expect(try await code(verifier, mint.token(typ: "at+jwt", at: now)) == nil)
        #expect(try await code(verifier, mint.token(typ: "application/AT+JWT", at: now)) == nil)
        #expect(try await code(verifier, mint.token(typ: "JWT", at: now)) == "credential-invalid")
        #expect(try await code(verifier, mint.token(at: now)) == "credential-invalid")
    }

    @Test("keys are fetched anew for a new name, but not for every made-up one")
    func rotation() async throws {
        let mint = try TokenMint()
        mint.publish(["ec"])
        let verifier = TokenVerifier(mint.issuing())
        #expect(try await code(verifier, mint.token(at: now)) == nil)
        let other = try mint.token("EdDSA", at: now)
        for _ in 0..<50 {
            #expect(try await code(verifier, other) == "credential-invalid")
        }
        #expect(mint.fetches == 1)
        mint.publish(["ec", "ed"])
        let later = now.adding(milliseconds: KeySetSource.floor)
        #expect(try await code(verifier, mint.token("EdDSA", at: later), at: later) == nil)
        #expect(mint.fetches == 2)
        mint.publish(["ed"])
        let hour = later.adding(milliseconds: KeySetSource.longest + 1)
        let gone = try mint.token(at: hour)
        #expect(try await code(verifier, gone, at: hour) == "credential-invalid")
    }

    @Test("an issuer that cannot be reached is told from a wrong token, and known keys go on")
    func unreachable() async throws {
        let mint = try TokenMint()
        mint.set(isDown: true)
        let verifier = TokenVerifier(mint.issuing())
        #expect(try await code(verifier, mint.token(at: now)) == "issuer-unavailable")
        #expect(try await code(verifier, mint.token(at: now)) == "issuer-unavailable")
        #expect(mint.fetches == 1)
        mint.set(isDown: false)
        let later = now.adding(milliseconds: KeySetSource.floorWithout)
        #expect(try await code(verifier, mint.token(at: later), at: later) == nil)
        mint.set(isDown: true)
        let hour = later.adding(milliseconds: KeySetSource.longest + 1)
        #expect(try await code(verifier, mint.token(at: hour), at: hour) == nil)
    }

    @Test(
        "a key set that is none gives no keys",
        arguments: ["", "[]", "{}", #"{"keys":{}}"#, #"{"keys":[],"keys":[]}"#])
    func keySets(text: String) async {
        let keys = await PublishedKeys.read(Array(text.utf8), TokenIssuing.Algorithm.allCases)
        #expect(keys == nil)
    }

    @Test("weak, private or foreign keys of a set are left out")
    func weakKeys() async throws {
        let set = #"""
            {"keys":[{"kty":"RSA","kid":"short","n":"AQAB","e":"AQAB"},
            {"kty":"EC","crv":"P-384","kid":"p384","x":"AA","y":"AA"},
            {"kty":"EC","crv":"P-256","kid":"off","x":"AA","y":"AA"},
            {"kty":"oct","kid":"shared","k":"AAAA"}, 7, {"kty":"OKP"},
            {"kty":"OKP","crv":"Ed25519","kid":"enc","use":"enc","x":"AA"}]}
            """#
        let keys = try #require(
            await PublishedKeys.read(Array(set.utf8), TokenIssuing.Algorithm.allCases))
        for id in ["short", "p384", "off", "shared", "enc"] {
            for algorithm in TokenIssuing.Algorithm.allCases {
                #expect(keys.key(id, algorithm) == nil)
            }
        }
    }

    @Test(
        "agrees with RFC 8037 on Ed25519",
        .enabled(if: PasswordHashTests.hasVectors, "the published vectors are not here"))
    func published() async throws {
        let file = PasswordHashTests.vectors.appending(path: "jose-vectors.json")
        let vectors = try JSONParser.parse([UInt8](try Data(contentsOf: file)))
        let x = try #require(vectors["eddsa"]?["jwk"]?["x"]?.stringValue)
        let jws = try #require(vectors["eddsa"]?["jws"]?.stringValue)
        let set = #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"\#(x)"}]}"#
        let keys = try #require(await PublishedKeys.read(Array(set.utf8), [.edDSA]))
        let key = try #require(keys.key(nil, .edDSA))
        let parts = jws.split(separator: ".")
        let signature = try #require(Base64URL.decode(parts[2]))
        let signed = Array("\(parts[0]).\(parts[1])".utf8)
        #expect(key.hasSigned(signed, signature))
        #expect(!key.hasSigned(signed + [0], signature))
        let shared = try #require(vectors["hs256"]?["jwt"]?.stringValue)
        let verifier = TokenVerifier(
            TokenIssuing(
                issuer: "joe", audience: "x", algorithms: TokenIssuing.Algorithm.allCases,
                keySet: { Array(set.utf8) }))
        let moment = Timestamp(milliseconds: 1_300_819_000_000)
        #expect(try await code(verifier, shared, at: moment) == "credential-invalid")
    }

    @Test("over HTTP it lets in the account that it names, and nobody else")
    func overHTTP() async throws {
        let mint = try TokenMint()
        let configuration = AccessConfiguration(
            hasSecureCookies: false, issuer: mint.issuing(), passwordCost: AccessHouse.cheap)
        try await AccessHouse.serving(configuration) { house in
            let root = try await house.administrator()
            let firm = try await house.organisation("broker", by: root)
            let made = try await house.browse(
                "POST", "/accounts", root,
                [
                    "organisation": .string(firm), "roles": ["broker"],
                    "issuer": .string(TokenMint.issuer), "subject": "user-1",
                ])
            #expect(made.status == 201, "\(String(decoding: made.body, as: UTF8.self))")
            let now = house.clock.now
            let token = try mint.token(at: now)
            let current = try await house.call("GET", "/sessions/current", token)
            #expect(current.status == 200)
            #expect(try current.json["signedInBy"] == "token")
            let other = try mint.token(at: now, [.init("sub", "user-2")])
            #expect(try await house.call("GET", "/sessions/current", other).status == 401)
            let session = try await house.send("POST", "/sessions", ["token": .string(token)])
            #expect(session.status == 201)
            let cookie = try #require(session.cookie)
            #expect(try await house.browse("GET", "/sessions/current", cookie).status == 200)
            let wrong = try await house.send("POST", "/sessions", ["token": .string(other)])
            #expect(wrong.code == "sign-in-refused")
            house.clock.advance(minutes: 11)
            #expect(try await house.call("GET", "/sessions/current", token).status == 401)
            #expect(house.unannounced == [])
        }
    }
}
