import Foundation
import GreenlaneCore
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("What the operator sets")
struct ServiceSettingsTests {
    private static let limit = 2_048

    @Test(
        "bounds a body, and a document by a limit of its own",
        arguments: [
            ("/import-requests", "application/json", limit, 4 * limit),
            (
                "/shipments/SH-2026-000001/attachments?kind=contract&name=a.pdf",
                "application/pdf", 4 * limit, limit
            ),
        ])
    func bodies(path: String, type: String, body: Int, document: Int) async throws {
        let house = try await RunningService.start {
            $0.maximumBodyBytes = body
            $0.maximumAttachmentBytes = document
        }
        house.callers.add("lab", People.lab())
        let filed = try await house.send(
            "POST", "/api/v1/import-requests", as: "lab", Requests.consumables().json,
            headers: ["Accept-Language": "en"])
        // The request itself has some 1,500 bytes: within each limit.
        try #require(filed.status == 201, "\(String(decoding: filed.body, as: UTF8.self))")
        for (size, isTooLarge) in [(Self.limit, false), (Self.limit + 1, true)] {
            let answer = try await house.send(
                "POST", "/api/v1" + path, as: "lab",
                headers: ["Content-Type": type, "If-Match": "\"1\""],
                raw: Data(repeating: 0x20, count: size))
            let code = try answer.json["code"]
            #expect((code == "body-too-large") == isTooLarge, "\(size): \(code ?? .null)")
            if isTooLarge { #expect(answer.status == 413) }
        }
        try await house.stop()
    }

    @Test("names the address that another program holds")
    func taken() async throws {
        let house = try await RunningService.start()
        do {
            let second = try await RunningService.start {
                $0.listen = ListenAddress(host: "127.0.0.1", port: house.port)
            }
            Issue.record("two services on one port")
            try await second.stop()
        } catch let refusal as Refusal {
            #expect(refusal.code == "cannot-listen" && refusal.kind == .input)
            #expect(refusal.message.en.contains("127.0.0.1:\(house.port)"))
        }
        try await house.stop()
    }

    @Test(
        "is asked by probes with HEAD as with GET",
        arguments: ["/livez", "/readyz", "/metrics"])
    func probes(path: String) async throws {
        let house = try await RunningService.start()
        let whole = try await house.send("GET", path)
        let head = try await house.send("HEAD", path)
        #expect(whole.status == 200 && head.status == 200)
        #expect(!whole.body.isEmpty && head.body.isEmpty)
        #expect(head.header("content-type") == whole.header("content-type"))
        #expect(try await house.send("POST", path).status == 405)
        try await house.stop()
    }

    @Test("what is looked at has a head of its own, what goes on and what is done has none")
    func heads() async throws {
        try await AccessHouse.servingLab { house, lab, _ in
            for path in ["/shipments", "/openapi.json", "/workflows"] {
                let whole = try await house.browse("GET", path, lab)
                let head = try await house.browse("HEAD", path, lab)
                #expect(whole.status == 200 && head.status == 200, "\(path)")
                #expect(!whole.body.isEmpty && head.body.isEmpty, "\(path)")
                for name in ["content-type", "content-length", "etag"] {
                    #expect(head.header(name) == whole.header(name), "\(path) \(name)")
                }
            }
            #expect(try await house.send("HEAD", "/shipments").status == 401)
            #expect(try await house.browse("HEAD", "/events/stream", lab).status == 405)
            let filing = try await house.browse("HEAD", "/import-requests", lab)
            #expect(filing.status == 405 && filing.header("allow") == "POST")
            let cookies = [("Cookie", lab)]
            let asset = try await house.browser(
                "HEAD", "/assets/console.css", nil, language: "en", [])
            #expect(asset.status == 200 && asset.body.isEmpty)
            let page = try await house.browser("HEAD", "/day", nil, language: "en", cookies)
            #expect(page.status == 200 && page.body.isEmpty)
            let form = try await house.browser("HEAD", "/requests", nil, language: "en", cookies)
            #expect(form.status == 303 && form.header("location") == "/requests/new")
            let away = try await house.browser("HEAD", "/day", nil, language: "en", [])
            #expect(away.status == 303 && away.header("location") == "/sign-in?back=%2Fday")
        }
    }
}
