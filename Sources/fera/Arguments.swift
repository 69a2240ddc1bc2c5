/// The words after a command, read strictly: what is unknown is an error and not ignored.
struct Arguments: Sendable, Equatable {
    /// In the order in which they stand.
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]
    private var command: String

    /// Reads `--flag value`, `--flag=value`, `--switch`, operands, and `--`, after which everything is an operand.
    /// - Throws: `UsageError`; an unknown flag names the nearest known one.
    init(_ words: [String], for spec: CommandSpec) throws(UsageError) {
        command = spec.name
        var rest = words[...]
        var isOpen = true
        while let word = rest.popFirst() {
            guard isOpen, word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            if word == "--" {
                isOpen = false
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let flag = spec.flags.first(where: { flag in "--" + flag.name == parts[0] || flag.short.map { "-\($0)" } == parts[0] }) else {
                throw Self.unknown(parts[0], spec)
            }
            guard flag.isRepeated || values[flag.name] == nil else { throw UsageError("--\(flag.name) stands twice", command: spec.name) }
            guard let placeholder = flag.placeholder else {
                guard parts.count == 1 else { throw UsageError("--\(flag.name) takes no value", command: spec.name) }
                values[flag.name] = []
                continue
            }
            if parts.count == 2 {
                values[flag.name, default: []].append(parts[1])
            } else if let value = rest.first, !value.hasPrefix("--") {
                values[flag.name, default: []].append(value)
                rest = rest.dropFirst()
            } else {
                throw UsageError("--\(flag.name) needs a value: --\(flag.name) \(placeholder)", command: spec.name)
            }
        }
        let needed = spec.operands.filter { !$0.hasPrefix("[") }
        if operands.count < needed.count { throw UsageError("\(needed[operands.count]) is missing", command: spec.name) }
        let isOpenEnded = spec.operands.last?.hasSuffix("…") ?? false
        if operands.count > spec.operands.count, !isOpenEnded {
            throw UsageError("'\(operands[spec.operands.count])' is one word too many", command: spec.name)
        }
    }

    private static func unknown(_ word: String, _ spec: CommandSpec) -> UsageError {
        let known = spec.flags.map { "--" + $0.name }
        let near =
            Nearest.word(to: word, among: known).map { "; did you mean \($0)?" }
            ?? (known.isEmpty ? "; it takes none" : "; there are \(known.joined(separator: ", "))")
        return UsageError("there is no flag \(word)\(near)", command: spec.name)
    }

    /// Whether a flag was given.
    func has(_ flag: String) -> Bool { values[flag] != nil }

    /// A flag's value.
    subscript(flag: String) -> String? { values[flag]?.last }

    /// All values of a flag that may be repeated.
    func all(_ flag: String) -> [String] { values[flag] ?? [] }

    /// A flag's value as a whole number.
    func number(_ flag: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = self[flag] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError("--\(flag) takes a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'", command: command)
        }
        return number
    }

    /// A flag's value as one of the words that a type has.
    func choice<T: RawRepresentable<String> & CaseIterable>(_ flag: String, of: T.Type) throws(UsageError) -> T? {
        guard let text = self[flag] else { return nil }
        guard let value = T(rawValue: text) else {
            throw UsageError("--\(flag) is one of \(T.allCases.map(\.rawValue).joined(separator: ", ")), not '\(text)'", command: command)
        }
        return value
    }
}

/// The nearest of some words to one that was mistyped.
enum Nearest {
    /// - Returns: `nil` when none is near: more than a third of the letters would have to change.
    static func word(to word: String, among words: [String]) -> String? {
        let rated = words.map { (word: $0, distance: distance(Array(word.utf8), Array($0.utf8))) }
        guard let best = rated.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return nil }
        return best.distance <= max(1, max(word.utf8.count, best.word.utf8.count) / 3) ? best.word : nil
    }

    /// Letters to insert, delete, exchange or swap with their neighbour (optimal string alignment).
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before: [Int] = [], above = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
                row.append(best)
            }
            (before, above) = (above, row)
        }
        return above[b.count]
    }
}
