/// Reads one prompt file: front matter between two lines `---`, then sections that begin with `# System`, `# User` or `# Assistant`.
/// Notes every fault with its line instead of stopping at the first.
struct PromptParser {
    let file: String
    private let lines: [Substring]
    private(set) var problems: [PromptError.Problem] = []

    init(file: String, text: String) {
        self.file = file
        // CR LF is one character to Swift, and another one than LF.
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    mutating func parse() -> Prompt? {
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            note(1, "there is no front matter: the file begins with a line \"---\", then purpose, version, inputs, output, then \"---\"")
            return nil
        }
        let front = frontMatter(lines[1..<end])
        var version = 0, inputs: [String: Prompt.InputKind] = [:]
        if let (line, text) = front["version"] {
            version = Int(text) ?? 0
            if version < 1 { note(line, "the version is a whole number from 1") }
        }
        let inputsLine = front["inputs"]?.line ?? 1
        for entry in (front["inputs"]?.value ?? "").split(separator: ",") {
            let words = entry.split(whereSeparator: \.isWhitespace)
            guard words.count == 2, Self.isName(words[0]), let kind = Prompt.InputKind(rawValue: String(words[1])) else {
                note(inputsLine, "an input is written \"name text\" or \"name data\", not \"\(entry.trimmingSpaces)\"")
                continue
            }
            if inputs.updateValue(kind, forKey: String(words[0])) != nil { note(inputsLine, "the input \"\(words[0])\" is declared twice") }
        }
        let (sections, used) = body(from: end + 1, declared: inputs)
        for name in inputs.keys.sorted() where !used.contains(name) { note(inputsLine, "the input \"\(name)\" is declared but {{\(name)}} occurs nowhere") }
        guard problems.isEmpty else {
            problems.sort { $0.line < $1.line }
            return nil
        }
        let base = file.split(separator: "/").last.map(String.init) ?? file
        return Prompt(
            name: String(base.dropLast(3)), purpose: front["purpose"]?.value ?? "", version: version, inputs: inputs, output: front["output"]?.value ?? "",
            sections: sections)
    }

    private mutating func frontMatter(_ lines: ArraySlice<Substring>) -> [String: (line: Int, value: String)] {
        let keys = ["purpose", "version", "inputs", "output"]
        var found: [String: (line: Int, value: String)] = [:]
        for (index, line) in zip(lines.indices, lines) where !line.trimmingSpaces.isEmpty {
            guard let colon = line.firstIndex(of: ":"), keys.contains(line[..<colon].trimmingSpaces) else {
                note(index + 1, "the front matter has lines \"key: value\" with the keys \(keys.joined(separator: ", "))")
                continue
            }
            let key = line[..<colon].trimmingSpaces, value = line[line.index(after: colon)...].trimmingSpaces
            if found.updateValue((index + 1, value), forKey: key) != nil { note(index + 1, "\"\(key)\" is given twice") }
        }
        for key in keys where found[key]?.value.isEmpty != false && !(key == "inputs" && found[key] != nil) {
            note(found[key]?.line ?? 1, "\"\(key)\" is missing")
        }
        return found
    }

    private mutating func body(from start: Int, declared: [String: Prompt.InputKind]) -> ([Prompt.Section], Set<String>) {
        var sections: [Prompt.Section] = [], used: Set<String> = []
        var role: ChatMessage.Role?, text: [(line: Int, words: Substring)] = []
        func isBlank(_ entry: (line: Int, words: Substring)) -> Bool { entry.words.trimmingSpaces.isEmpty }
        for index in start...lines.count {
            let next = index < lines.count ? Self.roles[lines[index].trimmingSpaces] : nil
            if index < lines.count, next == nil {
                if role != nil {
                    text.append((index + 1, lines[index]))
                } else if !lines[index].trimmingSpaces.isEmpty {
                    note(index + 1, "text before the first section; begin with \"# System\"")
                }
                continue
            }
            if let role {
                let trimmed = text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
                if trimmed.isEmpty { note(index, "the section is empty") }
                sections.append(.init(role: role, pieces: pieces(Array(trimmed), declared, &used)))
            }
            (role, text) = (next, [])
        }
        if !sections.contains(where: { $0.role == .user }) { note(lines.count, "there is no section \"# User\"") }
        return (sections, used)
    }

    private static let roles: [String: ChatMessage.Role] = ["# System": .system, "# User": .user, "# Assistant": .assistant]

    private mutating func pieces(_ text: [(line: Int, words: Substring)], _ declared: [String: Prompt.InputKind], _ used: inout Set<String>) -> [Prompt.Piece] {
        var pieces: [Prompt.Piece] = [], words = ""
        for (offset, entry) in text.enumerated() {
            var rest = entry.words
            if rest.contains(PromptData.open) || rest.contains(PromptData.close) { note(entry.line, "the brackets ⟦ ⟧ are kept for data") }
            while let open = rest.firstRange(of: "{{") {
                words += rest[..<open.lowerBound]
                guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                    note(entry.line, "\"{{\" is not closed in its line")
                    break
                }
                let name = rest[open.upperBound..<close.lowerBound]
                rest = rest[close.upperBound...]
                if declared[String(name)] == nil { note(entry.line, "the placeholder {{\(name)}} is not among the inputs") }
                used.insert(String(name))
                pieces += [.words(words), .value(String(name))]
                words = ""
            }
            words += rest + (offset + 1 < text.count ? "\n" : "")
        }
        return (pieces + [.words(words)]).filter { $0 != .words("") }
    }

    private mutating func note(_ line: Int, _ message: String) { problems.append(.init(file: file, line: line, message: message)) }

    private static func isName(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 } && text.first?.isLetter == true
    }
}

extension Substring {
    /// Without white space at both ends.
    fileprivate var trimmingSpaces: String {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
