public import GreenlaneCore
public import TransparencyLog

/// Reads a head of the tree that somebody kept outside.
public enum CheckpointCheck {
    /// Reads a checkpoint, also from a signed note, whose signatures follow an empty line. Refusal:
    /// `checkpoint-invalid`. Signatures are not looked at.
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
