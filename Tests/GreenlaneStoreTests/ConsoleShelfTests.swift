import Foundation
import GreenlaneCore
import GreenlaneStore
import Testing

@Suite("People's own small files")
struct ConsoleShelfTests {
    private func shelf(_ body: (ConsoleShelf, String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "greenlane-shelf-" + UUID().uuidString
        let directory = DataDirectory(path: folder)
        try directory.create()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(directory.shelf, folder)
    }

    @Test("are kept for one account, for its owner alone, and gone when deleted")
    func keeps() throws {
        try shelf { shelf, folder in
            #expect(try shelf.read("views.json", of: "ACC-1") == nil)
            try shelf.update("views.json", of: "ACC-1") { _ in [1, 2, 3] }
            #expect(try shelf.read("views.json", of: "ACC-1") == [1, 2, 3])
            #expect(try shelf.read("views.json", of: "ACC-2") == nil)
            #expect(try shelf.names(of: "ACC-1") == ["views.json"])
            let path = folder + "/console/ACC-1/views.json"
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            try shelf.update("views.json", of: "ACC-1") { known in
                #expect(known == [1, 2, 3])
                return nil
            }
            #expect(try shelf.names(of: "ACC-1").isEmpty)
        }
    }

    @Test("lead nowhere else, and are bounded in size and number")
    func bounds() throws {
        try shelf { shelf, _ in
            for name in ["../x", "..", ".x", "a/b", "", "x.new", "a\0b"] {
                #expect(throws: Refusal.self) { try shelf.read(name, of: "ACC-1") }
                #expect(throws: Refusal.self) { try shelf.read("x", of: name) }
            }
            let large = [UInt8](repeating: 0, count: ConsoleShelf.maximumBytes + 1)
            #expect(throws: Refusal.self) { try shelf.update("x", of: "A") { _ in large } }
            for number in 0..<ConsoleShelf.maximumFiles {
                try shelf.update("f\(number)", of: "A") { _ in [] }
            }
            #expect(throws: Refusal.self) { try shelf.update("more", of: "A") { _ in [] } }
            try shelf.update("f0", of: "A") { _ in [7] }
            #expect(try shelf.read("f0", of: "A") == [7])
        }
    }
}
