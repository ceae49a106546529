public import GreenlaneCore
public import GreenlaneStore
public import TransparencyLog

/// Holds the log against a head of the tree that somebody kept outside: what was in it then must
/// still be there, byte for byte.
public enum CheckpointCheck {
    /// Adds to the report what does not agree. `checkpoint-ahead` where the log is shorter than the
    /// checkpoint says, `checkpoint-differs` where it says something else.
    public static func run(
        _ checkpoint: Checkpoint, against store: LogStore, _ report: inout VerifyReport
    ) throws {
        var tree = CompactRange()
        try store.scan { view in
            guard tree.size < checkpoint.size else { return false }
            tree.append(MerkleHash.leafHash(UnsafeRawBufferPointer(view.entry)))
            return true
        }
        let kind: String
        if tree.size < checkpoint.size {
            kind = "checkpoint-ahead"
        } else if tree.root != checkpoint.root {
            kind = "checkpoint-differs"
        } else {
            return
        }
        report.problemCount += 1
        report.problems.append(
            VerifyReport.Problem(
                position: Int64(clamping: checkpoint.size), kind: kind, about: checkpoint.origin))
    }

    /// Reads a checkpoint, also from a signed note, whose signatures follow an empty line.
    public static func read(_ bytes: [UInt8], file: String) throws(Refusal) -> Checkpoint {
        let text = String(decoding: bytes, as: UTF8.self)
        let body = text.firstRange(of: "\n\n").map { String(text[..<$0.lowerBound]) + "\n" }
        guard let checkpoint = Checkpoint(body ?? text) else {
            throw Refusal(
                .input, "checkpoint-invalid",
                LocalizedText(
                    zh: "\(file) 不是检查点。", en: "\(file) is no checkpoint."),
                remedy: LocalizedText(
                    zh: "检查点为三行：日志名称、条数、根哈希（base64）。",
                    en: "A checkpoint has three lines: the log's name, its size, its root (base64)."
                ))
        }
        return checkpoint
    }
}
