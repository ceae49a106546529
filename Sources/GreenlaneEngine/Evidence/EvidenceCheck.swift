import Foundation
import GreenlaneCore
import TransparencyLog

/// Checks a bundle from what is in it alone: no database, no network. First the bytes (signature,
/// proofs, versions, digests, commitments), then every decision again, then the page.
public struct EvidenceCheck {
    private let file: EvidenceFile
    private let bundle: EvidenceBundle
    private var report: EvidenceReport
    private var entries: [EvidenceEntry] = []

    /// All that was found. `key` is the verifier key that the reader trusts; without it the keys
    /// of the bundle itself are taken, and the report says so.
    public static func run(_ file: EvidenceFile, key: String? = nil) -> EvidenceReport {
        var check = EvidenceCheck(file)
        let head = check.signature(key)
        check.events(head)
        check.texts()
        check.papers()
        check.decisions()
        check.page()
        check.report.limits = EvidenceWords.limits(
            isKeyPinned: key != nil, hasPage: file.page != nil)
        return check.report
    }

    private init(_ file: EvidenceFile) {
        self.file = file
        bundle = file.bundle
        report = EvidenceReport(shipment: file.bundle.shipment)
    }

    // MARK: The signed head

    private mutating func signature(_ pinned: String?) -> Checkpoint? {
        report.made(.signature, 0)
        var keys: [NoteVerifierKey] = []
        for text in (pinned.map { [$0] } ?? bundle.keys) + bundle.cosigners {
            do throws(NoteKeyFault) {
                keys.append(try NoteVerifierKey(text))
            } catch {
                let shown = String(text.prefix(80))
                report.add(
                    .keyMalformed, "“\(shown)”不是可用的验证公钥（\(error.code)）。",
                    "\"\(shown)\" is no verifier key that can be used (\(error.code)).")
            }
        }
        report.isKeyPinned = pinned != nil
        if let pinned, !bundle.keys.contains(pinned) {
            report.add(
                .keyDiffers, "证据包所列的公钥里没有您给出的那一把。",
                "The bundle does not list the key that was given.")
        }
        let signed: SignedCheckpoint
        do throws(NoteFault) {
            let note = try SignedNote(parsing: bundle.checkpoint)
            guard let checkpoint = try? SignedCheckpoint(note) else {
                report.add(
                    .checkpointMalformed, "签名文本不是检查点。", "The note's text is no checkpoint.")
                return nil
            }
            signed = checkpoint
        } catch {
            report.add(
                .noteMalformed, "检查点不是签名文本（\(error.code)）。",
                "The checkpoint is no signed note (\(error.code)).")
            return nil
        }
        if !signed.checkpoint.origin.utf8.elementsEqual(bundle.origin.utf8) {
            let other = signed.checkpoint.origin
            report.add(
                .originDiffers, "检查点属于另一本日志：\(other)。",
                "The checkpoint is of another log: \(other).")
        }
        judge(signed, keys)
        return signed.checkpoint
    }

    private mutating func judge(_ signed: SignedCheckpoint, _ keys: [NoteVerifierKey]) {
        switch signed.verify(keys: keys) {
        case .verified(by: let verified, unknown: _):
            report.made(.signature, verified.count)
            report.signedBy = verified.first(where: signed.isLogKey)?.text
        case .wrongSignature(let name):
            report.add(
                .noteWrongSignature, "“\(name)”的签名不成立：检查点或签名被改动过。",
                "The signature of \(name) does not hold: checkpoint or signature was changed.")
        case .noKnownKey:
            report.add(
                .noteNoKnownKey, "没有一个签名出自所给的日志公钥。",
                "No signature is by a key of the log that is given.")
        }
    }

    // MARK: Events

    private mutating func events(_ head: Checkpoint?) {
        if head != nil { report.made(.proofs, bundle.events.count) }
        report.made(.entries, bundle.events.count)
        report.made(.order, bundle.events.count)
        var order = EvidenceOrder(bundle)
        var disclosed = 0
        for event in bundle.events {
            order.place(event.position, &report)
            if let head { prove(event, head) }
            guard let entry = EvidenceEntry(event) else {
                report.add(
                    .entryMalformed, at: event.position, "这一条不是规范的事件。",
                    "The entry is no event in canonical form.")
                continue
            }
            if entry.head.position != event.position {
                report.add(
                    .entryDiffers, at: event.position, "条目自称位于 \(entry.head.position)。",
                    "The entry says position \(entry.head.position).")
            }
            order.follow(entry, &report)
            if let sealed = event.sealed {
                disclosed += 1
                if !SealedValues.hold(sealed, entry.json) {
                    report.add(
                        .commitmentWrong, at: event.position, "披露的姓名与日志中的承诺不符。",
                        "A disclosed name is not what the log committed to.")
                }
            }
            entries.append(entry)
        }
        report.made(.commitments, disclosed)
        declaredKeys()
        order.finish(entries, &report)
    }

