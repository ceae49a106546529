internal import Glibc
internal import GreenlaneCore

/// Frames over a connected socket: four bytes of length, most significant first, then that many
/// bytes of JSON. Owns the descriptor.
final class DoorWire {
    /// Bytes of one frame: a document of 16 MiB in base64, or a long list with its entries.
    static let maximumBytes = 64 * 1_048_576
    /// Seconds in which a frame that has begun must be through, where nothing else is said.
    static let usualFrameSeconds = 20
    private static let chunk = 262_144
    private static let headBytes = 4

    enum Fault: Error, Hashable {
        /// Nothing more comes.
        case closed
        /// It ended inside a frame.
        case cut
        case tooLong(Int)
        case late
        /// Whoever listens is stopping.
        case stopped
    }

    private let descriptor: Int32
    /// Readable once waiting is to end; -1 where nobody says so.
    private let alarm: Int32
    private let frameSeconds: Int

    init(
        _ descriptor: Int32, alarm: Int32 = -1, frameSeconds: Int = DoorWire.usualFrameSeconds
    ) {
        self.descriptor = descriptor
        self.alarm = alarm
        self.frameSeconds = frameSeconds
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // Every wait is a poll with an end.
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL, 0) | O_NONBLOCK)
    }

    deinit {
        close(descriptor)
    }

    /// User id at the other end; nil where the system does not say.
    var peer: uid_t? {
        // pid, uid, gid, as SO_PEERCRED gives them.
        var identity: (Int32, UInt32, UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: identity))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &identity, &size) == 0 else {
            return nil
        }
        return identity.1
    }

    /// The other end has closed, and nothing of it is left to read.
    var hasEnded: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK)) == 0
    }

    /// The next frame; waits `idleSeconds` for its first byte.
    func read(idleSeconds: Int) throws(Fault) -> [UInt8] {
        let head = try read(Self.headBytes, idle: idleSeconds, first: .closed)
        let length = head.reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.maximumBytes else { throw .tooLong(length) }
        return try read(length, idle: frameSeconds, first: .cut)
    }

    private func read(_ count: Int, idle: Int, first: Fault) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(count, Self.chunk))
        var end = Self.moment(after: idle)
        while bytes.count < count {
            let wanted = min(count - bytes.count, buffer.count)
            let got = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, wanted, 0) }
            if got > 0 {
                // The whole of it has one time limit, however slowly it trickles in.
                if bytes.isEmpty { end = Self.moment(after: frameSeconds) }
                bytes += buffer.prefix(got)
            } else if got == 0 {
                throw bytes.isEmpty ? first : .cut
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                try wait(
                    for: Int16(POLLIN), until: end, heedsAlarm: bytes.isEmpty && first == .closed)
            } else if errno != EINTR {
                throw bytes.isEmpty ? first : .cut
            }
        }
        return bytes
    }

    /// Writes one frame, within the time limit.
    func write(_ bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLong(bytes.count) }
        var frame: [UInt8] = []
        frame.reserveCapacity(bytes.count + Self.headBytes)
        withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { frame.append(contentsOf: $0) }
        frame += bytes
        let end = Self.moment(after: frameSeconds)
        var sent = 0
        while sent < frame.count {
            let count = frame.withUnsafeBytes { raw in
                send(
                    descriptor, raw.baseAddress?.advanced(by: sent), raw.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                try wait(for: Int16(POLLOUT), until: end, heedsAlarm: false)
            } else if errno != EINTR {
                throw .cut
            }
        }
    }

    /// Says that nothing more is written, then drops what still comes in, a little: closing on
    /// unread bytes would take the last answer away from whoever sent them.
    func finish() {
        shutdown(descriptor, Int32(SHUT_WR))
        let end = Self.moment(after: 1)
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        for _ in 0..<1_024 {
            let got = buffer.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            if got > 0 { continue }
            guard got < 0, errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR else { return }
            do { try wait(for: Int16(POLLIN), until: end, heedsAlarm: true) } catch { return }
        }
    }

    private func wait(
        for event: Int16, until end: Int64, heedsAlarm: Bool
    ) throws(Fault) {
        let left = end - SystemClock.elapsedNanoseconds()
        guard left > 0 else { throw .late }
        var waits = [
            pollfd(fd: descriptor, events: event, revents: 0),
            pollfd(fd: heedsAlarm ? alarm : -1, events: Int16(POLLIN), revents: 0),
        ]
        // One more millisecond: rounding down would spin through the last one.
        let milliseconds = Int32(clamping: left / 1_000_000 + 1)
        _ = poll(&waits, nfds_t(waits.count), milliseconds)
        if waits[1].revents != 0, waits[0].revents == 0 { throw .stopped }
    }

    private static func moment(after seconds: Int) -> Int64 {
        SystemClock.elapsedNanoseconds() + Int64(seconds) * 1_000_000_000
    }
}
