import Foundation
public import GreenlaneCore
import Synchronization

/// Where log lines go, whole and one after the other.
public final class LogSink: Sendable {
    private let turn = Mutex(())
    private let output: @Sendable ([UInt8]) -> Void
    let now: @Sendable () -> Timestamp

    /// A sink of one's own; `output` gets whole lines, never two at a time.
    public init(
        now: @escaping @Sendable () -> Timestamp, output: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.now = now
        self.output = output
    }

    /// Standard error.
    public static func standardError(now: @escaping @Sendable () -> Timestamp) -> LogSink {
        LogSink(now: now) { bytes in
            var start = 0
            bytes.withUnsafeBytes { buffer in
                while start < buffer.count, let base = buffer.baseAddress {
                    let count = write(STDERR_FILENO, base + start, buffer.count - start)
                    if count < 0, errno == EINTR { continue }
                    // Nobody reads the log any more: the service goes on without.
                    guard count > 0 else { return }
                    start += count
                }
            }
        }
    }

    func put(_ line: [UInt8]) {
        turn.withLock { _ in output(line) }
    }
}
