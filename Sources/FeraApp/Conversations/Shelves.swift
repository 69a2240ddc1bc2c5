package import FeraDomain
import FeraInterview
import Synchronization

/// The words of one interview that are at hand: what was said and asked, by text id. Shared by every state of the interview.
package final class TextShelf: Sendable {
    private let texts: Mutex<[String: String]>

    init(_ texts: [String: String] = [:]) { self.texts = Mutex(texts) }

    /// The words of a text, `nil` where they were erased or are not at hand.
    package subscript(_ id: Identifier<TextRef.Subject>) -> String? { texts.withLock { $0[id.rawValue] } }

    func add(_ drafts: some Sequence<Decision.TextDraft>) {
        texts.withLock { texts in
            for draft in drafts { texts[draft.ref.id.rawValue] = draft.content }
        }
    }

    func add(_ words: [String: String]) { texts.withLock { $0.merge(words) { $1 } } }

    func erase(_ ids: some Sequence<Identifier<TextRef.Subject>>) {
        texts.withLock { texts in
            for id in ids { texts[id.rawValue] = nil }
        }
    }
}

/// The excerpts of one source, as questions quote them.
struct SourceShelf: Sendable {
    var source: Source
    var excerpts: [Excerpt]
    var byID: [Excerpt.ID: Int]

    init(source: Source, excerpts: [Excerpt]) {
        self.source = source
        self.excerpts = excerpts
        byID = Dictionary(excerpts.enumerated().map { ($1.id, $0) }) { first, _ in first }
    }

    func passage(_ id: Excerpt.ID) -> Words.Passage? {
        byID[id].map { Words.Passage(text: excerpts[$0].text, source: source.name, sha256: source.sha256, locator: excerpts[$0].locator) }
    }
}