    /// Where the log put keys on record, the bundle lists those and no others.
    private mutating func declaredKeys() {
        let declared = entries.compactMap(\.declaredKey)
        guard !declared.isEmpty else { return }
        for key in bundle.keys where !declared.contains(key) {
            let shown = String(key.prefix(80))
            report.add(
                .keyUnrecorded, "公钥“\(shown)”没有记录在日志里。",
                "The log has no record of the key \"\(shown)\".")
        }
    }

    private mutating func prove(_ event: EvidenceBundle.Event, _ head: Checkpoint) {
        guard event.position > 0, UInt64(event.position) <= head.size else {
            report.add(
                .proofBeyond, at: event.position, "检查点只到第 \(head.size) 条。",
                "The checkpoint covers \(head.size) events only.")
            return
        }
        let path = event.proof.compactMap { MerkleHash(base64: $0) }
        let proof = InclusionProof(
            index: UInt64(event.position - 1), size: head.size, path: path)
        let leaf = MerkleHash.leafHash(Array(event.entry.utf8))
        guard path.count == event.proof.count, proof.verify(leaf: leaf, root: head.root) else {
            report.add(
                .proofWrong, at: event.position, "证明不能通向检查点的根：这一条被改动过，或不在日志里。",
                "The proof does not lead to the checkpoint's root: the entry was changed, or is "
                    + "not in the log.")
            return
        }
    }

    // MARK: Texts and papers

    private mutating func texts() {
        report.made(.definitions, bundle.definitions.count)
        var book = EvidenceTexts(bundle, &report)
        for entry in entries {
            book.cite(entry.head.under, at: entry.position, &report)
            if let workflow = entry.workflow { book.cite(workflow, at: entry.position, &report) }
        }
        book.finish(&report)
    }

    private mutating func papers() {
        report.made(.attachments, bundle.attachments.count)
        let cited = Set(
            entries.filter { $0.stream == bundle.stream }.flatMap(\.papers))
        let listed = bundle.attachments.map(\.digest)
        if Set(listed) != cited || listed.count != cited.count {
            report.add(
                .attachmentDiffers, "所列单证与各步引用的不一致。",
                "The papers listed are not those that the steps cite.")
        }
        for paper in bundle.attachments {
            guard let text = paper.bytes else { continue }
            let data = Data(base64Encoded: text)
            let isSame =
                data.map { ContentDigest.sha256([UInt8]($0)).text == paper.digest } ?? false
            if !isSame || data?.base64EncodedString() != text {
                report.add(
                    .attachmentAltered, "“\(paper.name)”与它的摘要不符。",
                    "\(paper.name) is not what its digest says.")
            }
        }
    }

    // MARK: Decisions and page

    /// Only what is whole can be decided again: with gaps every later step would differ too. And
    /// nothing is run that the log did not sign.
    private mutating func decisions() {
        let needed: [EvidenceReport.Check.Code] = [
            .signature, .proofs, .entries, .order, .definitions,
        ]
        guard report.checks.allSatisfy({ !needed.contains($0.code) || $0.isOK }) else { return }
        do {
            let replayed = try EvidenceReplay.run(bundle, entries)
            report.made(.decisions, replayed.events)
            report.divergences = replayed.divergences
            for found in replayed.divergences {
                let words = EvidenceWords.divergence(found)
                report.add(.decisionDiffers, at: found.position, words.zh, words.en)
            }
        } catch {
            let why = EvidenceWords.fault(error)
            report.add(
                .definitionUnreadable, "所附的规则文本无法读取，不能重做决定：\(why.zh)",
                "The texts cannot be read, so nothing can be decided again: \(why.en)")
        }
    }

    private mutating func page() {
        guard let page = file.page else {
            report.checks.removeAll { $0.code == .page }
            return
        }
        // A page around evidence that does not hold proves nothing, whatever it shows.
        let needed: [EvidenceReport.Check.Code] = [.signature, .proofs, .entries]
        guard report.checks.allSatisfy({ !needed.contains($0.code) || $0.isOK }) else { return }
        guard bundle.page == EvidencePage.version else {
            report.made(.page, 1)
            report.add(
                .pageUnknown, "网页的版式 \(bundle.page) 不是本程序所知的，无法核对网页；请用出具时的版本。",
                "The page has form \(bundle.page), which this version does not know, so it was not "
                    + "compared: use the version that made it.")
            return
        }
        report.made(.page, 1)
        if EvidencePage.render(bundle) != page {
            report.add(
                .pageDiffers, "网页显示的内容与其中的证据不一致：请勿采信网页文字。",
                "The page does not show what the evidence in it says: do not rely on its words.")
        }
    }
}
