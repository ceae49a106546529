/// Yes, no, or not to be said before more is stated.
public enum Truth: UInt8, Hashable, Sendable {
    case no, yes, unknown
}

/// What a condition comes to for one item.
public struct Verdict: Hashable, Sendable {
    public var truth: Truth
    /// The facts that made it so; where it is unknown, the facts that are missing.
    public var facts: FactSet

    public init(_ truth: Truth, _ facts: FactSet) {
        self.truth = truth
        self.facts = facts
    }
}

/// A question to one fact.
public struct FactTest: Hashable, Sendable {
    public enum Comparison: Hashable, Sendable {
        /// One of the values, or at least one of them in a set.
        case anyOf(UInt64)
        /// Nothing but these values.
        case only(UInt64)
        /// A set that is known to be empty.
        case empty
        case startsWith([PackedCode])
    }

    public var fact: Fact
    public var comparison: Comparison
    /// Whether a missing fact counts as no: a hint that a stranger's table may or may not give.
    public var presumesNo: Bool

    public init(_ fact: Fact, _ comparison: Comparison, presumesNo: Bool = false) {
        self.fact = fact
        self.comparison = comparison
        self.presumesNo = presumesNo
    }
}

/// When a rule holds, as it is written; asked three-valued.
public indirect enum Condition: Hashable, Sendable {
    case test(FactTest)
    /// The fact is stated, whatever it is. Never unknown.
    case known(Fact)
    case all([Condition])
    case any([Condition])
    /// Several witnesses of one thing: a yes of any counts; a no of any is enough where the others
    /// are silent; only where all are silent it is unknown.
    case witnesses([Condition])
    case not(Condition)

    /// Holds always.
    public static let always = Condition.all([])
}

/// Conditions in one flat array, which is what the hot loop reads.
struct ConditionCode: Hashable, Sendable {
    enum Operation: UInt8 {
        case anyOf, only, empty, startsWith, known, all, any, witnesses, not
    }

    struct Node: Hashable, Sendable {
        var operation: Operation
        var presumesNo = false
        var fact: UInt8 = 0
        /// Index after the last node of this one's subtree.
        var end = 0
        /// Values; of `startsWith` the range in `prefixes` (first in the upper, count in the lower
        /// half).
        var mask: UInt64 = 0
    }

    private(set) var nodes: [Node] = []
    private(set) var prefixes: [PackedCode] = []

    /// Adds a condition, and says where it starts.
    mutating func append(_ condition: Condition) -> Int {
        let start = nodes.count
        switch condition {
        case .test(let test): nodes.append(leaf(test))
        case .known(let fact): nodes.append(Node(operation: .known, fact: fact.rawValue))
        case .all(let children): group(.all, children)
        case .any(let children): group(.any, children)
        case .witnesses(let children): group(.witnesses, children)
        case .not(let child): group(.not, [child])
        }
        nodes[start].end = nodes.count
        return start
    }

    private mutating func group(_ operation: Operation, _ children: [Condition]) {
        nodes.append(Node(operation: operation))
        for child in children { _ = append(child) }
    }

    private mutating func leaf(_ test: FactTest) -> Node {
        var node = Node(operation: .empty, presumesNo: test.presumesNo, fact: test.fact.rawValue)
        switch test.comparison {
        case .anyOf(let mask):
            node.operation = .anyOf
            node.mask = mask
        case .only(let mask):
            node.operation = .only
            node.mask = mask
        case .empty: break
        case .startsWith(let codes):
            node.operation = .startsWith
            node.mask = UInt64(prefixes.count) << 32 | UInt64(codes.count)
            prefixes.append(contentsOf: codes)
        }
        return node
    }
}

extension ConditionCode {
    /// Kleene's logic: false decides `all`, true decides `any`, and what is missing is collected
    /// only where it still matters.
    func evaluate(_ start: Int, _ facts: borrowing FactVector) -> Verdict {
        nodes.withUnsafeBufferPointer { nodes in
            prefixes.withUnsafeBufferPointer { prefixes in
                Self.evaluate(start, nodes, prefixes, facts)
            }
        }
    }

    private static func evaluate(
        _ start: Int, _ nodes: UnsafeBufferPointer<Node>,
        _ prefixes: UnsafeBufferPointer<PackedCode>, _ facts: borrowing FactVector
    ) -> Verdict {
        let node = nodes[start]
        switch node.operation {
        case .anyOf, .only, .empty, .startsWith, .known: return leaf(node, prefixes, facts)
        case .not:
            let verdict = evaluate(start + 1, nodes, prefixes, facts)
            switch verdict.truth {
            case .yes: return Verdict(.no, verdict.facts)
            case .no: return Verdict(.yes, verdict.facts)
            case .unknown: return verdict
            }
        case .all, .any, .witnesses: break
        }
        // The verdict that decides at once, and what each truth has brought together so far.
        let deciding: Truth = node.operation == .all ? .no : .yes
        var seenOpposite = false
        var opposite = FactSet()
        var missing = FactSet()
        var index = start + 1
        while index < node.end {
            let verdict = evaluate(index, nodes, prefixes, facts)
            index = nodes[index].end
            if verdict.truth == deciding { return verdict }
            if verdict.truth == .unknown {
                missing.formUnion(verdict.facts)
            } else {
                seenOpposite = true
                opposite.formUnion(verdict.facts)
            }
        }
        let silent = node.operation == .witnesses && seenOpposite
        if missing.isEmpty || silent { return Verdict(deciding == .no ? .yes : .no, opposite) }
        return Verdict(.unknown, missing)
    }

    private static func leaf(
        _ node: Node, _ prefixes: UnsafeBufferPointer<PackedCode>, _ facts: borrowing FactVector
    ) -> Verdict {
        let own = FactSet(bits: 1 << UInt64(node.fact))
        let isKnown = facts.known & own.bits != 0
        if node.operation == .known { return Verdict(isKnown ? .yes : .no, own) }
        guard isKnown else { return Verdict(node.presumesNo ? .no : .unknown, own) }
        let value = facts.masks[Int(node.fact)]
        switch node.operation {
        case .anyOf: return Verdict(value & node.mask != 0 ? .yes : .no, own)
        case .only: return Verdict(value & ~node.mask == 0 ? .yes : .no, own)
        case .startsWith: return prefix(node, prefixes, facts)
        default: return Verdict(value == 0 ? .yes : .no, own)
        }
    }

    private static func prefix(
        _ node: Node, _ prefixes: UnsafeBufferPointer<PackedCode>, _ facts: borrowing FactVector
    ) -> Verdict {
        let own = FactSet(bits: 1 << UInt64(node.fact))
        guard let code = facts.codes[Int(node.fact)] else { return Verdict(.no, own) }
        var truth = Truth.no
        let first = Int(node.mask >> 32)
        for index in first..<(first + Int(node.mask & 0xFFFF_FFFF)) {
            let prefix = prefixes[index]
            if code.starts(with: prefix) { return Verdict(.yes, own) }
            // Six stated digits do not yet say which ten-digit line it is.
            if prefix.starts(with: code), !node.presumesNo { truth = .unknown }
        }
        return Verdict(truth, own)
    }
}
