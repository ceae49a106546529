import Synchronization
import Testing

@testable import GreenlaneServer

/// A clock that stands still until it is turned.
final class TurnedClock: Sendable {
    private let nanoseconds = Mutex<UInt64>(1)

    var clock: ServiceClock { ServiceClock { self.nanoseconds.withLock { $0 } } }

    func turn(milliseconds: UInt64) { nanoseconds.withLock { $0 += milliseconds * 1_000_000 } }
}

@Suite("When a client asks often")
struct RateLimiterTests {
    @Test("a burst passes, the next waits, and time fills the bucket again")
    func bucket() {
        let time = TurnedClock()
        let limiter = RateLimiter(perMinute: 60, burst: 3, clock: time.clock)
        #expect(
            (1...3).map { _ in limiter.take(.caller("a")) } == [.admitted, .admitted, .admitted])
        #expect(limiter.take(.caller("a")) == .limited(retryAfter: 1))
        #expect(limiter.take(.caller("b")) == .admitted)
        time.turn(milliseconds: 999)
        #expect(limiter.take(.caller("a")) == .limited(retryAfter: 1))
        time.turn(milliseconds: 2)
        #expect(limiter.take(.caller("a")) == .admitted)
        #expect(limiter.take(.caller("a")) == .limited(retryAfter: 1))
        time.turn(milliseconds: 3_600_000)
        #expect(
            (1...4).map { _ in limiter.take(.caller("a")) }.filter { $0 == .admitted }.count == 3)
    }

    @Test("asking often while limited does not keep the bucket empty")
    func impatient() {
        let time = TurnedClock()
        let limiter = RateLimiter(perMinute: 60, burst: 1, clock: time.clock)
        #expect(limiter.take(.caller("a")) == .admitted)
        var admitted = 0
        for _ in 0..<10_000 {
            time.turn(milliseconds: 1)
            if limiter.take(.caller("a")) == .admitted { admitted += 1 }
        }
        #expect(admitted == 10)
    }

    @Test("the wait that is told is enough")
    func wait() {
        let time = TurnedClock()
        let limiter = RateLimiter(perMinute: 2, burst: 1, clock: time.clock)
        #expect(limiter.take(.caller("a")) == .admitted)
        guard case .limited(let seconds) = limiter.take(.caller("a")) else {
            Issue.record("admitted")
            return
        }
        time.turn(milliseconds: UInt64(seconds) * 1000)
        #expect(limiter.take(.caller("a")) == .admitted)
    }

    @Test("the table stays bounded, and who keeps asking stays in it")
    func bounded() {
        let time = TurnedClock()
        let limiter = RateLimiter(perMinute: 60, burst: 1, clients: 100, clock: time.clock)
        #expect(limiter.take(.caller("busy")) == .admitted)
        for index in 0..<10_000 {
            _ = limiter.take(.caller("client \(index)"))
            if index % 20 == 0 { #expect(limiter.take(.caller("busy")) != .admitted) }
        }
        #expect(limiter.count <= 101)
    }

    @Test("looking takes nothing, and 0 is no limit")
    func looking() {
        let limiter = RateLimiter(perMinute: 60, burst: 1, clock: TurnedClock().clock)
        #expect((1...5).allSatisfy { _ in limiter.look(.caller("a")) == .admitted })
        #expect(limiter.take(.caller("a")) == .admitted)
        #expect(limiter.look(.caller("a")) == .limited(retryAfter: 1))
        let open = RateLimiter(perMinute: 0)
        #expect((1...1000).allSatisfy { _ in open.take(.caller("a")) == .admitted })
    }
}
