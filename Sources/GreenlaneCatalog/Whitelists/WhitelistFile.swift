import GreenlaneCore

/// A list as its bytes: what a row says is read when somebody asks for it, so that a million rows
/// take little more memory than the file.
struct WhitelistFile: WhitelistRows {
    let name: String
    let bytes: [UInt8]
    let records: WhitelistRecords
    let layout: WhitelistLayout

    /// The header is no row.
    var count: Int { max(records.starts.count - 1, 0) }

    func entry(at row: Int) -> WhitelistEntry {
        bytes.withUnsafeBytes { all in
            var cells = WhitelistCells()
            if cells.find(all, start(row), end(row)), let entry = plainEntry(cells, all) {
                return entry
            }
            var careful = self.row(row, line: 0)
            return careful.entry(.empty)
        }
    }

    /// The text of one cell, for comparing ids.
    func text(_ column: WhitelistColumn, at row: Int) -> String? {
        bytes.withUnsafeBytes { all in
            var cells = WhitelistCells()
            if cells.find(all, start(row), end(row)) {
                let cell = cells.bytes(layout.place(column), all)
                return cell.isEmpty ? nil : String(decoding: cell, as: UTF8.self)
            }
            return self.row(row, line: 0).text(column)
        }
    }

    func start(_ row: Int) -> Int { Int(records.starts[row + 1]) }

    func end(_ row: Int) -> Int { Int(records.ends[row + 1]) }

    /// The row for the careful way, with the place of every cell.
    func row(_ row: Int, line: Int) -> WhitelistRow {
        let slice = bytes[start(row)..<end(row)]
        let texts = CSVLine.fields(slice)
        let places = line > 0 ? Self.places(slice, line) : []
        var members: [WhitelistRow.Member] = []
        for (index, text) in texts.enumerated() where index < layout.header.count {
            let place = index < places.count ? places[index] : (line, 1)
            members.append(
                WhitelistRow.Member(
                    name: layout.header[index], text: text, line: place.0, column: place.1))
        }
        var result = WhitelistRow(file: name, line: line, members: members)
        if texts.count > layout.header.count {
            result.report(
                .entry, "whitelist-row-too-long", zh: "单元格数量多于表头",
                en: "more cells than the header has")
        }
        if String(validating: slice, as: UTF8.self) == nil {
            result.report(
                .entry, "not-utf8", zh: "这一行不是UTF-8编码", en: "this row is not UTF-8")
        }
        return result
    }

    /// Line and column of each cell, in characters; a cell may begin lines below its record.
    private static func places(_ slice: ArraySlice<UInt8>, _ line: Int) -> [(Int, Int)] {
        var places = [(line, 1)]
        var place = (line, 1)
        var isQuoted = false
        for byte in slice {
            // Bytes that go on with a character are no columns.
            if byte & 0xC0 != 0x80 { place.1 += 1 }
            switch byte {
            case 0x22: isQuoted.toggle()
            case 0x0A: place = (place.0 + 1, 1)
            case 0x2C where !isQuoted: places.append(place)
            default: break
            }
        }
        return places
    }
}

extension WhitelistFile {
    /// The entry of a row that was accepted, straight from its bytes; nil where a cell needs the
    /// careful way.
    private func plainEntry(
        _ cells: WhitelistCells, _ all: UnsafeRawBufferPointer
    ) -> WhitelistEntry? {
        func text(_ column: WhitelistColumn) -> String? {
            let cell = cells.bytes(layout.place(column), all)
            return cell.isEmpty ? nil : String(decoding: cell, as: UTF8.self)
        }
        func date(_ column: WhitelistColumn) -> CalendarDate? {
            let cell = cells.bytes(layout.place(column), all)
            let day = PlainCell.day(cell)
            if day == 0 { return text(column).flatMap { CalendarDate($0) } }
            return CalendarDate(year: day / 10_000, month: day / 100 % 100, day: day % 100)
        }
        guard let scheme = text(.scheme), let id = text(.entry), let unitName = text(.unitName),
            let uscc = text(.uscc), PlainCell.isUscc(cells.bytes(layout.place(.uscc), all)),
            let status = text(.status).flatMap({ WhitelistEntry.Status(rawValue: $0) })
        else { return nil }
        let cas = cells.bytes(layout.place(.cas), all)
        let synthetic = text(.synthetic)
        let waives = cells.bytes(layout.place(.waives), all)
        guard cas.isEmpty || PlainCell.isCAS(cas), !waives.contains(0x20),
            synthetic == nil || synthetic == "YES" || synthetic == "NO",
            cells.count <= layout.header.count
        else { return nil }
        let quantity = text(.quantity).flatMap { Decimal($0) }
        let unit = text(.unit).flatMap { Unit(rawValue: $0) }
        return WhitelistEntry(
            isSynthetic: synthetic == "YES", scheme: scheme, id: id, batch: text(.batch) ?? "",
            unitName: unitName, unitUscc: uscc, itemNameZh: text(.nameZh),
            itemNameEn: text(.nameEn), cas: text(.cas), hs10: text(.hs10),
            purpose: text(.attribute).flatMap { WhitelistColumn.purpose($0) }, spec: text(.spec),
            approved: quantity.flatMap { amount in unit.map { Quantity(amount, $0) } },
            validFrom: date(.from), validTo: date(.to), waives: list(text(.waives)),
            status: status, extras: extras(cells, all), synonyms: list(text(.synonyms)),
            statusReason: text(.statusReason), statusDate: date(.statusDate))
    }

    private func list(_ text: String?) -> [String] {
        guard let text else { return [] }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") }
        if isPlain { return [text] }
        let row = WhitelistRow(
            file: "", line: 0, members: [.init(name: "waives", text: text, line: 0, column: 0)])
        return row.texts(.waives)
    }

    private func extras(
        _ cells: WhitelistCells, _ all: UnsafeRawBufferPointer
    ) -> [WhitelistEntry.Extra] {
        var extras: [WhitelistEntry.Extra] = []
        for place in layout.extras {
            let cell = cells.bytes(place, all)
            guard !cell.isEmpty else { continue }
            extras.append(
                WhitelistEntry.Extra(
                    column: layout.header[place], value: String(decoding: cell, as: UTF8.self)))
        }
        return extras
    }
}
