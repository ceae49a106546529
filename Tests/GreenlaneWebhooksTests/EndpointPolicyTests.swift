import GreenlaneCore
import Testing

@testable import GreenlaneWebhooks

@Suite("A URL that is registered for webhooks")
struct EndpointPolicyTests {
    @Test(
        "Addresses on the internet over https are taken",
        arguments: [
            "https://erp.example.com/hooks", "https://erp.example.com:8443/hooks?a=b",
            "https://8.8.8.8/", "https://[2400:3200::1]/", "https://报关.example.cn/hooks",
        ])
    func taken(url: String) {
        #expect(EndpointPolicy().refusal(of: url) == nil)
    }

    @Test(
        "Everything else is refused with its code",
        arguments: [
            ("", "webhook-url-malformed"), ("erp.example.com", "webhook-url-malformed"),
            ("https://", "webhook-url-malformed"), ("https://a b/", "webhook-url-malformed"),
            ("https://a.example/\r\nX: y", "webhook-url-malformed"),
            ("https://[fe80::1%25eth0]/", "webhook-url-malformed"),
            ("https://user@a.example/", "webhook-url-credentials"),
            ("https://user:word@a.example/", "webhook-url-credentials"),
            ("http://erp.example.com/", "webhook-url-not-https"),
            ("http://10.0.0.1/", "webhook-url-not-https"),
            ("ftp://a.example/", "webhook-url-not-https"),
            ("file:///etc/passwd", "webhook-url-malformed"),
            ("https://localhost/", "webhook-address-not-allowed"),
            ("https://LOCALHOST./", "webhook-address-not-allowed"),
            ("https://a.localhost/", "webhook-address-not-allowed"),
            ("https://127.0.0.1/", "webhook-address-not-allowed"),
            ("https://2130706433/", "webhook-address-not-allowed"),
            ("https://0x7f.1/", "webhook-address-not-allowed"),
            ("https://[::1]/", "webhook-address-not-allowed"),
            ("https://[::ffff:127.0.0.1]/", "webhook-address-not-allowed"),
            ("https://10.0.0.1/", "webhook-address-not-allowed"),
            ("https://169.254.169.254/latest", "webhook-address-not-allowed"),
        ])
    func refused(url: String, code: String) {
        #expect(EndpointPolicy().refusal(of: url)?.code == code)
    }

    @Test("A URL of 2048 bytes is taken, a longer one is not")
    func length() {
        let start = "https://a.example/"
        let fits = start + String(repeating: "a", count: 2048 - start.utf8.count)
        #expect(EndpointPolicy().refusal(of: fits) == nil)
        #expect(EndpointPolicy().refusal(of: fits + "a")?.code == "webhook-url-too-long")
    }

    @Test(
        "For a demonstration this machine is allowed, over http too",
        arguments: [
            "http://127.0.0.1:8080/", "http://localhost:8080/", "http://[::1]:8080/",
            "https://127.0.0.1/", "https://erp.example.com/",
        ])
    func loopbackAllowed(url: String) {
        #expect(EndpointPolicy(allowLoopback: true).refusal(of: url) == nil)
    }

    @Test(
        "That opens no other network",
        arguments: [
            "http://10.0.0.1/", "https://10.0.0.1/", "http://erp.example.com/",
            "https://169.254.169.254/", "http://8.8.8.8/", "http://localhost.example.com/",
        ])
    func onlyLoopback(url: String) {
        #expect(EndpointPolicy(allowLoopback: true).refusal(of: url) != nil)
    }
}

@Suite("An address to which a name led")
struct IPAddressTests {
    @Test(
        "Private, local, metadata, multicast and reserved networks are not the internet",
        arguments: [
            "https://0.0.0.0/", "https://10.255.255.255/", "https://100.64.0.1/",
            "https://100.100.100.200/", "https://100.127.255.255/", "https://168.63.129.16/",
            "https://169.254.169.254/", "https://172.16.0.1/", "https://172.31.255.255/",
            "https://192.0.0.1/", "https://192.0.2.1/", "https://192.88.99.1/",
            "https://192.168.1.1/", "https://198.18.0.1/", "https://198.19.255.255/",
            "https://198.51.100.1/", "https://203.0.113.1/", "https://224.0.0.1/",
            "https://239.1.1.1/", "https://240.0.0.1/", "https://255.255.255.255/",
            "https://[::]/", "https://[fc00::1]/", "https://[fd00:ec2::254]/",
            "https://[fe80::1]/", "https://[fec0::1]/", "https://[ff02::1]/",
            "https://[2001:db8::1]/", "https://[2001::1]/", "https://[3fff::1]/",
            "https://[100::1]/", "https://[::10.0.0.1]/", "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::10.0.0.1]/", "https://[2002:a00:1::]/", "https://[5f00::1]/",
        ])
    func other(url: String) throws {
        #expect(try #require(EndpointURL(url)?.literalAddress).reach == .other)
    }

    @Test(
        "Their neighbours are the internet",
        arguments: [
            "https://9.255.255.255/", "https://11.0.0.0/", "https://100.63.255.255/",
            "https://100.128.0.0/", "https://168.63.129.17/", "https://169.253.255.255/",
            "https://172.15.255.255/", "https://172.32.0.0/", "https://192.167.255.255/",
            "https://198.17.255.255/", "https://198.20.0.0/", "https://223.255.255.255/",
            "https://[2400:3200::1]/", "https://[::ffff:8.8.8.8]/", "https://[64:ff9b::8.8.8.8]/",
            "https://[2002:808:808::]/", "https://[2001:4860:4860::8888]/",
        ])
    func global(url: String) throws {
        #expect(try #require(EndpointURL(url)?.literalAddress).reach == .global)
    }

    @Test(
        "This machine has many addresses",
        arguments: ["https://127.0.0.1/", "https://127.255.255.255/", "https://[::1]/"])
    func loopback(url: String) throws {
        #expect(try #require(EndpointURL(url)?.literalAddress).reach == .loopback)
    }
}
