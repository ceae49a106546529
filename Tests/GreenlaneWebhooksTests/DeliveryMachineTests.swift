import GreenlaneCore
import GreenlaneWebhooks
import Testing

@Suite("A delivery after an attempt")
struct DeliveryMachineTests {
    private let now = Timestamp(milliseconds: 1_000_000)

    struct Row: Sendable {
        var outcome: DeliveryMachine.Outcome
        var state: DeliveryMachine.State
        /// Milliseconds to the next attempt; nil where there is none.
        var wait: Int64?
        var actions: [DeliveryMachine.Action] = []
    }

    private static let hour: Int64 = 3_600_000

    @Test(
        "The first outcome decides what to do next",
        arguments: [
            Row(outcome: .response(status: 200), state: .delivered, actions: [.markDelivered]),
            Row(outcome: .response(status: 204), state: .delivered, actions: [.markDelivered]),
            Row(outcome: .response(status: 299), state: .delivered, actions: [.markDelivered]),
            Row(outcome: .response(status: 199), state: .pending, wait: 5000),
            Row(outcome: .response(status: 301), state: .pending, wait: 5000),
            Row(outcome: .response(status: 400), state: .pending, wait: 5000),
            Row(outcome: .response(status: 500), state: .pending, wait: 5000),
            Row(outcome: .connectionFault, state: .pending, wait: 5000),
            Row(
                outcome: .response(status: 410), state: .disabled,
                actions: [.giveUp, .disableEndpoint]),
            Row(outcome: .response(status: 400, abort: true), state: .failed, actions: [.giveUp]),
            Row(outcome: .targetRefused, state: .failed, actions: [.giveUp]),
            Row(outcome: .response(status: 429, retryAfter: 60), state: .pending, wait: 60_000),
            Row(outcome: .response(status: 502, retryAfter: 60), state: .pending, wait: 60_000),
            Row(outcome: .response(status: 503, retryAfter: 60), state: .pending, wait: 60_000),
            Row(outcome: .response(status: 504, retryAfter: 60), state: .pending, wait: 60_000),
            // Not longer than a day, not shorter than the schedule, and not for other answers.
            Row(
                outcome: .response(status: 503, retryAfter: .max), state: .pending,
                wait: 24 * hour),
            Row(outcome: .response(status: 503, retryAfter: 1), state: .pending, wait: 5000),
            Row(outcome: .response(status: 503, retryAfter: -9), state: .pending, wait: 5000),
            Row(outcome: .response(status: 500, retryAfter: 60), state: .pending, wait: 5000),
        ])
    func firstOutcome(row: Row) {
        var machine = DeliveryMachine()
        let actions = machine.record(row.outcome, at: now, jitter: 0)
        let expected = row.wait.map { [.retry(at: now.adding(milliseconds: $0))] } ?? row.actions
        #expect(actions == expected)
        #expect(machine.state == row.state)
        #expect(machine.attempts == 1)
    }

    @Test("Ten failures run through the whole schedule and then give up")
    func wholeSchedule() {
        var machine = DeliveryMachine()
        var time = machine.firstAttempt(after: now, jitter: 0.5)
        #expect(time == now)
        var waits: [Int64] = []
        while machine.state == .pending, waits.count < 100 {
            for action in machine.record(.response(status: 500), at: time, jitter: 0) {
                guard case .retry(let next) = action else {
                    #expect(action == .giveUp)
                    continue
                }
                waits.append(next.milliseconds - time.milliseconds)
                time = next
            }
        }
        #expect(machine.attempts == 10)
        #expect(machine.state == .failed)
        #expect(waits == Array(RetrySchedule.standard.delays.dropFirst()))
        // 75 hours, 35 minutes and 5 seconds.
        #expect(waits.reduce(0, +) == 272_105_000)
    }

    @Test("Jitter lengthens a wait by at most a tenth", arguments: [0.0, 0.25, 0.5, 0.999_999])
    func jitter(chance: Double) {
        var machine = DeliveryMachine(attempts: 2)
        let actions = machine.record(.connectionFault, at: now, jitter: chance)
        let added = Int64(180_000 * chance)
        #expect(actions == [.retry(at: now.adding(milliseconds: 1_800_000 + added))])
    }

    @Test("A number that is no jitter counts as none", arguments: [-1.0, 1.0, .infinity, .nan])
    func noJitter(chance: Double) {
        #expect(RetrySchedule.standard.delay(afterAttempts: 1, jitter: chance) == 5000)
    }

    @Test(
        "An outcome that comes late changes nothing",
        arguments: DeliveryMachine.State.allCases.filter { $0 != .pending })
    func late(state: DeliveryMachine.State) {
        var machine = DeliveryMachine(state: state, attempts: 3)
        let actions = machine.record(.response(status: 200), at: now, jitter: 0)
        #expect(actions.isEmpty)
        #expect(machine == DeliveryMachine(state: state, attempts: 3))
    }

    @Test("A delivery read back goes on where it was, up to its last attempt")
    func readBack() {
        var machine = DeliveryMachine(attempts: 9)
        #expect(machine.record(.connectionFault, at: now, jitter: 0) == [.giveUp])
        #expect(machine.state == .failed)
        #expect(machine.attempts == 10)
    }
}
