internal import GreenlaneCore

extension Refusal {
    /// What the process answers.
    var exitCode: Int32 {
        switch kind {
        case .rule, .role: 1
        case .input: 2
        case .notFound: 3
        case .conflict: 4
        case .unproven: 5
        case .fault: 70
        }
    }
}
