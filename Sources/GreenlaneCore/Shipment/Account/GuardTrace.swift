/// What guards answered in the course of a step, for explaining it.
final class GuardTrace {
    struct Answer {
        var guardIndex: Int
        var holds: Bool
        /// Told of an answer that stood in the way of something, in either direction.
        var refusal: Refusal
        var inputs: [RefusalAccount.Input]
    }

    private(set) var answers: [Answer] = []

    func note(_ index: Int, _ obstacle: Obstacle?, _ run: StepRun) {
        let told = obstacle ?? .isTheCase(run.facts.workflow.guards[index])
        answers.append(
            Answer(
                guardIndex: index, holds: obstacle == nil,
                refusal: told.refusal(run.facts, run.shipment), inputs: run.inputs(of: told)))
    }
}

/// The way a command took through the workflow, and what kept it from another.
public struct StepAccount: Hashable, Sendable {
    /// The guard whose answer kept the step from the states that were asked about; nil where no
    /// guard stood before them.
    public var obstacle: RefusalAccount?
    /// Where the first transition stands that was taken; nil where none was.
    public var taken: SourcePlace?
}

extension Shipment {
    /// Explains why a command that is taken leads elsewhere than to the named states.
    public static func account(
        _ shipment: Shipment?, _ command: ShipmentCommand, notReaching states: [String],
        _ facts: Facts
    ) -> StepAccount {
        let chart = facts.workflow.chart
        let trace = GuardTrace()
        var run: StepRun
        let step: Step
        do throws(Refusal) {
            switch (command, shipment) {
            case (.send(let event, let input), let shipment?):
                run = StepRun(facts: facts, command: event, input: input, shipment: shipment)
                run.trace = trace
                step = try run.send(event, to: shipment.configuration)
            case (.timer, let shipment?):
                run = StepRun(
                    facts: facts, command: "", input: JSONObject(), shipment: shipment)
                run.trace = trace
                step = try run.fireTimer()
            case (.file(let filed), _):
                run = StepRun(
                    facts: facts, command: "file", input: JSONObject(),
                    shipment: Shipment(
                        id: facts.newShipmentID, workflow: facts.workflow.digest,
                        request: filed.box, at: facts.occurred))
                run.trace = trace
                step = try run.start()
            default: return StepAccount()
            }
        } catch {
            return StepAccount(obstacle: RefusalAccount(error, check: "loop"))
        }
        let wanted = StateSet(states.compactMap { chart.stateIndex(named: $0) })
        return StepAccount(
            obstacle: trace.obstacle(before: wanted, chart),
            taken: step.taken.first.map { chart.transitions[$0].definition.place })
    }
}

extension StepRun {
    fileprivate mutating func start() throws(Refusal) -> Step {
        do throws(StepFault) { return try facts.workflow.chart.start(&self) } catch {
            throw Shipment.endless
        }
    }

    fileprivate mutating func fireTimer() throws(Refusal) -> Step {
        let configuration = shipment.configuration
        do throws(StepFault) {
            return try facts.workflow.chart.fireFirstTimer(in: configuration, &self)
        } catch {
            throw Shipment.endless
        }
    }
}

extension GuardTrace {
    /// The first answer that kept a transition from going to one of the states.
    func obstacle(before wanted: StateSet, _ chart: Statechart) -> RefusalAccount? {
        for transition in chart.transitions {
            guard let tree = transition.guardTree,
                transition.targets.contains(where: { target in
                    wanted.contains(target)
                        || wanted.contains { chart.shape.isDescendant($0, of: target) }
                })
            else { continue }
            for leaf in tree.calls(negated: false) {
                let answer = answers.first {
                    $0.guardIndex == leaf.index && $0.holds == leaf.negated
                }
                guard let answer else { continue }
                let call = chart.guards[leaf.index]
                return RefusalAccount(
                    answer.refusal, check: (leaf.negated ? "not " : "") + call.name,
                    inputs: answer.inputs,
                    place: SourcePlace(line: call.line, column: call.column))
            }
        }
        return nil
    }
}

extension GuardTree {
    /// The guard calls of the tree, each with whether it must not hold.
    fileprivate func calls(negated: Bool) -> [(index: Int, negated: Bool)] {
        switch self {
        case .call(let index): [(index, negated)]
        case .inState: []
        case .all(let parts), .any(let parts): parts.flatMap { $0.calls(negated: negated) }
        case .not(let part): part.calls(negated: !negated)
        }
    }
}
