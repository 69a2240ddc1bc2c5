/// The prompts, read from their files and checked before anything uses them.
package struct PromptCatalogue: Sendable {
    /// By name.
    package let prompts: [String: Prompt]

    /// - Parameter files: file name (folders before it are dropped) → text; names that do not end in ".md" are left out.
    /// Throws `PromptError` with every fault of every file.
    package init(files: [String: String]) throws(PromptError) {
        var prompts: [String: Prompt] = [:], problems: [PromptError.Problem] = []
        for (path, text) in files.sorted(by: { $0.key < $1.key }) where path.hasSuffix(".md") {
            var parser = PromptParser(file: path, text: text)
            guard let prompt = parser.parse() else {
                problems += parser.problems
                continue
            }
            if prompts.updateValue(prompt, forKey: prompt.name) != nil {
                problems.append(.init(file: path, line: 0, message: "there is another prompt of this name"))
            }
        }
        guard problems.isEmpty else { throw PromptError(problems: problems) }
        self.prompts = prompts
    }

    /// Holds the catalogue against what the program will ask of it: prompt name → the inputs it hands in.
    /// Throws `PromptError` when a prompt is missing or wants other inputs.
    package func check(_ uses: [String: Set<String>]) throws(PromptError) {
        var problems: [PromptError.Problem] = []
        for (name, inputs) in uses.sorted(by: { $0.key < $1.key }) {
            let file = name + ".md"
            guard let prompt = prompts[name] else {
                problems.append(.init(file: file, line: 0, message: "the prompt is missing"))
                continue
            }
            problems += Self.difference(prompt, inputs).map { .init(file: file, line: 0, message: $0) }
        }
        guard problems.isEmpty else { throw PromptError(problems: problems) }
    }

    /// The messages of a prompt with its values. Values of the kind `data` come between delimiters that they cannot close.
    /// Throws `PromptError` when the prompt is unknown, or the values are not exactly its inputs.
    package func render(_ name: String, _ values: [String: String]) throws(PromptError) -> RenderedPrompt {
        guard let prompt = prompts[name] else { throw PromptError(problems: [.init(file: name + ".md", line: 0, message: "the prompt is missing")]) }
        let wrong = Self.difference(prompt, Set(values.keys))
        guard wrong.isEmpty else { throw PromptError(problems: wrong.map { .init(file: name + ".md", line: 0, message: $0) }) }
        let messages = prompt.sections.map { section in
            ChatMessage(
                section.role,
                section.pieces.map { piece in
                    switch piece {
                    case .words(let words): words
                    case .value(let input):
                        prompt.inputs[input] == .data ? PromptData.delimited(values[input] ?? "", as: input) : PromptData.neutral(values[input] ?? "")
                    }
                }.joined())
        }
        return RenderedPrompt(id: prompt.id, messages: messages)
    }

    private static func difference(_ prompt: Prompt, _ given: Set<String>) -> [String] {
        let wanted = Set(prompt.inputs.keys)
        return wanted.subtracting(given).sorted().map { "the input \"\($0)\" is not handed in" }
            + given.subtracting(wanted).sorted().map { "there is no input \"\($0)\"" }
    }
}
