import GreenlaneCore
import GreenlaneStore
import TransparencyLog

/// A signed head that somebody kept outside the file.
public struct KeptHead: Sendable {
    /// Where it lies, as people know it.
    public var name: String
    public var bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// Signed heads against the tree and the keys: each must be of the tree at its size, and signed by
/// a key that the log had declared by then, or that the auditor named.
struct HeadCheck {
    /// One head, read before the walk.
    private struct Head {
        var checkpoint: Checkpoint
        /// Nil for a head without signatures.
        var signed: SignedCheckpoint?
        /// Empty for a row of the file.
        var name: String
    }

    private var heads: [Head] = []
    /// Keys that the auditor brought; empty for none.
    private let pins: [NoteVerifierKey]
    private let findings: Findings

    /// Sizes whose roots the walk must keep.
    var sizes: [UInt64] { heads.map(\.checkpoint.size) }
    var count: Int { heads.count }

    init(
        _ store: LogStore, hasHeads: Bool, outside: [KeptHead], pins: [NoteVerifierKey],
        _ findings: Findings
    ) throws {
        self.pins = pins
        self.findings = findings
        if hasHeads {
            try store.forEachRow(of: .checkpoint) { row in
                let size = row.integer(0)
                guard let head = read(row.array(2), "", size) else { return }
                if Int64(clamping: head.checkpoint.size) != size {
                    findings.add(size, "checkpoint-differs", head.checkpoint.origin)
                }
                heads.append(head)
            }
        }
        for kept in outside {
            if let head = read(kept.bytes, kept.name, 0) { heads.append(head) }
        }
        heads.sort { $0.checkpoint.size < $1.checkpoint.size }
    }

    private func read(_ bytes: [UInt8], _ name: String, _ size: Int64) -> Head? {
        do throws(NoteFault) {
            let signed = try SignedCheckpoint(parsing: bytes)
            return Head(checkpoint: signed.checkpoint, signed: signed, name: name)
        } catch {
            // From outside also without signatures: what the holder wrote down.
            if !name.isEmpty, let checkpoint = Checkpoint(String(decoding: bytes, as: UTF8.self)) {
                return Head(checkpoint: checkpoint, signed: nil, name: name)
            }
            findings.add(size, "checkpoint-malformed", name.isEmpty ? error.code : name)
            return nil
        }
    }

    /// Judges the heads by the roots that the walk met. Gives the last one of the file.
    func run(
        roots: [UInt64: MerkleHash], size: UInt64, keys: LogKeys
    ) -> VerifyReport.Head? {
        var lastGood: UInt64 = 0
        var isFirstBad = true
        var last: VerifyReport.Head?
        var trust = PinnedTrust(pins: pins, keys: keys)
        for head in heads {
            let at = Int64(clamping: head.checkpoint.size)
            let about = head.name.isEmpty ? head.checkpoint.origin : head.name
            let known = keys.declared.filter { $0.position <= at }.map(\.key)
            let verified = judge(head, known + pins, about)
            if head.checkpoint.size > size {
                findings.add(
                    at, "checkpoint-ahead", about, range: Int64(clamping: size) + 1...at)
            } else if head.checkpoint.size > 0, roots[head.checkpoint.size] != head.checkpoint.root
            {
                let first = Int64(clamping: lastGood) + 1
                let range = isFirstBad && first <= at ? first...at : nil
                findings.add(at, "checkpoint-differs", about, range: range)
                isFirstBad = false
            } else if !verified.isEmpty {
                lastGood = head.checkpoint.size
                trust.take(verified, at: at)
            }
            if head.name.isEmpty {
                last = VerifyReport.Head(
                    size: at, origin: head.checkpoint.origin, keys: verified.map(\.text))
                trust.isLastTrusted = verified.contains { trust.keys.contains($0) }
            }
        }
        if !pins.isEmpty, !trust.isLastTrusted {
            findings.add(last?.size ?? 0, "unknown-key", pins[0].text)
        }
        return last
    }

    /// The keys that signed it; finds what is wrong with the signatures.
    private func judge(
        _ head: Head, _ known: [NoteVerifierKey], _ about: String
    ) -> [NoteVerifierKey] {
        guard let signed = head.signed else {
            if !pins.isEmpty {
                findings.add(Int64(clamping: head.checkpoint.size), "unknown-key", about)
            }
            return []
        }
        switch signed.verify(keys: known) {
        case .verified(by: let keys, unknown: _): return keys
        case .wrongSignature:
            findings.add(Int64(clamping: head.checkpoint.size), "wrong-signature", about)
        case .noKnownKey:
            findings.add(Int64(clamping: head.checkpoint.size), "unknown-key", about)
        }
        return []
    }

    /// Tokens of time-stamping authorities against the heads beside which they lie.
    func checkTokens(_ store: LogStore) throws {
        try store.forEachRow(of: .token) { row in
            let size = row.integer(0)
            let head = heads.first {
                $0.name.isEmpty && Int64(clamping: $0.checkpoint.size) == size
            }
            guard let text = head?.signed?.note.text,
                let request = TimestampRequest(row.array(2)),
                request.imprint == ContentDigest.sha256(text),
                Self.answers(row.array(3), request)
            else {
                findings.add(size, "token-differs")
                return
            }
        }
    }

    private static func answers(_ reply: [UInt8], _ request: TimestampRequest) -> Bool {
        do throws(TimestampFault) {
            return try TimestampReply(reply).problem(answering: request) == nil
        } catch {
            return false
        }
    }
}

/// Which keys an auditor may trust who brought one: that one, and each that followed it and that
/// a head signed by a trusted key covers the declaration of.
private struct PinnedTrust {
    private(set) var keys: [NoteVerifierKey]
    private let declared: LogKeys
    /// The last head of the file is signed by a trusted key.
    var isLastTrusted = false

    init(pins: [NoteVerifierKey], keys declared: LogKeys) {
        keys = pins
        self.declared = declared
    }

    mutating func take(_ signers: [NoteVerifierKey], at size: Int64) {
        guard signers.contains(where: { keys.contains($0) }) else { return }
        for declaration in declared.declared
        where declaration.position <= size && !keys.contains(declaration.key) {
            if let replaced = declaration.replaces, keys.contains(where: { $0.text == replaced }) {
                keys.append(declaration.key)
            }
        }
    }
}
