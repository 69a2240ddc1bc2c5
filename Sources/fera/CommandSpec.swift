/// What a command takes, and what `fera help` says of it.
struct CommandSpec: Sendable {
    /// A flag; with a placeholder it takes a value.
    struct Flag: Sendable {
        var name: String
        var placeholder: String?
        var help: String
        var isRepeated = false
        /// `o` for `-o`.
        var short: Character?
    }

    /// Its words: `serve`, `clone verify`.
    var name: String
    /// One line.
    var summary: String
    /// Placeholders of what stands without a flag; all are needed unless in brackets. A last one that ends in … may be repeated.
    var operands: [String] = []
    var flags: [Flag] = []
    /// Further lines of help.
    var details: String = ""

    /// `fera clone verify FILE [--trust KEY]…`.
    var usage: String {
        let flags = flags.map { flag in "[--\(flag.name)\(flag.placeholder.map { " \($0)" } ?? "")]\(flag.isRepeated ? "…" : "")" }
        return (["fera", name] + operands + flags).joined(separator: " ")
    }
}

/// A command line that makes no sense: exit code 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
    let description: String
    /// The command whose usage helps, where it is known.
    var command: String?

    init(_ description: String, command: String? = nil) {
        self.description = description
        self.command = command
    }
}

/// Something that was tried and did not succeed: exit code 1.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
