import Foundation
import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing
import TransparencyLog

/// The verifier in Python, as a stranger runs it.
private enum SecondVerifier {
    static let script = World.home + "/scripts/verify_bundle.py"

    /// Python with the package for signatures.
    static let isHere: Bool = {
        (try? run(["-c", "import cryptography"]))?.exit == 0
    }()

    static func run(_ arguments: [String]) throws -> (exit: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-B"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// Exit code and codes of findings for a bundle in a file.
    static func check(_ bytes: [UInt8], key: String? = nil) throws -> (exit: Int32, codes: [String])
    {
        let path = NSTemporaryDirectory() + "greenlane-evidence-" + UUID().uuidString
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let pinned = key.map { ["--key", $0] } ?? []
        let answer = try run([script, path, "--json"] + pinned)
        try FileManager.default.removeItem(atPath: path)
        let json = try JSONParser.parse(answer.output)
        #expect(json["ok"]?.boolValue == (answer.exit == 0))
        return (answer.exit, json["findings"]?.arrayValue?.compactMap(\.stringValue) ?? [])
    }
}

@Suite(
    "The second verifier",
    .enabled(if: SecondVerifier.isHere, "python3 with the package cryptography is not here"))
struct SecondVerifierTests {
    @Test("agrees on every story", arguments: EvidenceFixture.storyNames)
    func whole(_ name: String) throws {
        let bundle = try EvidenceFixture.make(
            name, contents: EvidenceMaker.Contents(names: true, papers: true)
        ).bundle
        let key = try #require(bundle.keys.first)
        let page = try SecondVerifier.check(EvidencePage.render(bundle), key: key)
        #expect(page.exit == 0 && page.codes == [])
        let alone = try SecondVerifier.check(EvidenceFixture.json(bundle))
        #expect(alone.exit == 0 && alone.codes == [])
    }

    @Test("agrees on documents that the evidence encloses, and on one that was exchanged")
    func documents() throws {
        let world = try World()
        let id = try world.file(Requests.consumables()).id
        try world.attach(Files.invoice, to: id)
        let head = try EvidenceFixture.head(world.store, by: try EvidenceFixture.signer())
        func make(_ enclosing: Bool) throws -> EvidenceBundle {
            try EvidenceMaker(store: world.store, head: head).make(
                id, at: world.now, contents: EvidenceMaker.Contents(papers: enclosing)
            ).bundle
        }
        let bare = try make(false)
        #expect(bare.attachments.map(\.digest) == [Files.invoice.digest])
        #expect(bare.attachments.map(\.name) == [Files.invoice.name])
        #expect(bare.attachments.map(\.bytes) == [nil])
        var full = try make(true)
        for bundle in [bare, full] {
            let bytes = EvidenceFixture.json(bundle)
            #expect(EvidenceFixture.codes(bytes) == [])
            #expect(try SecondVerifier.check(bytes).codes == [])
        }
        let contents = try #require(full.attachments.first?.bytes)
        #expect(Data(base64Encoded: contents).map { [UInt8]($0) } == Files.invoice.bytes)
        full.attachments[0].bytes = Data("%PDF-1.7 another".utf8).base64EncodedString()
        let bytes = EvidenceFixture.json(full)
        #expect(EvidenceFixture.codes(bytes) == ["attachment-altered"])
        #expect(try SecondVerifier.check(bytes).codes == ["attachment-altered"])
    }

    @Test("agrees on what is damaged", arguments: EvidenceDamage.all)
    func damaged(_ damage: EvidenceDamage) throws {
        let bundle = try EvidenceFixture.make("01-heparin-whitelisted").bundle
        let bytes = try damage.damage(bundle)
        let answer = try SecondVerifier.check(bytes)
        #expect(answer.codes.contains(damage.otherCode), "found \(answer.codes)")
        let isBundle = (try? EvidenceReader.read(bytes, name: "test")) != nil
        #expect(answer.exit == (isBundle ? 5 : 2))
    }

    @Test("agrees on a key that is not the one the reader trusts, and on a changed name")
    func keyAndName() throws {
        let named = try EvidenceFixture.make(
            "01-heparin-whitelisted", contents: EvidenceMaker.Contents(names: true)
        ).bundle
        let other = try EvidenceFixture.signer(9).verifierKey.text
        let codes = try SecondVerifier.check(EvidenceFixture.json(named), key: other).codes
        #expect(codes == ["key-differs", "note-no-known-key"])
        var lying = named
        let index = try #require(
            lying.events.firstIndex { $0.sealed?.contains("chen.bo") == true })
        lying.events[index].sealed = lying.events[index].sealed?
            .replacingOccurrences(of: "chen.bo", with: "chen.bi")
        #expect(try SecondVerifier.check(EvidenceFixture.json(lying)).codes == ["commitment-wrong"])
    }

    @Test("has at most 400 lines and imports one package")
    func size() throws {
        let text = try String(contentsOfFile: SecondVerifier.script, encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 401)
        let imports = text.split(separator: "\n").filter {
            $0.contains("import ") && !$0.contains("\"")
        }
        let modules = imports.map { line in
            line.split(separator: " ")[1].split(separator: ".")[0]
        }
        let known: Set<Substring> = [
            "argparse", "base64", "binascii", "hashlib", "json", "re", "sys", "cryptography",
        ]
        #expect(Set(modules) == known)
    }
}
