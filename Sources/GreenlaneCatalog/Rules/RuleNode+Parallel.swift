import Dispatch
import GreenlaneCore
import Synchronization

extension RuleNode {
    /// The files, each parsed by itself: reading YAML is nearly all that an assessment costs, and a
    /// person waits for it, so every core helps. The results stand in the order of the files.
    static func parse(_ files: [CatalogFile]) -> [Result<RuleNode, Diagnostic>] {
        let parsed = Mutex<[Int: Result<RuleNode, Diagnostic>]>([:])
        // The largest first, so that no core ends up with one alone.
        let order = files.indices.sorted { files[$0].bytes.count > files[$1].bytes.count }
        DispatchQueue.concurrentPerform(iterations: order.count) { place in
            let index = order[place]
            let result = Result<RuleNode, Diagnostic> { () throws(Diagnostic) in
                try parse(files[index])
            }
            parsed.withLock { $0[index] = result }
        }
        let results = parsed.withLock { $0 }
        return files.indices.compactMap { results[$0] }
    }
}
