import GreenlaneCore
import TransparencyLog

/// How to check the page, what a check does not show, and the proof data.
enum EvidenceProofs {
    static func write(_ account: EvidenceAccount, to page: inout EvidenceMarkup) {
        checkpoint(account.bundle, &page)
        howTo(account.bundle, &page)
        limits(&page)
        data(account, &page)
    }

    private static func checkpoint(
        _ bundle: EvidenceBundle, _ page: inout EvidenceMarkup
    ) {
        page.heading("日志的签名", "The log's signature")
        page.paragraph(
            "本页的每一步都在下面这个签名检查点所代表的日志里。",
            "Every step on this page is in the log that this signed checkpoint stands for.")
        let head = try? SignedCheckpoint(parsing: bundle.checkpoint)
        page.line("<dl class=\"facts\">")
        page.fact("日志", "Log", EvidenceMarkup.code(bundle.origin))
        if let head {
            page.fact("条数", "Entries", String(head.checkpoint.size))
            page.fact("根哈希", "Root", EvidenceMarkup.code(head.checkpoint.root.base64))
        }
        let made = Timestamp(bundle.made)
        page.fact(
            "出具时间", "Made",
            made.map(EvidenceMarkup.moment) ?? EvidenceMarkup.escaped(bundle.made))
        for key in bundle.keys {
            page.fact("公钥（请比对）", "Public key (compare it)", EvidenceMarkup.code(key))
        }
        for key in bundle.cosigners {
            page.fact("见证方公钥", "Witness's key", EvidenceMarkup.code(key))
        }
        page.line("</dl>")
    }

    private static func howTo(_ bundle: EvidenceBundle, _ page: inout EvidenceMarkup) {
        page.heading("怎样自己核对", "How to check it yourself")
        page.paragraph(
            "这一页只陈述证据；是否成立，请用下面任一工具核对这个文件，不需要联网，也不需要日志方的数据库。",
            "This page only states the evidence. Whether it holds, either tool below says from "
                + "this file alone: no network, and no database of the log.")
        let file = "\(bundle.shipment).evidence.html"
        let key = bundle.keys.first ?? ""
        page.made(
            "<pre>\(EvidenceMarkup.escaped("greenlane audit check \(file) --key '\(key)'"))\n"
                + EvidenceMarkup.escaped("python3 verify_bundle.py \(file) --key '\(key)'")
                + "</pre>\n")
        page.line("<ol>")
        for (zh, en) in steps {
            page.raw("<li>")
            page.pair(zh, en)
            page.line("</li>")
        }
        page.line("</ol>")
    }

    private static let steps: [(String, String)] = [
        (
            "从日志方网站、合同或其他可靠渠道取得公钥，与上面的公钥逐字比对。",
            "Get the log's public key from its site, a contract or another source that you trust, "
                + "and compare it with the one above."
        ),
        (
            "核对签名、每一条的证明、各流的版本、规则文本与单证的摘要、所披露姓名的承诺。",
            "Checked are the signature, the proof of every entry, the versions of the streams, the "
                + "digests of rules and papers, and the commitments to disclosed names."
        ),
        (
            "greenlane audit check 还会按所附的规则文本把每一步重新决定一遍，并逐字节比对本页。",
            "greenlane audit check also decides every step again by the enclosed texts, and "
                + "compares this page byte for byte."
        ),
    ]

    private static func limits(_ page: inout EvidenceMarkup) {
        page.heading("不能证明什么", "What this does not prove")
        page.line("<ul>")
        for limit in EvidenceWords.limits(isKeyPinned: true, hasPage: true) {
            page.made("<li>\(EvidenceMarkup.pair(limit))</li>\n")
        }
        page.line("</ul>")
    }

    // MARK: Proof data

    private static func data(_ account: EvidenceAccount, _ page: inout EvidenceMarkup) {
        page.made(
            "<details><summary>\(EvidenceMarkup.pair("证明数据", "Proof data"))</summary>\n")
        page.made("<pre>\(checkpointText(account.bundle))</pre>\n")
        page.table(
            "data", [("日志", "Log"), ("事件", "Event"), ("叶哈希", "Leaf hash")],
            account.entries.map { entry in
                let leaf = MerkleHash.leafHash(Array(entry.event.entry.utf8))
                let name = "\(entry.head.type) · \(entry.stream) v\(entry.head.version)"
                return [
                    "#\(entry.position)", EvidenceMarkup.escaped(name),
                    EvidenceMarkup.code(leaf.base64),
                ]
            })
        page.table(
            "data", [("种类", "Kind"), ("文本", "Text"), ("摘要", "Digest")],
            account.bundle.definitions.map { text in
                [
                    EvidenceMarkup.escaped(text.kind), EvidenceMarkup.escaped(text.name),
                    EvidenceMarkup.code(text.digest),
                ]
            })
        page.line("</details>")
    }

    /// The note line by line: escaping would join its lines.
    private static func checkpointText(_ bundle: EvidenceBundle) -> String {
        bundle.checkpoint.split(separator: "\n", omittingEmptySubsequences: false)
            .map { EvidenceMarkup.escaped(String($0)) }.joined(separator: "\n")
    }
}
