import Foundation
import GreenlaneCore

/// Import requests that were read before, by their bytes without the reference: a laboratory orders
/// the same goods again and again, and reading a request costs more than deciding it. Reading is
/// the same for the same bytes for ever; what follows from it is decided each time.
final class RequestMemo {
    /// Requests kept; beyond that the memory starts anew.
    static let maximumRequests = 1_024

    final class Known {
        let request: ImportRequest
        /// What stood before and behind the reference.
        let head: [UInt8]
        let tail: [UInt8]
        var facts: FactMemo?

        init(_ request: ImportRequest, _ head: [UInt8], _ tail: [UInt8]) {
            self.request = request
            self.head = head
            self.tail = tail
        }
    }

    private var known: [UInt64: Known] = [:]

    /// A request of the log and the facts that belong to its goods; nil where the bytes are no
    /// request.
    func read(_ bytes: UnsafeBufferPointer<UInt8>) -> (request: ImportRequest, known: Known?)? {
        guard let reference = Self.reference(in: bytes), let base = bytes.baseAddress,
            let start = reference.baseAddress
        else { return Self.parsed(bytes).map { ($0, nil) } }
        let headCount = start - base
        let head = UnsafeBufferPointer(start: base, count: headCount)
        let tail = UnsafeBufferPointer(
            start: start + reference.count, count: bytes.count - headCount - reference.count)
        let key = Self.hash(head, tail)
        if let found = known[key], Self.equal(found.head, head), Self.equal(found.tail, tail) {
            var request = found.request
            request.reference = EntryView.text(reference)
            return (request, found)
        }
        guard let request = Self.parsed(bytes) else { return nil }
        if known.count >= Self.maximumRequests { known.removeAll(keepingCapacity: true) }
        let fresh = Known(request, Array(head), Array(tail))
        known[key] = fresh
        return (request, fresh)
    }

    private static func parsed(_ bytes: UnsafeBufferPointer<UInt8>) -> ImportRequest? {
        guard case .success(let json) = JSONParser.parse(bytes) else { return nil }
        do throws(Refusal) {
            return try ImportRequest(json: json, for: .stored)
        } catch {
            return nil
        }
    }

    /// The reference's text where it is so plain that it is read as it stands: printable ASCII
    /// without escapes, of a length that every reader takes.
    private static func reference(
        in bytes: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8>? {
        guard var cursor = JSONCursor(bytes), cursor.enter() else { return nil }
        while let name = cursor.name(), let value = cursor.value() {
            guard JSONScanner.equal(name, "reference") else { continue }
            let text = EntryView.inner(value)
            guard value.first == UInt8(ascii: "\""), (1...64).contains(text.count) else {
                return nil
            }
            for byte in text where byte < 0x20 || byte > 0x7E || byte == UInt8(ascii: "\\") {
                return nil
            }
            return text
        }
        return nil
    }

    private static func equal(_ kept: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        kept.withUnsafeBufferPointer { EntryView.equal($0, bytes) }
    }

    /// Finds only; what is found is compared byte for byte.
    private static func hash(
        _ head: UnsafeBufferPointer<UInt8>, _ tail: UnsafeBufferPointer<UInt8>
    ) -> UInt64 {
        var value: UInt64 = 0x9E37_79B9_7F4A_7C15
        for part in [UnsafeRawBufferPointer(head), UnsafeRawBufferPointer(tail)] {
            var index = 0
            while index + 8 <= part.count {
                let word = part.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                value = (value ^ word) &* 0xBF58_476D_1CE4_E5B9
                value ^= value >> 29
                index += 8
            }
            while index < part.count {
                value = (value ^ UInt64(part[index])) &* 0x94D0_49BB_1331_11EB
                index += 1
            }
            value ^= UInt64(part.count)
        }
        return value
    }
}

/// The names of commands as texts, made once: every event names one.
final class CommandNames {
    struct Known {
        var bytes: [UInt8]
        var name: String
        var isTimer: Bool
    }

    /// Names kept; more than any workflow has.
    private static let maximumNames = 512
    private var known: [Known] = []

    func name(
        _ bytes: UnsafeBufferPointer<UInt8>, _ chart: Statechart
    ) -> (name: String, isTimer: Bool) {
        for index in known.indices where known[index].bytes.count == bytes.count {
            let isSame = known[index].bytes.withUnsafeBufferPointer {
                EntryView.equal($0, bytes)
            }
            if isSame { return (known[index].name, known[index].isTimer) }
        }
        let name = EntryView.text(bytes)
        let isTimer = name.hasPrefix("after.") && chart.timerID(named: name) != nil
        if known.count < Self.maximumNames {
            known.append(Known(bytes: Array(bytes), name: name, isTimer: isTimer))
        }
        return (name, isTimer)
    }
}
