/// One line of our own tables: commas, quotes doubled inside quotes, no line breaks in fields.
enum CSVLine {
    static func fields(_ line: ArraySlice<UInt8>) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            index += 1
            switch byte {
            case 0x22 where !isQuoted && field.isEmpty: isQuoted = true
            case 0x22 where isQuoted:
                if index < line.endIndex, line[index] == 0x22 {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            case 0x2C where !isQuoted:
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            case 0x0D where index == line.endIndex: continue
            default: field.append(byte)
            }
        }
        fields.append(String(decoding: field, as: UTF8.self))
        return fields
    }
}
