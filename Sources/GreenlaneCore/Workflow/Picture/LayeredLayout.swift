/// Places boxes in columns, left to right, so that lines run between the columns and never through
/// a box. Whole pixels; the same input gives the same places.
struct LayeredLayout {
    struct Edge {
        let from: Int
        let to: Int
        /// Pulls its ends into one line.
        let weight: Int
    }

    /// What stands in a column: a box, or the place where a long line passes.
    struct Cell {
        let box: Int?
        let height: Int
        let edge: Int?
        var top = 0

        var middle: Int { top + height / 2 }
    }

    static let gap = 16
    static let lineHeight = 10

    let widths: [Int]
    let heights: [Int]
    let edges: [Edge]
    /// Column of each box.
    let ranks: [Int]
    private(set) var columns: [[Cell]] = []
    /// By edge, its cells from left to right: column and place in it.
    private var chains: [[(column: Int, cell: Int)]] = []
    /// Left side and width of each column.
    private(set) var lefts: [Int] = []
    private(set) var columnWidths: [Int] = []
    private(set) var height = 0

    /// `order` gives each box its place on the way from the start: lines against it run back.
    init(widths: [Int], heights: [Int], edges: [Edge], order: [Int]) {
        self.widths = widths
        self.heights = heights
        self.edges = edges
        let count = widths.count
        let sorted = (0..<count).sorted { (order[$0], $0) < (order[$1], $1) }
        var place = [Int](repeating: 0, count: count)
        for (index, box) in sorted.enumerated() { place[box] = index }
        var ranks = [Int](repeating: 0, count: count)
        for box in sorted {
            for edge in edges {
                let isAhead = place[edge.from] < place[edge.to]
                let left = isAhead ? edge.from : edge.to
                let right = isAhead ? edge.to : edge.from
                if left == box { ranks[right] = max(ranks[right], ranks[box] + 1) }
            }
        }
        // What no line leads to stands with the second column, not as another beginning.
        let isJoined = Set(edges.flatMap { [$0.from, $0.to] })
        if (ranks.max() ?? 0) > 0 {
            for box in 0..<count where !isJoined.contains(box) { ranks[box] = 1 }
        }
        self.ranks = ranks
        build(sorted)
        sort()
        settle()
        spread()
    }

    /// Whether an edge is drawn against its direction.
    func isBack(_ edge: Edge) -> Bool { ranks[edge.from] > ranks[edge.to] }

    // MARK: Columns

    private mutating func build(_ sorted: [Int]) {
        let count = (ranks.max() ?? 0) + 1
        columns = [[Cell]](repeating: [], count: count)
        for box in sorted {
            columns[ranks[box]].append(Cell(box: box, height: heights[box], edge: nil))
        }
        for (number, edge) in edges.enumerated() {
            let left = min(ranks[edge.from], ranks[edge.to])
            let right = max(ranks[edge.from], ranks[edge.to])
            for column in stride(from: left + 1, to: right, by: 1) {
                columns[column].append(
                    Cell(box: nil, height: Self.lineHeight, edge: number))
            }
        }
        trace()
    }

    /// Finds each edge's cells again after the columns were sorted.
    private mutating func trace() {
        var places = [(column: Int, cell: Int)](repeating: (0, 0), count: widths.count)
        var passing = [[(column: Int, cell: Int)]](repeating: [], count: edges.count)
        for (column, cells) in columns.enumerated() {
            for (index, cell) in cells.enumerated() {
                if let box = cell.box { places[box] = (column, index) }
                if let edge = cell.edge { passing[edge].append((column, index)) }
            }
        }
        chains = edges.enumerated().map { number, edge in
            let isAhead = ranks[edge.from] < ranks[edge.to]
            let ends = isAhead ? (edge.from, edge.to) : (edge.to, edge.from)
            return [places[ends.0]] + passing[number] + [places[ends.1]]
        }
    }

    /// Pairs of cells of neighbouring columns that lines join: left, right, weight.
    private func joints(_ column: Int) -> [(left: Int, right: Int, weight: Int)] {
        var joints: [(left: Int, right: Int, weight: Int)] = []
        for (number, chain) in chains.enumerated() {
            for (one, next) in zip(chain, chain.dropFirst()) where one.column == column {
                joints.append((one.cell, next.cell, edges[number].weight))
            }
        }
        return joints
    }

    private static let sweeps = 24

    /// Fewer crossings: each column is sorted by the middle of what its cells are joined to.
    private mutating func sort() {
        var best = columns
        var fewest = crossings()
        for sweep in 0..<Self.sweeps {
            let isForward = sweep % 2 == 0
            let order =
                isForward
                ? Array(columns.indices.dropFirst()) : columns.indices.dropLast().reversed()
            for column in order {
                let joints = isForward ? joints(column - 1) : joints(column)
                var sums = [(sum: Int, weight: Int)](
                    repeating: (0, 0), count: columns[column].count)
                for joint in joints {
                    let own = isForward ? joint.right : joint.left
                    let other = isForward ? joint.left : joint.right
                    sums[own].sum += other * 1_000 * joint.weight
                    sums[own].weight += joint.weight
                }
                let keys = sums.enumerated().map { index, pair in
                    pair.weight == 0 ? index * 1_000 : pair.sum / pair.weight
                }
                let sorted = columns[column].indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
                columns[column] = sorted.map { columns[column][$0] }
                trace()
            }
            let count = crossings()
            if count < fewest {
                fewest = count
                best = columns
            }
        }
        columns = best
        trace()
    }

