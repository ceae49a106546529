import GreenlaneCore
import TransparencyLog

/// Values and salts that lie beside an entry, in the form of the log's `sealed` column.
enum SealedValues {
    /// Whether each value with its salt is what the entry commits to at its path.
    static func hold(_ sealed: String, _ entry: JSONValue) -> Bool {
        let fields: JSONValue
        do throws(JSONSyntaxError) { fields = try JSONParser.parse(sealed) } catch { return false }
        guard let fields = fields.arrayValue, !fields.isEmpty else { return false }
        return fields.allSatisfy { field in
            guard let path = field["path"]?.stringValue, let value = field["value"]?.stringValue,
                let salt = field["salt"]?.stringValue.flatMap(HexBytes.read),
                let commitment = SaltedCommitment(value: value, salt: salt)
            else { return false }
            var found: JSONValue? = entry
            for part in path.split(separator: "/") { found = found?[String(part)] }
            return found?.stringValue == commitment.text
        }
    }
}
