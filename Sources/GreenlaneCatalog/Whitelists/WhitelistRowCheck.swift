import GreenlaneCore

/// Accepts rows that are right as they stand, without a text for each cell. It accepts nothing
/// that the careful way would not, and leaves to it whatever is not plain.
struct WhitelistRowCheck {
    private let schemes: WhitelistSchemeBook
    private let layout: WhitelistLayout
    private let statuses = WhitelistEntry.Status.allCases.map { Array($0.rawValue.utf8) }
    private let units = Unit.allCases.map { Array($0.rawValue.utf8) }
    private let purposes = WhitelistColumn.purposes.map { Array($0.text.utf8) }
    /// What has been accepted before: scheme, first day and waived permits in one.
    private var waivers: [(scheme: [UInt8], from: Int, waives: [UInt8])] = []

    init(_ schemes: WhitelistSchemeBook, _ layout: WhitelistLayout) {
        self.schemes = schemes
        self.layout = layout
    }

    mutating func accepts(_ cells: WhitelistCells, _ all: UnsafeRawBufferPointer) -> Bool {
        func cell(_ column: WhitelistColumn) -> UnsafeRawBufferPointer {
            cells.bytes(layout.place(column), all)
        }
        guard cells.count <= layout.header.count, !cell(.entry).isEmpty,
            !cell(.entry).contains(where: { $0 < 0x20 || $0 == 0x7F }),
            !cell(.batch).contains(where: { $0 < 0x20 || $0 == 0x7F }),
            !cell(.unitName).isEmpty, PlainCell.isUscc(cell(.uscc)),
            !cell(.nameZh).isEmpty || !cell(.nameEn).isEmpty,
            Self.isAnswer(cell(.synthetic)), contains(statuses, cell(.status))
        else { return false }
        let (cas, hs, attribute) = (cell(.cas), cell(.hs10), cell(.attribute))
        guard cas.isEmpty || PlainCell.isCAS(cas), hs.isEmpty || PlainCell.isHS(hs),
            attribute.isEmpty || contains(purposes, attribute)
        else { return false }
        let amount = cell(.quantity)
        guard amount.isEmpty || PlainCell.isAmount(amount) && contains(units, cell(.unit)) else {
            return false
        }
        guard let from = day(cell(.from)), let to = day(cell(.to)), day(cell(.statusDate)) != nil,
            to == 0 || from <= to
        else { return false }
        return allows(cell(.scheme), from, cell(.waives))
    }

    /// 0 where the cell is empty; nil where it is no plain day.
    private func day(_ cell: UnsafeRawBufferPointer) -> Int? {
        if cell.isEmpty { return 0 }
        let day = PlainCell.day(cell)
        return day == 0 ? nil : day
    }

    private static func isAnswer(_ cell: UnsafeRawBufferPointer) -> Bool {
        cell.isEmpty || cell.elementsEqual("YES".utf8) || cell.elementsEqual("NO".utf8)
    }

    private func contains(_ words: [[UInt8]], _ cell: UnsafeRawBufferPointer) -> Bool {
        words.contains { $0.count == cell.count && cell.elementsEqual($0) }
    }

    private mutating func allows(
        _ scheme: UnsafeRawBufferPointer, _ from: Int, _ waives: UnsafeRawBufferPointer
    ) -> Bool {
        for known in waivers
        where known.from == from && known.scheme.count == scheme.count
            && known.waives.count == waives.count
        {
            if scheme.elementsEqual(known.scheme), waives.elementsEqual(known.waives) {
                return true
            }
        }
        let id = String(decoding: scheme, as: UTF8.self)
        let codes = String(decoding: waives, as: UTF8.self).split(separator: ";").map(String.init)
        let isPlain = waives.allSatisfy {
            (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x3B
        }
        let first = CalendarDate(year: from / 10_000, month: from / 100 % 100, day: from % 100)
        guard isPlain, let kind = schemes.kind(id), !codes.isEmpty || kind == .specialGoodsList,
            schemes.excess(codes, scheme: id, from: first).isEmpty
        else { return false }
        if waivers.count == 64 { waivers.removeFirst() }
        waivers.append((Array(scheme), from, Array(waives)))
        return true
    }
}