    private func crossings() -> Int {
        var total = 0
        for column in columns.indices.dropLast() {
            let joints = joints(column)
            for (index, one) in joints.enumerated() {
                for other in joints[(index + 1)...] {
                    let left = one.left - other.left
                    let right = one.right - other.right
                    if left * right < 0 { total += one.weight * other.weight }
                }
            }
        }
        return total
    }

    // MARK: Places

    /// Moves cells towards what they are joined to, in their order and without touching.
    private mutating func settle() {
        for column in columns.indices {
            var top = 0
            for index in columns[column].indices {
                columns[column][index].top = top
                top += columns[column][index].height + Self.gap
            }
        }
        for sweep in 0..<Self.sweeps {
            let order = sweep % 2 == 0 ? Array(columns.indices) : columns.indices.reversed()
            for column in order { place(column) }
        }
        let top = columns.joined().map(\.top).min() ?? 0
        for column in columns.indices {
            for index in columns[column].indices { columns[column][index].top -= top }
        }
        height = columns.joined().map { $0.top + $0.height }.max() ?? 0
    }

    private mutating func place(_ column: Int) {
        let cells = columns[column]
        var sums = [(sum: Int, weight: Int)](repeating: (0, 0), count: cells.count)
        func add(_ own: Int, _ middle: Int, _ weight: Int) {
            sums[own].sum += middle * weight
            sums[own].weight += weight
        }
        if column > 0 {
            for joint in joints(column - 1) {
                add(joint.right, columns[column - 1][joint.left].middle, joint.weight)
            }
        }
        if column + 1 < columns.count {
            for joint in joints(column) {
                add(joint.left, columns[column + 1][joint.right].middle, joint.weight)
            }
        }
        // Blocks of cells that touch move as one: pooled averages keep the order.
        var blocks: [(sum: Int, weight: Int, count: Int)] = []
        var offset = 0
        for (index, cell) in cells.enumerated() {
            let weight = max(sums[index].weight, 1)
            let wanted =
                sums[index].weight > 0
                ? sums[index].sum / sums[index].weight - cell.height / 2 : cell.top
            blocks.append(((wanted - offset) * weight, weight, 1))
            offset += cell.height + Self.gap
            while blocks.count > 1 {
                let last = blocks[blocks.count - 1]
                let before = blocks[blocks.count - 2]
                guard before.sum * last.weight > last.sum * before.weight else { break }
                blocks.removeLast(2)
                blocks.append(
                    (before.sum + last.sum, before.weight + last.weight, before.count + last.count))
            }
        }
        offset = 0
        var index = 0
        for block in blocks {
            for _ in 0..<block.count {
                columns[column][index].top = block.sum / block.weight + offset
                offset += cells[index].height + Self.gap
                index += 1
            }
        }
    }

    private static let narrowestGap = 24

    /// Columns as wide as their widest box, with room for the lines between them.
    private mutating func spread() {
        var left = 0
        for column in columns.indices {
            let width = columns[column].compactMap { $0.box.map { widths[$0] } }.max() ?? 0
            lefts.append(left)
            columnWidths.append(width)
            left += width + Self.narrowestGap + min(joints(column).count, 8) * 2
        }
    }

    var width: Int { (lefts.last ?? 0) + (columnWidths.last ?? 0) }

    /// Where a box stands: centred in its column.
    func place(ofBox box: Int) -> (x: Int, y: Int) {
        let column = ranks[box]
        let cell = columns[column].first { $0.box == box }
        return (lefts[column] + (columnWidths[column] - widths[box]) / 2, cell?.top ?? 0)
    }

    /// Points of an edge from left to right: where it leaves a column, where it enters the next.
    func route(_ number: Int) -> [(x: Int, y: Int)] {
        let chain = chains[number]
        var points: [(x: Int, y: Int)] = []
        for (index, place) in chain.enumerated() {
            let cell = columns[place.column][place.cell]
            let left = lefts[place.column]
            let right = left + columnWidths[place.column]
            let y = cell.box == nil ? cell.middle : port(number, at: place, isLeft: index > 0)
            if index > 0 { points.append((left, y)) }
            if index < chain.count - 1 { points.append((right, y)) }
        }
        return points
    }

    private static let portStep = 9

    /// Height at which an edge meets a box: lines of one side are spread in the order of their
    /// other ends.
    private func port(_ number: Int, at place: (column: Int, cell: Int), isLeft: Bool) -> Int {
        let cell = columns[place.column][place.cell]
        var others: [(y: Int, edge: Int)] = []
        for (edge, chain) in chains.enumerated() {
            let end = isLeft ? chain[chain.count - 1] : chain[0]
            guard end == place else { continue }
            let other = isLeft ? chain[chain.count - 2] : chain[1]
            others.append((columns[other.column][other.cell].middle, edge))
        }
        others.sort { $0 < $1 }
        let index = others.firstIndex { $0.edge == number } ?? 0
        let step = min(Self.portStep, max((cell.height - 10) / max(others.count, 1), 2))
        // The line of the usual course stays in the middle.
        let heaviest = others.firstIndex { edges[$0.edge].weight > 1 }
        let centre = heaviest.map { $0 * 2 } ?? (others.count - 1)
        let y = cell.middle + (index * 2 - centre) * step / 2
        return min(max(y, cell.top + 5), cell.top + cell.height - 5)
    }
}
