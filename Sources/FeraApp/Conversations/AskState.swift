package import FeraDomain
import FeraStore
import Foundation

/// An ask conversation as its events tell it.
package struct AskState: Sendable {
    /// A question and the sentences of its answer.
    package struct Exchange: Sendable {
        /// Of the question's event.
        package var seq: Int64
        package var question: TextRef
        package var sentences: [AskEvent.Sentence] = []
        /// The labels of what the question was completed from; empty where it stands as it was asked.
        package var drawnFrom: Set<Label> = []

        /// The strictest label of the sentences.
        package var label: Label { sentences.reduce(.open) { $0.stricter($1.label) } }
    }

    /// A question whose answer has not ended.
    package struct Unfinished: Sendable {
        /// Of the question's event.
        package var seq: Int64
        package var question: TextRef
        package var version: Int
        /// What the sentences so far cite.
        package var passages: Set<Statement.ID> = []
    }

    /// A refused question whose answer the asker waits for, as it was asked.
    package struct Refusal: Sendable {
        /// The asker's own words.
        package var question: TextRef
        package var completed: TextRef?
        package var drawnFrom: Set<Label>
    }

    package private(set) var person: Person.ID?
    package private(set) var clone: CloneID?
    package private(set) var exchanges: [Exchange] = []
    package private(set) var answers: Set<String> = []
    /// Where the question with a client's id stands, by that id.
    package private(set) var questions: [String: Int64] = [:]
    package private(set) var unfinished: Unfinished?
    /// What this asker waits for, by gap.
    package private(set) var waiting: [Gap.ID: Refusal] = [:]
    /// What they were told of since, by which version.
    package private(set) var told: [Gap.ID: (version: Int, refusal: Refusal)] = [:]
    /// The newest question as it was asked.
    private var asked: Refusal?

    /// The labels of what a question that is completed now may hold words of: the answers before it, and what they were drawn from.
    var recentLabels: Set<Label> { Set(exchanges.suffix(4).flatMap { $0.sentences.map(\.label) + $0.drawnFrom }) }

    /// The labels of what the completed question at `seq` was drawn from. A follower may be woken before its event is taken in here.
    func drawnFrom(at seq: Int64) -> Set<Label> { exchanges.last { $0.seq == seq }?.drawnFrom ?? recentLabels }

    mutating func apply(_ record: AskRecord) {
        let seq = record.seq
        switch record.event {
        case .opened(let value):
            person = value.person
            clone = value.clone
        case .asked(let value):
            let question = value.completed ?? value.question
            let drawnFrom = value.completed == nil ? [] : value.drawnFrom.map(Set.init) ?? recentLabels
            if let clientID = record.clientID { questions[clientID] = seq }
            asked = Refusal(question: value.question, completed: value.completed, drawnFrom: drawnFrom)
            exchanges.append(Exchange(seq: seq, question: question, drawnFrom: drawnFrom))
            unfinished = Unfinished(seq: seq, question: question, version: value.version)
        case .sentence(let value):
            unfinished?.passages.formUnion(value.passages)
            guard !exchanges.isEmpty else { return }
            exchanges[exchanges.count - 1].sentences.append(value)
        case .answered(let value): end(value.answer)
        case .refused(let value):
            if let gap = value.gap, let asked { waiting[gap] = asked }
            end(value.answer)
        case .notified(let value): if let refusal = waiting.removeValue(forKey: value.gap) { told[value.gap] = (value.version, refusal) }
        case .rated: break
        }
    }

    private mutating func end(_ answer: String) {
        answers.insert(answer)
        unfinished = nil
    }
}

/// An event of an ask conversation and its place in it.
package struct AskRecord: Sendable {
    package var seq: Int64
    /// The id that its writer gave it.
    package var clientID: String?
    package var event: AskEvent

    init(seq: Int64, clientID: String? = nil, event: AskEvent) {
        self.seq = seq
        self.clientID = clientID
        self.event = event
    }

    /// As it was kept.
    /// - Throws: what decoding throws.
    init(_ stored: StoredEvent) throws {
        self.init(seq: stored.seq, clientID: stored.clientID, event: try AskEvent(type: stored.type, payload: Data(stored.payload)))
    }
}
