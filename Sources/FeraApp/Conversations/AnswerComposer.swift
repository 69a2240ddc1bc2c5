import FeraAsk
import FeraClone
import FeraDomain
package import FeraLLM

/// Lets a model word an answer from the passages that the clone's own answer cites. The model proposes; a sentence of it is
/// shown only when everything in it stands in what it cites.
package struct AnswerComposer: Sendable {
    private let backend: ChatBackend
    private let prompts: PromptCatalogue
    private let check = SentenceCheck()
    /// More sentences than this are no answer; what follows is not shown.
    private static let mostSentences = 8

    /// Takes the backend as it is; the catalogue must hold the prompt `ask`.
    package init(backend: ChatBackend, prompts: PromptCatalogue) {
        self.backend = backend
        self.prompts = prompts
    }

    /// What came of a model's try.
    struct Outcome: Sendable {
        /// The prompt as `id@version`; `nil` when nothing was sent.
        var prompt: String?
        /// Why sentences, or all of it, were held back: codes, never words.
        var heldBack: [String] = []
        /// The model ended by itself and at least one sentence was shown.
        var isWhole = false
    }

    /// Whether text with this label may be worded by the model.
    func mayReceive(_ label: Label) -> Bool { backend.mayReceive(label) }

    /// Words the answer and shows each sentence as it passes.
    /// - Parameters:
    ///   - question: as completed from the conversation.
    ///   - extractive: the clone's own answer: only what it cites goes to the model.
    ///   - label: the strictest label of question and passages.
    ///   - show: takes one sentence; what it throws ends the try and is thrown on. A model's failures are not thrown.
    func compose(
        _ question: String, _ extractive: [Answering.Sentence], label: Label, _ reading: Clones.Reading,
        show: (Answering.Sentence) async throws -> Void
    ) async throws -> Outcome {
        var views: [CitationView] = []
        for citation in extractive.flatMap(\.body.citations) where !views.contains(where: { $0.passageID == citation.passageID }) { views.append(citation) }
        let texts = try views.map { view in try reading.editions.lazy.compactMap { try $0.passage(view.passageID)?.text }.first ?? view.quote }
        let prompt = try prompts.render("ask", ["question": question, "passages": PromptData.numbered(texts)])
        let passages = Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($0 + 1, $1) })
        var outcome = Outcome(prompt: prompt.id)
        var shown = 0
        func take(_ drafts: [DraftSentence]) async throws {
            for draft in drafts where shown < Self.mostSentences {
                let failures = try check.failures(draft, passages: passages)
                guard failures.isEmpty else {
                    outcome.heldBack.append(failures.map(\.code).joined(separator: ","))
                    continue
                }
                let cited = draft.marks.map { views[$0 - 1] }
                let sources = extractive.filter { !Set($0.body.citations.map(\.passageID)).isDisjoint(with: cited.map(\.passageID)) }
                let label = sources.reduce(Label.open) { $0.stricter($1.label) }
                shown += 1
                try await show(.init(body: SentenceBody(text: draft.text, citations: cited, notes: sources.flatMap(\.body.notes)), label: label))
            }
        }
        var cutter = SentenceCutter()
        var ending: ChatEnding?
        do {
            var deltas = try await backend.stream(prompt.messages, label: label).makeAsyncIterator()
            while let delta = try await next(&deltas) {
                switch delta {
                case .text(let text): try await take(cutter.feed(text))
                case .end(let end): ending = end
                }
            }
        } catch let error as ChatError {
            outcome.heldBack.append("model:\(error.code.rawValue)")
        } catch is CancellationError {
            outcome.heldBack.append("model:cancelled")
        }
        // What breaks off in the middle of a sentence has lost its marks, or they are not all there: it is not looked at.
        guard let ending, [.stop, .unknown].contains(ending.reason), !ending.refused else {
            if let ending { outcome.heldBack.append(ending.refused ? "model:refused" : "model:\(ending.reason.rawValue)") }
            return outcome
        }
        try await take(cutter.finish())
        outcome.isWhole = shown > 0
        return outcome
    }

    private func next(_ deltas: inout ChatStream.AsyncIterator) async throws -> ChatDelta? { try await deltas.next() }
}
