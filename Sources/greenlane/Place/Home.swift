internal import Glibc
internal import GreenlaneCore

/// Where the product's own data lies: `Workflows`, `Whitelists` and `Samples`.
enum Home {
    /// Names the folder instead of looking for it.
    static let variable = "GREENLANE_HOME"

    /// The folder that the variable names, else the nearest one above the program that has
    /// `Workflows` in it.
    static func path() throws(Refusal) -> String {
        if let stated = ProcessVariables.value(variable), !stated.isEmpty {
            guard isHome(stated) else { throw missing(stated) }
            return stated
        }
        guard let program = realpath("/proc/self/exe", nil) else { throw missing("/proc") }
        defer { free(program) }
        let real = String(cString: program)
        var parts = real.split(separator: "/")
        while !parts.isEmpty {
            parts.removeLast()
            let folder = "/" + parts.joined(separator: "/")
            if isHome(folder) { return folder }
        }
        throw missing(real)
    }

    private static func isHome(_ folder: String) -> Bool {
        access("\(folder)/Workflows", R_OK | X_OK) == 0
    }

    private static func missing(_ place: String) -> Refusal {
        Refusal(
            .fault, "home-missing",
            LocalizedText(
                zh: "找不到随产品提供的 Workflows 目录（从 \(place) 找起）。",
                en: "The product's Workflows folder was not found (looking from \(place))."),
            remedy: LocalizedText(
                zh: "用环境变量 \(variable) 指明它所在的目录。",
                en: "Name the folder that holds it with \(variable)."))
    }
}
