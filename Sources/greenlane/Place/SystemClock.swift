internal import Glibc
internal import GreenlaneCore
internal import GreenlaneEngine

/// Time and chance of this process. Both can be fixed for demonstrations and tests, so that a log
/// comes out the same every time.
enum SystemClock {
    /// RFC 3339: the time that it is for this process.
    static let nowVariable = "GREENLANE_NOW"
    /// A whole number: the salts of personal fields are made from it.
    static let seedVariable = "GREENLANE_SEED"

    /// The moment, in whole milliseconds.
    static func now() -> Timestamp {
        if let fixed = ProcessVariables.value(nowVariable).flatMap({ Timestamp($0) }) {
            return fixed
        }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Nanoseconds on a clock that never jumps.
    static func elapsedNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    static func salts() -> Salts {
        ProcessVariables.value(seedVariable).flatMap { UInt64($0) }.map { Salts.seeded($0) }
            ?? .system
    }

    /// A fixed time that cannot be read must not silently become the real one.
    static func check() throws(Refusal) {
        if let text = ProcessVariables.value(nowVariable), Timestamp(text) == nil {
            throw StatedValue.invalid(
                nowVariable, "invalid-time", zh: "\(nowVariable) 不是有效的时间。",
                en: "\(nowVariable) is no time.")
        }
        if let text = ProcessVariables.value(seedVariable), UInt64(text) == nil {
            throw StatedValue.invalid(
                seedVariable, "invalid-seed", zh: "\(seedVariable) 不是非负整数。",
                en: "\(seedVariable) is no whole number.")
        }
    }
}
