internal import ArgumentParser
internal import Glibc
internal import GreenlaneCore
internal import GreenlaneEngine
internal import GreenlaneServer
internal import GreenlaneStore
internal import TransparencyLog

/// `witness`: cosigns other people's checkpoints (C2SP tlog-witness).
struct WitnessCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "witness",
            abstract: words(
                "见证人：为他人的检查点会签", "A witness that cosigns other people's checkpoints"),
            discussion: words(
                """
                见证人只为它认识的日志会签，而且只会签前一个检查点的延续。数据目录（--data）里放它的私钥\
                和每个日志最后一次会签的检查点。收到中断信号时结束。
                """,
                """
                A witness cosigns only for logs that it knows, and only what continues the \
                checkpoint before. Its key and the last checkpoint of each log lie in --data. It \
                ends when it is interrupted.
                """))
    }

    @Option(
        name: .long,
        help: ArgumentHelp(words("监听地址", "Where to listen"), valueName: "host:port"))
    var listen = "127.0.0.1:8460"

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("见证人的名称，如 lab.example/witness", "Its name, such as lab.example/witness"),
            valueName: "name"))
    var name: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            words("认识的日志的公钥，可重复", "Public key of a log that it knows, may be repeated"),
            valueName: "vkey"))
    var log: [String]

    @OptionGroup var options: GlobalOptions

    private static let keyName = "witness-key"

    func run() async throws {
        let console = options.console
        let logs = try log.map { try LogFiles.key($0, option: "--log") }
        let (host, port) = try address()
        let directory = DataDirectory(path: options.directory)
        let lock = try directory.lock()
        let signer = try signer(directory)
        let witness = Witness(
            signer: signer, logs: logs, folder: HeadFolder(path: "\(directory.path)/heads"),
            clock: SystemClock.now)
        let endpoint = PostEndpoint(
            host: host, port: port, path: WitnessRequest.path,
            maximumBytes: WitnessRequest.maximumBytes
        ) { body in
            do {
                let answer = try witness.answer(body)
                return PostEndpoint.Answer(
                    status: answer.status, contentType: answer.contentType, body: answer.body)
            } catch {
                let code = (error as? Refusal)?.code ?? "fault"
                console.note("witness: \(code)")
                return PostEndpoint.Answer(
                    status: 503, contentType: "text/plain", body: Array("\(code)\n".utf8))
            }
        }
        try await endpoint.run { port in
            let url = "http://\(host):\(port)"
            if console.isJSON {
                console.json(["url": .string(url), "key": .string(signer.verifierKey.text)])
            } else {
                console.lines([
                    console.text("见证人正在监听 \(url)", "The witness listens on \(url)"),
                    console.text("它的公钥：", "Its public key:"), signer.verifierKey.text,
                ])
            }
        }
        withExtendedLifetime(lock) {}
    }

    private func signer(_ directory: DataDirectory) throws -> NoteSigner {
        if directory.secrets.has(Self.keyName) {
            let text = try directory.secrets.read(Self.keyName)
            let signer = try NoteSigner(text.split(whereSeparator: \.isNewline).first ?? "")
            guard signer.name == name else {
                throw StatedValue.invalid(
                    "--name", "witness-name-differs",
                    zh: "这里的见证人名为 \(signer.name)。", en: "The witness here is \(signer.name).")
            }
            return signer
        }
        do throws(NoteKeyFault) {
            let signer = try NoteSigner.generate(name: name, algorithm: .cosignatureV1)
            do { try directory.secrets.write(signer.privateText, name: Self.keyName) } catch {
                throw NoteKeyFault.invalidKey
            }
            return signer
        } catch {
            throw StatedValue.invalid(
                "--name", error.code, zh: "见证人的名称或密钥不可用（\(error.code)）。",
                en: "The witness's name or key cannot be used (\(error.code)).")
        }
    }

    private func address() throws -> (String, Int) {
        guard let colon = listen.lastIndex(of: ":"),
            let port = Int(listen[listen.index(after: colon)...]), (0...65_535).contains(port),
            colon > listen.startIndex
        else {
            throw StatedValue.invalid(
                "--listen", "address-invalid", zh: "--listen 应为“主机:端口”。",
                en: "--listen takes host:port.")
        }
        return (String(listen[..<colon]), port)
    }
}
