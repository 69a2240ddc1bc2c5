import FeraAsk
import FeraClone
import FeraDomain
package import FeraLLM

/// Lets a model word an answer from the passages that the clone's own answer cites. The model proposes; a sentence of it is
/// shown only when everything in it stands in what it cites. If nothing of it passes, or the model fails, the clone's own
/// words stand.
package struct AnswerComposer: Sendable {
    private let backend: ChatBackend
    private let prompts: PromptCatalogue
    private let check = SentenceCheck()

    package init(backend: ChatBackend, prompts: PromptCatalogue) {
        self.backend = backend
        self.prompts = prompts
    }

    func compose(_ question: String, _ extractive: Answering.Result, _ reading: Clones.Reading, today: Day) async -> Answering.Result {
        var views: [CitationView] = []
        for citation in extractive.sentences.flatMap(\.body.citations) where !views.contains(where: { $0.passageID == citation.passageID }) { views.append(citation) }
        let label = extractive.sentences.reduce(Label.open) { $0.stricter($1.label) }
        guard backend.mayReceive(label) else { return extractive }
        do {
            let texts = try views.map { view in
                try reading.editions.lazy.compactMap { try $0.passage(view.passageID)?.text }.first ?? view.quote
            }
            let prompt = try prompts.render("ask", ["question": question, "passages": PromptData.numbered(texts)])
            let passages = Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($0 + 1, $1) })
            var cutter = SentenceCutter()
            var result = Answering.Result(sentences: [], ending: .answered, prompt: prompt.id)
            func take(_ drafts: [DraftSentence]) throws {
                for draft in drafts {
                    let failures = try check.failures(draft, passages: passages)
                    guard failures.isEmpty else {
                        result.heldBack.append(failures.map { "\($0.code)" }.joined(separator: ","))
                        continue
                    }
                    let cited = draft.marks.map { views[$0 - 1] }
                    let notes = extractive.sentences.filter { !Set($0.body.citations.map(\.passageID)).isDisjoint(with: cited.map(\.passageID)) }.flatMap(\.body.notes)
                    result.sentences.append(.init(body: SentenceBody(text: draft.text, citations: cited, notes: notes), label: label))
                }
            }
            for try await delta in try await backend.stream(prompt.messages, label: label) {
                if case .text(let text) = delta { try take(cutter.feed(text)) }
            }
            try take(cutter.finish())
            if result.sentences.isEmpty {
                var fallback = extractive
                fallback.prompt = prompt.id
                fallback.heldBack = result.heldBack
                return fallback
            }
            return result
        } catch {
            var fallback = extractive
            fallback.heldBack = ["model: \(error)"]
            return fallback
        }
    }
}

/// Lets a model word the question that the rules have chosen. What it says is checked; if it says anything else than the
/// question, or takes too long, the template goes out.
package struct QuestionWording: Sendable {
    private let backend: ChatBackend
    private let prompts: PromptCatalogue
    private let limit: Duration

    package init(backend: ChatBackend, prompts: PromptCatalogue, limit: Duration) {
        self.backend = backend
        self.prompts = prompts
        self.limit = limit
    }

    /// The question in better words and the prompt that gave them, or `nil`: take the template.
    func reword(_ template: String, keep: [String], label: Label) async -> (text: String, prompt: String)? {
        guard backend.mayReceive(label) else { return nil }
        do {
            let prompt = try prompts.render("interview-question", ["question": template, "keep": keep.joined(separator: "\n")])
            let backend = backend
            guard let reply = try await withTimeLimit(limit, { try await backend.complete(prompt.messages, label: label) }) else { return nil }
            let text = reply.text.trimmed
            return QuestionWordingCheck(template: template, required: keep).problems(in: text).isEmpty ? (text, prompt.id) : nil
        } catch {
            // A model that fails costs nothing: the template is a good question.
            return nil
        }
    }
}
