import GreenlaneCore
import GreenlaneEngine
import GreenlaneTestSupport
import Testing

@testable import GreenlaneServer

@Suite("The panorama")
struct PanoramaPageTests {
    private static let own = "91440115MAXXX0015E"
    private static let other = "91440115MAXXX00239"

    @Test("figures are of the goods within reach, and change with the log")
    func reach() async throws {
        try await AccessHouse.serving { house in
            let root = try await house.administrator()
            let lab = try await house.organisation("importer", Self.own, by: root)
            let far = try await house.organisation("importer", Self.other, by: root)
            let li = try await house.member("li.na", "lab_manager", of: lab, by: root)
            let gao = try await house.member("gao.jie", "lab_manager", of: far, by: root)
            let empty = try await house.page("/panorama", li.cookie)
            #expect(empty.status == 200 && empty.text.contains("还没有货物"))
            for reference in ["PAN-1", "PAN-2"] {
                var request = Requests.consumables(reference)
                request.importer.uscc = Self.own
                _ = try await house.service.desk.handle(
                    Envelope(.file(request), by: Actor(role: .labManager, name: "li.na"))
                ).get()
            }
            let mine = try await house.page("/panorama?days=30", li.cookie)
            #expect(mine.text.contains("在办 2 票"))
            #expect(mine.text.contains("<svg") && !mine.text.contains("style="))
            let theirs = try await house.page("/panorama", gao.cookie)
            #expect(theirs.text.contains("还没有货物") && !theirs.text.contains("在办 2 票"))
            let english = try await house.page("/panorama", li.cookie, language: "en")
            #expect(english.status == 200)
        }
    }
}
