import GreenlaneCore
import Testing

@Suite("A set of states")
struct StateSetTests {
    private let members = [0, 1, 63, 64, 127, 128, 200, 255]

    @Test("gives its members in document order from both ends")
    func order() {
        var set = StateSet(members.reversed())
        #expect(Array(set) == members && set.count == members.count)
        var backwards: [Int] = []
        while let member = set.popLast() { backwards.append(member) }
        #expect(backwards == members.reversed() && set.isEmpty)
    }

    @Test("behaves as a mathematical set", arguments: [0, 63, 64, 128, 255])
    func algebra(member: Int) {
        var set = StateSet(members)
        #expect(set.contains(member) && !set.contains(member ^ 2))
        set.remove(member)
        #expect(!set.contains(member) && set.isSubset(of: StateSet(members)))
        set.formUnion(StateSet([member]))
        #expect(set == StateSet(members))
        set.subtract(StateSet([member]))
        #expect(!set.intersects(StateSet([member])))
    }
}
