import GreenlaneCore
import GreenlaneEngine

/// What somebody looks for, against names in any case.
struct WorkSearch: Sendable {
    private let needle: String
    private let bytes: [UInt8]

    init(_ text: String) {
        needle = text.lowercased()
        bytes = Array(needle.utf8)
    }

    var isEmpty: Bool { bytes.isEmpty }

    func finds(_ text: String) -> Bool { text.lowercased().contains(needle) }

    /// For codes, of which there are many: without a copy, in ASCII.
    func finds(code: String) -> Bool {
        guard let first = bytes.first, bytes.count <= code.utf8.count else { return bytes.isEmpty }
        let found = code.utf8.withContiguousStorageIfAvailable { text in
            for start in 0...(text.count - bytes.count) where Self.folded(text[start]) == first {
                let rest = text[(start + 1)..<(start + bytes.count)]
                if rest.lazy.map(Self.folded).elementsEqual(bytes[1...]) { return true }
            }
            return false
        }
        return found ?? finds(code)
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
    }

    func finds(_ card: ShipmentCard) -> Bool {
        finds(card.importerName) || card.allGoods.contains { finds($0) }
    }
}

/// The first few of many in an order, without sorting them all.
struct Foremost<Element> {
    private let limit: Int
    private let isBefore: (Element, Element) -> Bool
    private(set) var elements: [Element] = []

    init(_ limit: Int, by isBefore: @escaping (Element, Element) -> Bool) {
        self.limit = limit
        self.isBefore = isBefore
    }

    mutating func take(_ element: Element) {
        guard limit > 0 else { return }
        if elements.count >= limit {
            guard let last = elements.last, isBefore(element, last) else { return }
            elements.removeLast()
        }
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(element, elements[middle]) { high = middle } else { low = middle + 1 }
        }
        elements.insert(element, at: low)
    }
}
