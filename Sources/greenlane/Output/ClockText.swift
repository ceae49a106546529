internal import GreenlaneCore

/// A time limit for people and for programs.
enum ClockText {
    /// `SLA-PM-01  20 个工作日  特殊物品…`.
    static func line(_ clock: StatutoryClock, _ console: Console) -> String {
        let length = console.text(clock.length)
        var text =
            DisplayWidth.padded(clock.id, to: 12) + "  " + DisplayWidth.padded(length, to: 15)
            + "  " + console.text(clock.what)
        if clock.extensionValue > 0 {
            let more = StatutoryClock.length(clock.extensionValue, clock.unit)
            text += console.text("，可延长 \(more.zh)", ", may be lengthened by \(more.en)")
        }
        if clock.rollsToWorkingDay {
            text += console.text("，遇休息日顺延", ", moves to a working day")
        }
        return text + mark(clock, console.language)
    }

    /// Marks what nobody has confirmed.
    static func mark(_ clock: StatutoryClock, _ language: Language) -> String {
        guard clock.confidence == .unverified else { return "" }
        return LocalizedText(zh: "〔未经确认〕", en: " [unverified]").text(language)
    }

    /// All of it.
    static func json(_ clock: StatutoryClock) -> JSONValue {
        [
            "id": .string(clock.id), "what": clock.what.json,
            "value": .integer(Int64(clock.value)), "unit": .string(clock.unit.rawValue),
            "firstDay": .string(clock.firstDay.rawValue),
            "extension": .integer(Int64(clock.extensionValue)),
            "pausesWhile": .array(clock.pausesWhile.map { .string($0.rawValue) }),
            "rollsToWorkingDay": .bool(clock.rollsToWorkingDay),
            "from": clock.inForce.from.map { .string($0.description) } ?? .null,
            "to": clock.inForce.to.map { .string($0.description) } ?? .null,
            "confidence": .string(clock.confidence.rawValue),
            "basis": .array(clock.basis.map(\.basis.json)),
        ]
    }
}
