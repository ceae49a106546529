public import GreenlaneCore

extension CloudEvent {
    /// An attribute beyond those of the format, at the top level of the event.
    public struct Extension: Hashable, Sendable {
        /// The types of value that we send.
        public enum Value: Hashable, Sendable {
            case string(String)
            case boolean(Bool)
            /// The format's integers have 32 bits.
            case integer(Int32)

            var json: JSONValue {
                switch self {
                case .string(let text): .string(text)
                case .boolean(let flag): .bool(flag)
                case .integer(let number): .integer(Int64(number))
                }
            }
        }

        /// Checked by the event.
        public let name: String
        /// With the type that the JSON shows.
        public let value: Value

        /// The event checks the name: lower-case letters and digits, at most 20.
        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }

        static let maximumNameLength = 20
        static let reservedNames = [
            "specversion", "id", "source", "type", "subject", "time", "datacontenttype",
            "dataschema", "data",
        ]

        static func isName(_ text: String) -> Bool {
            (1...maximumNameLength).contains(text.utf8.count)
                && text.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                }
        }
    }
}

extension CloudEvent.Extension {
    /// Digits of `sequence`: a log of one event a microsecond fills them in 31,000 years.
    public static let sequenceWidth = 18

    /// The position in the log, padded so that texts sort as numbers do.
    public static func sequence(_ position: UInt64) -> CloudEvent.Extension {
        let digits = String(position)
        let padding = String(repeating: "0", count: max(0, sequenceWidth - digits.utf8.count))
        return CloudEvent.Extension("sequence", .string(padding + digits))
    }

    /// What stays in order: the shipment.
    public static func partitionKey(_ shipment: String) -> CloudEvent.Extension {
        CloudEvent.Extension("partitionkey", .string(shipment))
    }

    /// When the log got it, which may be later than when it happened.
    public static func recordedTime(_ time: Timestamp) -> CloudEvent.Extension {
        CloudEvent.Extension("recordedtime", .string(time.description))
    }
}
