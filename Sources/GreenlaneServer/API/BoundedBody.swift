import GreenlaneCore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// Reads a body that is neither too large nor too slow.
enum BoundedBody {
    /// Seconds that a body may take, whatever its size.
    static let maximumSeconds = 30

    static func read(_ request: Request, maximumBytes: Int) async throws -> [UInt8] {
        if let stated = request.headers[.contentLength] {
            guard let length = Int(stated), length >= 0 else {
                throw APIRefusal.header("Content-Length")
            }
            guard length <= maximumBytes else { throw APIRefusal.tooLarge(maximumBytes) }
            if length == 0 { return [] }
        }
        let body = request.body
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                do {
                    let buffer = try await body.collect(upTo: maximumBytes)
                    return Array(buffer.readableBytesView)
                } catch is NIOTooManyBytesError {
                    throw APIRefusal.tooLarge(maximumBytes)
                }
            }
            group.addTask {
                try await Task.sleep(for: .seconds(maximumSeconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let bytes = first else {
                throw APIRefusal.tooSlow
            }
            return bytes
        }
    }
}
