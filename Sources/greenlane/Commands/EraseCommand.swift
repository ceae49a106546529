internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine

/// `erase`: personal data go, the proof stays.
struct EraseCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "erase",
            abstract: words(
                "删除个人信息；日志仍可核对", "Erase personal data; the log still verifies"),
            discussion: words(
                """
                日志里只有姓名的加盐承诺；姓名和盐放在日志旁边。删除后承诺不再说明任何人，
                而哈希树不变：verify 报告“已删除”，不是“被改动”。已经交出去的证据包不会改变。
                """,
                """
                The log holds only salted commitments to names; names and salts lie beside it. \
                Once they are erased the commitments say nothing, and the tree stays as it was: \
                verify says erased, not altered. Bundles that were handed out do not change.
                """))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("要删除的姓名，如 li.na", "The name to erase, such as li.na"), valueName: "name"))
    var person: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words(
                "只在这一票货里；不写 --person 时删除其中全部个人字段",
                "Only in this shipment; without --person all its personal fields"),
            valueName: "id"))
    var shipment: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("删除这份附件的内容，可重复", "Erase the contents of this document, may be repeated"),
            valueName: "digest"))
    var paper: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(words("为什么删除（记入日志）", "Why: goes on the record"), valueName: "text"))
    var reason: String

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let erasure = PersonalErasure(
            name: person, shipment: shipment, papers: paper, reason: reason)
        let envelope = Envelope(.erase(erasure), by: try acting.actor)
        let outcome = try Workplace.useExisting(options) { try $0.door.handle(envelope).get() }
        if console.isJSON {
            console.json([
                "erased": .integer(Int64(outcome.id) ?? 0), "position": .integer(outcome.position),
            ])
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text(
                        "已删除 \(outcome.id) 项个人信息；删除本身记在第 \(outcome.position) 条。",
                        "Erased \(outcome.id) values; that itself is event \(outcome.position)."
                    ))
        }
    }
}
