import Foundation
import GreenlaneCore
import GreenlaneStore
import Testing

@Suite("People's own small files")
struct PrivateFolderTests {
    private func inFolder(_ body: (DataDirectory) throws -> Void) throws {
        let directory = DataDirectory(
            path: NSTemporaryDirectory() + "greenlane-private-" + UUID().uuidString)
        try directory.create()
        defer { try? FileManager.default.removeItem(atPath: directory.path) }
        try body(directory)
    }

    private func folder(_ directory: DataDirectory, _ account: String) -> PrivateFolder? {
        PrivateFolder(in: directory, ["console", account], maximumBytes: 16, maximumCount: 3)
    }

    @Test("are kept for one account, for its owner alone, and gone when deleted")
    func keeps() throws {
        try inFolder { directory in
            let own = try #require(folder(directory, "AC-1"))
            #expect(own.read("views") == nil && own.names.isEmpty)
            try own.update("views") { known throws(Refusal) in
                #expect(known == nil)
                return [1, 2, 3]
            }
            #expect(own.read("views") == [1, 2, 3] && own.names == ["views"])
            #expect(try #require(folder(directory, "AC-2")).read("views") == nil)
            let path = directory.path + "/console/AC-1/views.json"
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            own.delete("views")
            #expect(own.names.isEmpty)
        }
    }

    @Test("take the first free name, or the one that they had")
    func names() throws {
        try inFolder { directory in
            let own = try #require(folder(directory, "AC-1"))
            #expect(try own.keep([1], as: nil) == "d-1")
            #expect(try own.keep([2], as: nil) == "d-2")
            #expect(try own.keep([3], as: "d-1") == "d-1")
            own.delete("d-1")
            #expect(try own.keep([4], as: "d-7") == "d-1")
            #expect(own.read("d-1") == [4] && own.read("d-2") == [2])
        }
    }

    @Test("lead nowhere else, and are bounded in size and number")
    func bounds() throws {
        try inFolder { directory in
            let own = try #require(folder(directory, "AC-1"))
            for name in ["../x", "..", ".x", "a/b", "", "x.new", "a\0b"] {
                #expect(own.read(name) == nil)
                #expect(throws: Refusal.self) { try own.update(name) { _ in [] } }
                #expect(folder(directory, name) == nil)
            }
            #expect(throws: Refusal.self) {
                try own.update("x") { _ in [UInt8](repeating: 0, count: 17) }
            }
            #expect(own.read("x") == nil)
            for name in ["a", "b", "c"] { try own.update(name) { _ in [] } }
            #expect(throws: Refusal.self) { try own.update("d") { _ in [] } }
            try own.update("a") { _ in [7] }
            #expect(own.read("a") == [7])
        }
    }
}
