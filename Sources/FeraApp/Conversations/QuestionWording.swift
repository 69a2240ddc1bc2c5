import FeraDomain
package import FeraLLM

/// Lets a model word the question that the rules have chosen. What it says is checked; if it says anything else than the
/// question, or takes too long, the template goes out.
package struct QuestionWording: Sendable {
    private let backend: ChatBackend
    private let prompts: PromptCatalogue
    private let limit: Duration

    /// - Parameter limit: how long an owner may be kept waiting for better words.
    package init(backend: ChatBackend, prompts: PromptCatalogue, limit: Duration) {
        self.backend = backend
        self.prompts = prompts
        self.limit = limit
    }

    /// The question in better words and the prompt that gave them, or `nil`: take the template.
    func reword(_ template: String, label: Label) async -> (text: String, prompt: String)? {
        guard backend.mayReceive(label) else { return nil }
        let check = QuestionWordingCheck(template: template)
        do {
            let prompt = try prompts.render("interview-question", ["question": template, "keep": check.kept.joined(separator: "\n")])
            let backend = backend
            guard let reply = try await withTimeLimit(limit, { try await backend.complete(prompt.messages, label: label) }) else { return nil }
            let text = reply.text.trimmed
            // The same words again are the template's, not the model's.
            return text != template && check.problems(in: text).isEmpty ? (text, prompt.id) : nil
        } catch {
            // A model that fails costs nothing: the template is a good question.
            return nil
        }
    }
}
