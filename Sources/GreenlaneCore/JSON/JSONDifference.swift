/// One member that two JSON values do not share.
public struct JSONDifference: Hashable, Sendable {
    /// JSON pointer (RFC 6901).
    public var pointer: String
    /// What the first value has there; nil where it has nothing.
    public var first: JSONValue?
    /// What the second value has there; nil where it has nothing.
    public var second: JSONValue?

    public init(pointer: String, first: JSONValue?, second: JSONValue?) {
        self.pointer = pointer
        self.first = first
        self.second = second
    }

    /// The innermost members in which two values differ, in the order of the first value's members
    /// and then of those that only the second has; at most `limit` of them. A list of plain values
    /// is one member. Pointers begin with `root`.
    public static func find(
        _ first: JSONValue?, _ second: JSONValue?, below root: String = "", limit: Int
    ) -> [JSONDifference] {
        var found: [JSONDifference] = []
        collect(first, second, root, limit, &found)
        return found
    }

    private static func collect(
        _ first: JSONValue?, _ second: JSONValue?, _ pointer: String, _ limit: Int,
        _ found: inout [JSONDifference]
    ) {
        guard found.count < limit, first != second else { return }
        switch (first, second) {
        case (.object(let left), .object(let right)):
            for member in left.members {
                collect(
                    member.value, right[member.name],
                    JSONPointer.appending(member.name, to: pointer), limit, &found)
            }
            for member in right.members where left[member.name] == nil {
                collect(
                    nil, member.value, JSONPointer.appending(member.name, to: pointer), limit,
                    &found)
            }
        case (.array(let left), .array(let right))
        where !left.allSatisfy(\.isPlain) || !right.allSatisfy(\.isPlain):
            for index in 0..<max(left.count, right.count) {
                collect(
                    index < left.count ? left[index] : nil,
                    index < right.count ? right[index] : nil,
                    JSONPointer.appending(index, to: pointer), limit, &found)
            }
        default:
            found.append(JSONDifference(pointer: pointer, first: first, second: second))
        }
    }
}

extension JSONValue {
    /// Neither a list nor an object.
    fileprivate var isPlain: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }
}
