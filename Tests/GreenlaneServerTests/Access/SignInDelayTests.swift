import GreenlaneCore
import Testing

@testable import GreenlaneServer

@Suite("Somebody guesses passwords")
struct SignInDelayTests {
    private let start = Timestamp(milliseconds: 1_800_000_000_000)

    /// Fails as often as it may within a time; how many tries were let through.
    private func hammer(
        _ delays: SignInDelays, _ name: String, _ address: String, from: Timestamp,
        tries: Int, every milliseconds: Int64 = 100
    ) -> (made: Int, end: Timestamp) {
        var now = from
        var made = 0
        for _ in 0..<tries {
            if delays.begin(name: name, address: address, at: now).attempt != nil { made += 1 }
            now = now.adding(milliseconds: milliseconds)
        }
        return (made, now)
    }

    @Test("a thousand failures elsewhere do not keep the owner out where they signed in before")
    func ownerComesIn() throws {
        let delays = SignInDelays()
        let first = try #require(
            delays.begin(name: "li.na", address: "198.51.100.7", at: start).attempt)
        delays.succeeded(first)
        let attack = hammer(delays, "li.na", "203.0.113.66", from: start, tries: 1_000)
        #expect(attack.made < 15)
        var now = attack.end
        for place in 0..<400 {
            now = hammer(delays, "li.na", "203.0.113.\(place)", from: now, tries: 3).end
        }
        let owner = delays.begin(name: "li.na", address: "198.51.100.7", at: now)
        #expect(owner.wait == 0)
        let stranger = delays.begin(name: "li.na", address: "192.0.2.1", at: now)
        #expect(stranger.attempt == nil)
        #expect((1...60_000).contains(stranger.wait))
    }

    @Test("whoever shares the owner's address costs the owner seconds, not more")
    func sharedAddress() throws {
        let delays = SignInDelays()
        let first = try #require(
            delays.begin(name: "li.na", address: "198.51.100.7", at: start).attempt)
        delays.succeeded(first)
        let attack = hammer(
            delays, "li.na", "198.51.100.7", from: start, tries: 1_000, every: 1_000)
        #expect(delays.begin(name: "li.na", address: "198.51.100.7", at: attack.end).wait <= 15_000)
    }

    @Test("waits grow, end at five minutes, and are forgotten after an hour")
    func waits() {
        let delays = SignInDelays()
        var now = start
        var longest: Int64 = 0
        for _ in 0..<40 {
            let tried = delays.begin(name: "x", address: "192.0.2.1", at: now)
            longest = max(longest, tried.wait)
            now = now.adding(milliseconds: tried.wait)
        }
        #expect(longest == 300_000)
        #expect(SignInDelays.here.wait(4) == 0)
        #expect(SignInDelays.here.wait(5) == 1_000)
        #expect(SignInDelays.here.wait(8) == 8_000)
        #expect(SignInDelays.here.wait(.max) == 300_000)
        let later = now.adding(milliseconds: SignInDelays.memory)
        for _ in 0..<5 {
            #expect(delays.begin(name: "x", address: "192.0.2.1", at: later).wait == 0)
        }
    }

    @Test("tries at the same moment count before they fail")
    func parallel() {
        let delays = SignInDelays()
        let made = (0..<100).count { _ in
            delays.begin(name: "x", address: "192.0.2.1", at: start).attempt != nil
        }
        #expect(made == 5)
    }

    @Test("one address that tries many names is slowed, and other addresses are not")
    func spraying() {
        let delays = SignInDelays()
        let made = (0..<1_000).count { index in
            delays.begin(name: "user\(index)", address: "192.0.2.1", at: start).attempt != nil
        }
        #expect(made == 100)
        #expect(delays.begin(name: "user7", address: "192.0.2.9", at: start).wait == 0)
    }

    @Test("a right password clears the count, and what was not tried does not count")
    func cleared() throws {
        let delays = SignInDelays()
        for _ in 0..<4 { _ = delays.begin(name: "x", address: "192.0.2.1", at: start) }
        let right = try #require(
            delays.begin(name: "x", address: "192.0.2.1", at: start).attempt)
        delays.succeeded(right)
        for _ in 0..<50 {
            let tried = try #require(
                delays.begin(name: "x", address: "192.0.2.1", at: start).attempt)
            delays.abandoned(tried)
        }
        #expect(delays.begin(name: "x", address: "192.0.2.1", at: start).wait == 0)
    }

    @Test("made-up names and addresses do not fill the memory")
    func bounded() throws {
        let delays = SignInDelays()
        let owner = try #require(
            delays.begin(name: "li.na", address: "198.51.100.7", at: start).attempt)
        delays.succeeded(owner)
        for index in 0..<60_000 {
            let now = start.adding(milliseconds: Int64(index) * 10)
            _ = delays.begin(name: "n\(index)", address: "10.0.\(index)", at: now)
        }
        #expect(delays.size <= 3 * SignInDelays.maximumCount + 1)
    }

    @Test(
        "an IPv6 line is one place, however its addresses are written",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:DB8:0001:2::9", "2001:db8:1:2::/64"), ("2001:db8::1", "2001:db8:0:0::/64"),
            ("fe80::1%eth0", "fe80:0:0:0::/64"), ("::1", "0:0:0:0::/64"), ("local", "local"),
        ])
    func places(address: String, place: String) { #expect(ClientPlace.of(address) == place) }
}
