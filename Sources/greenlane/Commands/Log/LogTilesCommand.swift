internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneStore
internal import TransparencyLog

/// `log tiles`: the log as static files that anybody may mirror.
struct LogTilesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "tiles",
            abstract: words(
                "把日志导出为静态文件（C2SP tlog-tiles）", "Export the log as static files (C2SP tlog-tiles)"))
    }

    @Argument(help: ArgumentHelp(words("目标目录", "The folder to write to"), valueName: "dir"))
    var folder: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        var files = 0
        var bytes = 0
        let (head, long) = try Workplace.read(options) { store in
            guard let row = try store.lastCheckpoint() else { throw LogFiles.noCheckpoint }
            let head = try SignedCheckpoint(parsing: row.note)
            let long = try TileExport(store: store, head: head).forEachFile { file in
                try OutputFile.write(file.bytes, to: "\(folder)/\(file.path)", makingFolders: true)
                files += 1
                bytes += file.bytes.count
            }
            return (head, long)
        }
        if console.isJSON {
            console.json([
                "size": .integer(Int64(clamping: head.checkpoint.size)),
                "files": .integer(Int64(files)), "bytes": .integer(Int64(bytes)),
                "long_entries": .integer(Int64(long)),
            ])
            return
        }
        console.line(
            console.style.green("✓ ")
                + console.text(
                    "\(head.checkpoint.size) 条记录写成 \(files) 个文件，\(bytes / 1024) KiB：\(folder)",
                    "\(head.checkpoint.size) events, \(files) files, \(bytes / 1024) KiB: \(folder)"
                ))
        if long > 0 {
            console.note(
                console.text(
                    "\(long) 条记录超过 65,535 字节，所在的 256 条写在 tile/data（长度占 4 字节）。",
                    "\(long) entries exceed 65,535 bytes: their bundles are under tile/data, with "
                        + "four bytes of length."))
        }
    }
}

/// `log rotate`: a new signing key, on the record.
struct LogRotateCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rotate",
            abstract: words("更换签名密钥（记入日志）", "Change the signing key, on the record"))
    }

    @Option(
        name: .long, help: ArgumentHelp(words("为什么更换", "Why"), valueName: "text"))
    var reason: String

    @Flag(
        name: .long,
        help: ArgumentHelp(
            words(
                "私钥或部分日志已无法找回：以新名称继续，旧检查点记入日志",
                "The key or part of the log is lost for good: go on under a new name; the old "
                    + "checkpoint goes on the record")))
    var lost = false

    @OptionGroup var acting: ActorOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let console = options.console
        let actor = try acting.actor
        guard try Workplace.hasData(options) else { throw LogFiles.noKey }
        let (key, head) =
            lost
            ? try restart(by: actor)
            : try Workplace.use(options) { place in
                let answer = try place.door.perform(.rotate(by: actor, reason: reason))
                return (answer["key"]?.stringValue ?? "", answer["note"]?.stringValue ?? "")
            }
        if console.isJSON {
            console.json(["key": .string(key), "checkpoint": .string(head)])
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text("新的公钥，请交给审计员：", "The new public key, to hand to auditors:"))
            console.line(key)
        }
    }

    /// The key and the head of the log under its new name. Never through a service: what holds the
    /// directory goes on with the old one.
    private func restart(by actor: Actor) throws -> (String, String) {
        let own = try Workplace.openOwn(options) { engine, directory in
            try LogKeeper.restart(
                engine: engine, vault: DirectoryVault(directory: directory),
                newName: DirectoryVault.newName(), by: actor, reason: reason,
                clock: SystemClock.now)
        }
        defer { try? own.place.store.close() }
        return (own.keeper.key.text, try own.keeper.sign()?.string ?? "")
    }
}

/// `log timestamp`: what a time-stamping authority says of a checkpoint (RFC 3161).
struct LogTimestampCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "timestamp",
            abstract: words(
                "时间戳（RFC 3161）：写请求，存回执", "Time stamps (RFC 3161): write the request, keep the reply"
            ),
            discussion: words(
                """
                先用 --query FILE 写出请求，交给时间戳机构（content-type application/timestamp-query），\
                再用 --query FILE --reply FILE 存入回执。证书链用 openssl ts -verify 核对。
                """,
                """
                Write the request with --query FILE, post it to an authority as \
                application/timestamp-query, then keep the answer with --query FILE --reply FILE. \
                Check the certificates with openssl ts -verify.
                """))
    }

    @Option(
        name: .long, help: ArgumentHelp(words("请求文件", "The request"), valueName: "file"))
    var query: String

    @Option(
        name: .long, help: ArgumentHelp(words("回执文件", "The reply"), valueName: "file"))
    var reply: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        if let reply { try keep(reply) } else { try ask() }
    }

    private func ask() throws {
        let console = options.console
        let head = try Workplace.read(options) { store in
            guard let row = try store.lastCheckpoint() else { throw LogFiles.noCheckpoint }
            return row
        }
        var generator = SystemRandomNumberGenerator()
        let nonce = (0..<8).map { _ in UInt8.random(in: 0...255, using: &generator) }
        guard
            let request = TimestampRequest(
                imprint: ContentDigest.sha256(try LogFiles.signedText(head)), nonce: nonce)
        else { throw LogFiles.noCheckpoint }
        try OutputFile.write(request.bytes, to: query)
        if console.isJSON {
            console.json(["size": .integer(head.size), "query": .string(query)])
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text(
                        "检查点（\(head.size) 条）的时间戳请求：\(query)",
                        "The request for the checkpoint of \(head.size) events: \(query)"))
        }
    }

    private func keep(_ reply: String) throws {
        let console = options.console
        let request = try LogFiles.bytes(query)
        let answer = try LogFiles.bytes(reply)
        guard let asked = TimestampRequest(request) else { throw LogFiles.timestampInvalid(query) }
        let read: TimestampReply
        do throws(TimestampFault) { read = try TimestampReply(answer) } catch {
            throw LogFiles.timestampInvalid(reply, error.code)
        }
        if let problem = read.problem(answering: asked) {
            throw LogFiles.timestampInvalid(reply, problem.code)
        }
        let row = try Workplace.useExisting(options) { place in
            let heads = try place.store.checkpoints()
            guard
                let head = try heads.last(where: {
                    ContentDigest.sha256(try LogFiles.signedText($0)) == asked.imprint
                })
            else { throw LogFiles.timestampInvalid(query, "timestamp-of-another-checkpoint") }
            _ = try place.door.perform(
                .keepToken(
                    TokenRow(
                        size: head.size, at: SystemClock.now().milliseconds, request: request,
                        reply: answer)))
            return head
        }
        let time = read.token.map { Timestamp(milliseconds: $0.time * 1000).description } ?? ""
        if console.isJSON {
            console.json(["size": .integer(row.size), "time": .string(time)])
        } else {
            console.line(
                console.style.green("✓ ")
                    + console.text(
                        "已存入：检查点（\(row.size) 条）在 \(time) 已经存在。",
                        "Kept: the checkpoint of \(row.size) events existed at \(time)."))
        }
    }
}
