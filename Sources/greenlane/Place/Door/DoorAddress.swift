internal import Glibc
internal import GreenlaneStore

/// The name of the socket in a data directory, as the system calls take it.
enum DoorAddress {
    /// Where the service of a directory listens.
    static let fileName = "greenlane.sock"

    /// Runs `body` with the address of `name` in the directory, which must exist. A path that does
    /// not fit is named through an open descriptor of the folder.
    static func with<T>(
        _ name: String, in directory: DataDirectory,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> T
    ) -> T? {
        let plain = "\(directory.path)/\(name)"
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // One byte is for the zero at the end.
        let room = MemoryLayout.size(ofValue: address.sun_path) - 1
        var path = plain
        var folder: Int32 = -1
        defer { if folder >= 0 { close(folder) } }
        if plain.utf8.count > room {
            folder = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard folder >= 0 else { return nil }
            path = "/proc/self/fd/\(folder)/\(name)"
        }
        guard path.utf8.count <= room else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
