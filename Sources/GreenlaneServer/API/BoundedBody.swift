import GreenlaneCore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// Reads a body that is not too large. That it comes in time is watched where the connection is
/// (`BodyDeadline`), so that nothing here waits with a timer of its own.
enum BoundedBody {
    static func read(_ request: Request, maximumBytes: Int) async throws -> [UInt8] {
        var stated: Int?
        if let text = request.headers[.contentLength] {
            guard let length = Int(text), length >= 0 else {
                throw APIRefusal.header("Content-Length")
            }
            guard length <= maximumBytes else { throw APIRefusal.tooLarge(maximumBytes) }
            if length == 0 { return [] }
            stated = length
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(stated ?? 0)
        do {
            for try await part in request.body {
                guard bytes.count + part.readableBytes <= maximumBytes else {
                    throw APIRefusal.tooLarge(maximumBytes)
                }
                bytes.append(contentsOf: part.readableBytesView)
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch let error where !Self.isCutOff(error) {
            throw APIRefusal.bodyBroken
        } catch {
            // Whoever sent it went away, or was cut off; there is nobody to answer.
            throw APIRefusal.tooSlow
        }
        // Half a body must not be taken for a whole one.
        guard stated.map({ $0 == bytes.count }) ?? true else { throw APIRefusal.tooSlow }
        return bytes
    }

    /// Whether the connection went away; anything else is a body that nobody can read.
    private static func isCutOff(_ error: any Error) -> Bool {
        error is CancellationError || error is ChannelError || error is IOError
    }
}
