import GreenlaneCore
import HTTPTypes
import HummingbirdCore

/// One page of a listing, and where the next begins.
struct Page<Row> {
    var rows: [Row]
    /// Cursor of the next page; nil on the last.
    var next: String?

    /// `rows` holds one more than the limit where there is more.
    init(rows: [Row], limit: Int, cursor: (Row) -> String) {
        self.rows = Array(rows.prefix(limit))
        next = rows.count > limit ? self.rows.last.map(cursor) : nil
    }

    /// `{name: [...], "next": cursor}` with a `Link` that keeps the other parameters.
    func reply(_ name: String, _ elements: [JSONValue], _ call: Call) -> Reply {
        var object = JSONObject([.init(name, .array(elements))])
        if let next { object.append("next", .string(next)) }
        var reply = Reply.json(.object(object))
        if let next { reply.headers[.link] = PageLink.next(next, call) }
        return reply
    }
}

/// RFC 8288: where the next page is, with the other parameters kept.
enum PageLink {
    static func next(_ next: String, _ call: Call) -> String {
        var parts: [String] = []
        for parameter in call.operation.parameters where parameter.place == .query {
            guard parameter.name != "after", let value = call.query[parameter.name] else {
                continue
            }
            parts.append("\(parameter.name)=\(QueryText.escaped(value))")
        }
        parts.append("after=\(QueryText.escaped(next))")
        return "<\(call.request.uri.path)?\(parts.joined(separator: "&"))>; rel=\"next\""
    }
}

/// Text as it may stand in a query.
enum QueryText {
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension HTTPField.Name {
    /// RFC 8288.
    static let link = named("Link")
}
