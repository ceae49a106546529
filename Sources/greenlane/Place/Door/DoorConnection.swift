internal import Glibc
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore

/// A connection to the process that holds a data directory.
final class DoorConnection {
    /// Seconds in which a service says which version it is.
    static let greetingSeconds = 5
    /// Seconds in which a request is answered. Sending notices waits for other machines.
    static let answerSeconds = 120
    static let deliverySeconds = 3_600

    private let wire: DoorWire

    private init(_ wire: DoorWire) {
        self.wire = wire
    }

    /// Nil where nobody listens. Refusals: `server-foreign`, `server-version`, and what the service
    /// says instead of greeting.
    static func open(_ directory: DataDirectory) throws(Refusal) -> DoorConnection? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let isOpen = DoorAddress.with(DoorAddress.fileName, in: directory) {
            connect(descriptor, $0, $1) == 0
        }
        guard isOpen == true else {
            close(descriptor)
            return nil
        }
        let connection = DoorConnection(DoorWire(descriptor))
        guard let peer = connection.wire.peer, isTrusted(peer, directory) else {
            throw DoorRefusals.foreign
        }
        return try connection.greeted() ? connection : nil
    }

    /// Whether it may be believed: it gets contents of documents and secrets.
    private static func isTrusted(_ peer: uid_t, _ directory: DataDirectory) -> Bool {
        var status = stat()
        let isKnown = stat(directory.path, &status) == 0
        return peer == geteuid() || peer == 0
            || (isKnown && peer == status.st_uid && geteuid() == 0)
    }

    /// False where it ended without a word: then it counts as nobody. Throws `server-silent`.
    private func greeted() throws(Refusal) -> Bool {
        let bytes: [UInt8]
        do throws(DoorWire.Fault) {
            bytes = try wire.read(idleSeconds: Self.greetingSeconds)
        } catch {
            if error == .late { throw DoorRefusals.silent }
            return false
        }
        let json: JSONValue
        do throws(JSONSyntaxError) { json = try JSONParser.parse(bytes) } catch { return false }
        if case .thrown(let refusal)? = DoorAnswer(json: json) { throw refusal }
        let number = json["protocol"]?.integerValue ?? 0
        guard number == DoorSocket.protocolNumber else {
            throw DoorRefusals.otherVersion(json["version"]?.stringValue ?? "?", number)
        }
        return true
    }

    /// Asks, and waits for the answer. Throws the refusal or the fault that the service met;
    /// `server-gone` where nobody can say whether it was done.
    func ask(_ request: DoorRequest) throws -> DoorAnswer {
        let bytes = Array(request.json.text.utf8)
        guard bytes.count <= DoorWire.maximumBytes else {
            throw DoorRefusals.tooLong(bytes.count)
        }
        guard !wire.hasEnded else { throw DoorRefusals.lost }
        // What was not sent whole cannot have been understood.
        do throws(DoorWire.Fault) { try wire.write(bytes) } catch { throw DoorRefusals.lost }
        var seconds = Self.answerSeconds
        if case .perform(.deliver) = request { seconds = Self.deliverySeconds }
        let answer: [UInt8]
        do throws(DoorWire.Fault) {
            answer = try wire.read(idleSeconds: seconds)
        } catch {
            throw DoorRefusals.gone
        }
        guard let json = try? JSONParser.parse(answer), let read = DoorAnswer(json: json) else {
            throw DoorRefusals.gone
        }
        switch read {
        case .thrown(let refusal): throw refusal
        case .fault(let refusal): throw RemoteFault(refusal: refusal)
        case .outcome, .refusal, .done: return read
        }
    }
}

/// The door of a data directory that a service holds.
struct RemoteDoor: Door {
    let connection: DoorConnection
    /// Sees what the service has committed.
    let store: LogStore
    let definitions: DefinitionSet

    func handle(_ envelope: Envelope) throws -> Result<Outcome, Refusal> {
        switch try connection.ask(.handle(envelope)) {
        case .outcome(let json):
            return .success(try Outcome(json: json, store: store, definitions: definitions))
        case .refusal(let refusal): return .failure(refusal)
        default: throw DoorRefusals.gone
        }
    }

    func perform(_ deed: Deed) throws -> JSONValue {
        guard case .done(let answer) = try connection.ask(.perform(deed)) else {
            throw DoorRefusals.gone
        }
        return answer
    }

    func signIfDue() {}
}
