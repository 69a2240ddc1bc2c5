import FeraAsk
import FeraClone
import FeraDomain
import FeraJSON
import Foundation

/// Turns what a clone answers into what an asker sees: sentences with citations and notes.
struct Answering: Sendable {
    var asker: Asker
    var today: Day

    /// A sentence as it is shown and kept.
    struct Sentence: Sendable {
        var body: SentenceBody
        /// The strictest label of what it cites.
        var label: Label
    }

    enum Ending: Sendable {
        case answered
        case refused(RefusalReason, nearest: [String])
    }

    struct Result: Sendable {
        var sentences: [Sentence]
        var ending: Ending
    }

    /// Asks the editions one after the other; the first that answers does. Each is judged on its own passages alone.
    func answer(_ question: String, _ clone: CloneID, _ version: Int, _ editions: [OpenClone]) throws -> Result {
        var nearest: [String] = []
        var reason = RefusalReason.notInClone
        for (index, edition) in editions.enumerated() {
            switch try asker.answer(question, corpus: try AskCorpus(edition), today: today) {
            case .answer(let sentences):
                let cited = Cited(clone: clone, version: version, edition: edition, today: today)
                return Result(sentences: try cited.sentences(sentences), ending: .answered)
            case .refused(let why, let topics):
                if index == 0 { reason = why }
                for topic in topics where !nearest.contains(topic) { nearest.append(topic) }
            }
        }
        return Result(sentences: [], ending: .refused(reason, nearest: Array(nearest.prefix(3))))
    }
}

/// Citations of one edition.
struct Cited {
    var clone: CloneID
    var version: Int
    var edition: OpenClone
    var today: Day

    func sentences(_ sentences: [AnswerSentence]) throws -> [Answering.Sentence] {
        let contradictions = try edition.contradictions()
        var noted: Set<String> = []
        var number = 0
        var numbers: [Statement.ID: Int] = [:]
        return try sentences.map { sentence in
            var label = Label.open
            var notes: [String] = []
            var views: [CitationView] = []
            for citation in sentence.citations {
                guard let passage = try edition.passage(citation.passage) else {
                    throw AppError.failed(
                        "The answer cannot be shown with its sources.", inner: "\(clone) version \(version) has no passage \(citation.passage)")
                }
                label = label.stricter(passage.label)
                if numbers[passage.id] == nil {
                    number += 1
                    numbers[passage.id] = number
                }
                views.append(view(citation, passage, numbers[passage.id] ?? number))
                for note in try self.notes(citation, passage, contradictions) where noted.insert(note.text).inserted {
                    notes.append(note.text)
                    label = label.stricter(note.label)
                }
            }
            return Answering.Sentence(body: SentenceBody(text: sentence.text, citations: views, notes: notes), label: label)
        }
    }

    private func view(_ citation: Citation, _ passage: ClonePassage, _ number: Int) -> CitationView {
        let place = passage.evidence.first { $0.kind == .excerpt } ?? passage.evidence.first
        return CitationView(
            n: number, cloneID: clone, version: version, passageID: passage.id, quote: citation.quote, start: citation.start, end: citation.end,
            source: place.map { PlaceView(name: $0.name, place: $0.locator.map { "\($0)" }) }, saidBy: passage.saidBy, approvedBy: passage.approvals.map(\.by),
            lockedAt: edition.manifest.lockedAt, ageDays: citation.ageDays)
    }

    /// What the asker has to know beside the sentence.
    private func notes(_ citation: Citation, _ passage: ClonePassage, _ contradictions: [CloneContradiction]) throws -> [(text: String, label: Label)] {
        var notes: [(text: String, label: Label)] = []
        func note(_ text: String, _ label: Label = .open) { notes.append((text, label)) }
        if citation.isExpired { note("This was due to be asked again; ask whether it still holds.") }
        if passage.label == .open { note("May be said to the customer.") }
        if let blessed = passage.blessedWording, let open = try edition.passage(blessed) { note("May be said to the customer: \(open.text)") }
        if case .waived(let reason) = passage.ownersPass { note("The owner did not pass this line themselves: \(reason)", passage.label) }
        for contradiction in contradictions where contradiction.field == passage.field {
            let sides =
                "\(contradiction.a.name) says “\(contradiction.a.quote.prefixed(120))”, \(contradiction.b.name) says “\(contradiction.b.quote.prefixed(120))”"
            switch contradiction.status {
            case .explained:
                note(
                    "Two records disagreed here: \(sides). \(contradiction.resolvedBy ?? "The owner") resolved it: \(contradiction.resolution ?? "")",
                    contradiction.label)
            case .accepted:
                note("Two records disagree here, and it is accepted as open: \(sides). \(contradiction.resolution ?? "")", contradiction.label)
            case .open, .unresolved: break
            }
        }
        return notes
    }
}

/// What the packet `sentence` says; kept as JSON apart from the log.
package struct SentenceBody: Codable, Sendable {
    package var text: String
    package var citations: [CitationView]
    package var notes: [String]

    var encoded: String {
        // Strings and numbers always encode.
        (try? JSONWriter().text(self)) ?? "{}"
    }

    static func decode(_ text: String) -> SentenceBody? { try? JSONReader().decode(SentenceBody.self, from: text) }
}
