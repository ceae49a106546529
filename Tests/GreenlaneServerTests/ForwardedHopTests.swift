import HTTPTypes
import Testing

@testable import GreenlaneServer

@Suite("When a proxy says who the client is")
struct ForwardedHopTests {
    private static let peer = "10.0.0.1"

    private func resolve(
        _ fields: [(String, String)], peer: String = peer, trusted: [String] = ["10.0.0.0/8"]
    ) throws -> ForwardedHop? {
        var headers = HTTPFields()
        for (name, value) in fields {
            headers.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        return ForwardedHop.resolve(
            peer: try #require(NetworkAddress(peer)), headers: headers,
            trusted: try trusted.map { try #require(AddressRange($0)) })
    }

    @Test(
        "the last hop that no trusted machine vouches for is the client",
        arguments: [
            ([("x-forwarded-for", "203.0.113.9")], "203.0.113.9"),
            ([("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.0.0.2")], "203.0.113.9"),
            ([("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "203.0.113.9")], "203.0.113.9"),
            ([("x-forwarded-for", "evil, 203.0.113.9")], "203.0.113.9"),
            ([("x-forwarded-for", "203.0.113.9:4711")], "203.0.113.9"),
            ([("x-forwarded-for", "[2001:db8::1]:4711")], "2001:db8::1"),
            ([("x-forwarded-for", "203.0.113.9, nonsense, 10.0.0.2")], "10.0.0.2"),
            ([("forwarded", "for=6.6.6.6, for=203.0.113.9;proto=https")], "203.0.113.9"),
            ([("forwarded", "For=\"[2001:db8::1]:80\"")], "2001:db8::1"),
            ([("forwarded", "for=203.0.113.9, for=unknown, for=10.0.0.2")], "10.0.0.2"),
        ])
    func client(fields: [(String, String)], expected: String) throws {
        #expect(try resolve(fields)?.client == NetworkAddress(expected))
    }

    @Test("a peer that is not trusted is not believed")
    func stranger() throws {
        #expect(try resolve([("x-forwarded-for", "1.2.3.4")], peer: "203.0.113.1") == nil)
        #expect(try resolve([("forwarded", "for=1.2.3.4")], trusted: []) == nil)
    }

    @Test("two kinds of lines at once are not believed")
    func both() throws {
        #expect(
            try resolve([("forwarded", "for=1.2.3.4"), ("x-forwarded-for", "5.6.7.8")]) == nil)
    }

    @Test("a broken or endless line names nobody")
    func broken() throws {
        #expect(try resolve([("forwarded", "for=\"1.2.3.4")]) == nil)
        let endless = Array(repeating: "10.0.0.2", count: 40).joined(separator: ",")
        #expect(try resolve([("x-forwarded-for", endless)]) == nil)
    }

    @Test("the scheme is what the nearest proxy wrote")
    func scheme() throws {
        let fields = [("x-forwarded-for", "1.2.3.4"), ("x-forwarded-proto", "http, https")]
        #expect(try resolve(fields)?.isSecure == true)
        #expect(try resolve([("forwarded", "for=1.2.3.4;proto=http")])?.isSecure == false)
        #expect(try resolve([("x-forwarded-for", "1.2.3.4")])?.isSecure == nil)
    }

    @Test("IPv4 in IPv6 clothing is the same machine")
    func mapped() throws {
        let fields = [("x-forwarded-for", "203.0.113.9")]
        #expect(
            try resolve(fields, peer: "::ffff:10.0.0.1")?.client == NetworkAddress("203.0.113.9"))
        #expect(NetworkAddress("::ffff:10.0.0.1") == NetworkAddress("10.0.0.1"))
        #expect(NetworkAddress("2001:db8:1:2:3::4")?.network.text == "2001:db8:1:2::")
        #expect(NetworkAddress("203.0.113.9")?.network.text == "203.0.113.0")
    }
}

@Suite("Names of requests and traces")
struct RequestNameTests {
    @Test(
        "only harmless names are taken over",
        arguments: [
            ("0123abcd", true), ("a-b_c.d-1234", true), ("short", false), ("has space here", false),
            (String(repeating: "a", count: 65), false), ("line\nbreak-1234", false),
            ("中文中文中文中文", false),
        ])
    func accepted(text: String, isAccepted: Bool) {
        #expect((RequestID.accepted(text) != nil) == isAccepted)
    }

    @Test(
        "a malformed traceparent counts as none",
        arguments: [
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
            ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what", true),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what", false),
            ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
            ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false),
            ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", false), ("", false),
        ])
    func trace(text: String, isValid: Bool) {
        #expect((TraceParent(text) != nil) == isValid)
    }

    @Test("a child stays in the trace with a name of its own")
    func child() throws {
        let parent = try #require(
            TraceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        let child = parent.child()
        #expect(child.traceID == parent.traceID)
        #expect(child.spanID != parent.spanID)
        #expect(TraceParent(child.text) == child)
        #expect(TraceParent(TraceParent.make().text) != nil)
    }
}
