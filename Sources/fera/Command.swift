/// A command: what it takes and what it does.
struct Command: Sendable {
    let spec: CommandSpec
    /// - Returns: the exit code: 0, or 1 for what did not succeed and was already said.
    let run: @Sendable (Arguments, Console) async throws -> Int32

    /// Every command, in the order of the help.
    static let all: [Command] = [
        serve, demo, ask, cloneVerify, cloneShow, cloneDiff, cloneExport, templateCheck, tokenCreate, refit, backup, restore, doctor, help, version,
    ]

    /// The command that some words name, and the words after it. Flags that everybody tries are understood.
    /// - Throws: `UsageError` with the nearest command.
    static func find(_ words: [String]) throws(UsageError) -> (command: Command, rest: [String]) {
        guard let first = words.first else { return (help, []) }
        switch first {
        case "--help", "-h": return (help, Array(words.dropFirst()))
        case "--version", "-V": return (version, Array(words.dropFirst()))
        default: break
        }
        if words.contains("--help") || words.contains("-h"), !words.contains("--") { return (help, words.filter { !$0.hasPrefix("-") }) }
        for command in all {
            let name = command.spec.name.split(separator: " ").map(String.init)
            if words.starts(with: name) { return (command, Array(words.dropFirst(name.count))) }
        }
        throw unknown(words)
    }

    private static func unknown(_ words: [String]) -> UsageError {
        let group = all.map(\.spec.name).filter { $0.hasPrefix(words[0] + " ") }
        if !group.isEmpty, words.count == 1 { return UsageError("which one: \(group.map { "fera " + $0 }.joined(separator: ", "))?") }
        let tried = group.isEmpty ? words[0] : words.prefix(2).joined(separator: " ")
        let near = Nearest.word(to: tried, among: group.isEmpty ? all.map(\.spec.name) : group).map { "; did you mean fera \($0)?" } ?? "; fera help lists them"
        return UsageError("there is no command '\(tried)'\(near)")
    }
}
