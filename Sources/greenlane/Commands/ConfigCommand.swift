internal import ArgumentParser
internal import GreenlaneCore
internal import GreenlaneServer

/// `greenlane config`: every setting of the service, and where its value comes from.
struct ConfigCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "config",
            abstract: words("查看服务的配置及每个值的来源", "Show the service's settings and their origins"),
            discussion: words(
                "命令行优先于环境变量（GREENLANE_…），再次是配置文件，最后是默认值。有问题时一次列全，退出码 2。",
                "Flags win over the environment (GREENLANE_…), that over the file, that over the "
                    + "defaults. All problems are told at once, with exit code 2."))
    }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var service: ServiceOptions

    func run() throws {
        let console = global.console
        let reading = try service.reading(data: global.data)
        if console.isJSON {
            console.json(reading.json)
            // The problems are in the document already.
            guard reading.problems.isEmpty else { throw ExitCode(2) }
            return
        }
        let names = reading.settings.map(\.key.name.count).max() ?? 0
        let values = reading.settings.map { DisplayWidth.of($0.value) }.max() ?? 0
        for setting in reading.settings {
            let name = DisplayWidth.padded(setting.key.name, to: names)
            let value = DisplayWidth.padded(
                setting.value.isEmpty ? "-" : setting.value, to: min(values, 32))
            console.line("\(name)  \(value)  \(console.style.dim(setting.origin.text))")
        }
        for remark in reading.remarks {
            console.note("\(remark.pointer): \(console.text(remark.message))")
        }
        _ = try reading.checked()
    }
}
