/// Swift source with comments and the contents of strings blanked, line by line: what a rule about
/// code may look at without tripping over prose.
struct SwiftCode {
    let lines: [String]

    init(_ source: String) {
        var scanner = Scanner(source)
        scanner.run()
        lines = String(scanner.output).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
    }

    private struct Scanner {
        private let input: [Unicode.Scalar]
        private(set) var output = String.UnicodeScalarView()
        private var index = 0

        init(_ source: String) {
            input = Array(source.unicodeScalars)
        }

        mutating func run() {
            while index < input.count {
                if starts("//") {
                    skip { $0.input[$0.index] == "\n" }
                } else if starts("/*") {
                    skipBlockComment()
                } else if let hashes = openingQuote() {
                    skipString(hashes: hashes)
                } else {
                    output.append(input[index])
                    index += 1
                }
            }
        }

        private func starts(_ text: String, at offset: Int = 0) -> Bool {
            let start = index + offset
            let scalars = Array(text.unicodeScalars)
            return start + scalars.count <= input.count
                && input[start..<(start + scalars.count)].elementsEqual(scalars)
        }

        /// Blanks what is passed over, but keeps its line ends.
        private mutating func blank(_ count: Int) {
            for scalar in input[index..<min(index + count, input.count)] {
                output.append(scalar == "\n" ? "\n" : " ")
            }
            index = min(index + count, input.count)
        }

        private mutating func skip(until end: (Scanner) -> Bool) {
            while index < input.count, !end(self) { blank(1) }
        }

        private mutating func skipBlockComment() {
            var depth = 0
            repeat {
                if starts("/*") {
                    depth += 1
                    blank(2)
                } else if starts("*/") {
                    depth -= 1
                    blank(2)
                } else {
                    blank(1)
                }
            } while depth > 0 && index < input.count
        }

        /// The number of `#` before a quotation mark that stands here.
        private func openingQuote() -> Int? {
            var hashes = 0
            while starts("#", at: hashes) { hashes += 1 }
            return starts("\"", at: hashes) ? hashes : nil
        }

        private mutating func skipString(hashes: Int) {
            let fence = String(repeating: "#", count: hashes)
            let quote = starts("\"\"\"", at: hashes) ? "\"\"\"" : "\""
            blank(hashes + quote.count)
            while index < input.count, !starts(quote + fence) {
                let escape = "\\" + fence
                blank(starts(escape) ? escape.count + 1 : 1)
            }
            blank(quote.count + hashes)
        }
    }
}
