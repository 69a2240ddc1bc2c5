package import FeraAsk
import FeraClone
import FeraCrypto
package import FeraDomain
import FeraInterview
import FeraStore
import Foundation
import Synchronization

/// Ask conversations: questions to one sealed clone, answered from it alone or refused, and every refusal kept as a gap.
package final class Asks: Sendable {
    let journal: Journal
    let transfers: Transfers
    let clones: Clones
    let interviews: Interviews
    let directory: Directory
    let asker: Asker
    let composer: AnswerComposer?
    let states: StreamCache<AskState>
    let lock = KeyedLock()
    /// Conversations in which an answer is being written just now.
    let working = Mutex<Set<Conversation.ID>>([])

    /// A `composer` of `nil` answers in the clone's own words alone.
    package init(clones: Clones, interviews: Interviews, composer: AnswerComposer?, asker: Asker = Asker()) {
        self.clones = clones
        self.interviews = interviews
        self.composer = composer
        self.asker = asker
        journal = clones.journal
        transfers = clones.transfers
        directory = clones.directory
        states = StreamCache(journal: clones.journal, capacity: 2000, seen: 2000) { _ in
            AskState()
        } apply: { state, event in
            state.apply(try AskRecord(event))
        }
    }

    /// The stream of an ask conversation.
    package static func stream(_ id: Conversation.ID) -> String { "ask:\(id)" }

    /// What came of a question: the events of the conversation that it gave.
    package struct Reply: Sendable {
        package var conversation: Conversation.ID
        /// Of the question.
        package var seq: Int64
        package var events: [AskRecord]
        /// Words of the events that need not be read again.
        var words = Words()
    }

    /// Words at hand, by text id.
    struct Words: Sendable {
        var texts: [String: String] = [:]
        /// What texts say that were written as a sentence's body.
        var bodies: [String: SentenceBody] = [:]

        subscript(_ ref: TextRef) -> String? { texts[ref.id.rawValue] }
    }

    /// Opens a conversation with a clone.
    /// - Parameter clientID: the same id of the same person opens the same conversation.
    package func open(_ clone: CloneID, by principal: Principal, clientID: String? = nil) async throws -> Conversation.ID {
        _ = try await clones.reading(clone, version: nil, capability: .ask, for: principal)
        let id = clientID.map { Self.conversation(principal.person, clone, clientID: $0) } ?? journal.mint.id("ak")
        return try await lock.withLock(id.rawValue) {
            if clientID != nil, try await states.entry(Self.stream(id)).seq > 0 { return id }
            let opened = AskEvent.opened(.init(person: principal.person, clone: clone))
            let draft = journal.draft(opened.type, try opened.payload(), by: principal.person)
            if case .appended(let stored) = try await journal.append(Append([StreamPart(Self.stream(id), expectedSeq: 0, [draft])])) {
                try states.advanced(Self.stream(id), .init(state: AskState(), seq: 0), by: stored)
            }
            return id
        }
    }

    /// Asks a question in a conversation of the caller's own.
    /// - Parameter version: `nil` asks the newest version.
    package func ask(_ question: String, version: Int? = nil, in id: Conversation.ID, clientID: String?, by principal: Principal) async throws -> Reply {
        try await ask(question, version: version, in: id, opening: nil, clientID: clientID, by: principal)
    }

    /// Begins a conversation about a clone with a question: opening, question and answer are one append.
    /// - Parameter clientID: the same id of the same person is the same conversation and the same question, answered once.
    package func begin(_ question: String, about clone: CloneID, version: Int? = nil, clientID: String?, by principal: Principal) async throws -> Reply {
        let id = clientID.map { Self.conversation(principal.person, clone, clientID: $0) } ?? journal.mint.id("ak")
        return try await ask(question, version: version, in: id, opening: clone, clientID: clientID, by: principal)
    }

    private func ask(
        _ question: String, version: Int?, in id: Conversation.ID, opening clone: CloneID?, clientID: String?, by principal: Principal
    ) async throws -> Reply {
        guard let question = question.nonEmpty else { throw Transfers.invalid("question", "ask something") }
        return try await ask(version: version, in: id, opening: clone, clientID: clientID, by: principal) { state, labels in
            let clean = SecretRedactor.redact(question).text
            guard let completed = try await complete(clean, state, labels) else { return Wording(question: clean) }
            return Wording(question: clean, completed: completed, drawnFrom: state.recentLabels)
        }
    }

    /// A question in the asker's words and, where they left something out, completed from the conversation.
    struct Wording: Sendable {
        var question: String
        var completed: String?
        /// The labels of what the completion may hold words of.
        var drawnFrom: Set<Label> = []
    }

    /// Asks what `word` makes of the conversation and of the labels that the asker reads.
    /// - Parameter clone: what a conversation that is not there yet is opened about; `nil`: it must be there.
    func ask(
        version: Int?, in id: Conversation.ID, opening clone: CloneID? = nil, clientID: String?, by principal: Principal,
        _ word: (AskState, Set<Label>) async throws -> Wording
    ) async throws -> Reply {
        try await lock.withLock(id.rawValue) {
            let stream = Self.stream(id)
            func put(_ entry: StreamCache<AskState>.Entry, isNew: Bool) async throws -> Reply {
                try await ask(Place(id: id, opening: clone, isNew: isNew), entry, version: version, clientID: clientID, by: principal, word)
            }
            // It nearly always is new: the log is asked only where the append says that it is not.
            if clone != nil, states.known(stream) == nil {
                do { return try await put(.init(state: AskState(), seq: 0), isNew: true) } catch is NotNew {}
            }
            return try await put(try await states.entry(stream), isNew: false)
        }
    }

    /// Where a question is asked.
    struct Place: Sendable {
        var id: Conversation.ID
        /// What the conversation is opened about where it is not there yet.
        var opening: CloneID?
        /// It was taken for new without looking.
        var isNew = false
    }

    /// A conversation that was taken for new is there already.
    struct NotNew: Error {}

    private func ask(
        _ place: Place, _ known: StreamCache<AskState>.Entry, version: Int?, clientID: String?, by principal: Principal,
        _ word: (AskState, Set<Label>) async throws -> Wording
    ) async throws -> Reply {
        let id = place.id
        var entry = known
        var opened: AskEvent?
        if let clone = place.opening, entry.seq == 0 {
            let event = AskEvent.opened(.init(person: principal.person, clone: clone))
            entry.state.apply(AskRecord(seq: 1, event: event))
            opened = event
        }
        guard entry.state.person == principal.person, let clone = entry.state.clone else { throw AppError.notFound("conversation") }
        if entry.state.unfinished != nil { entry = try await end(id, entry, by: principal) }
        if let first = clientID.flatMap({ entry.state.questions[$0] }) { return try await repeated(from: first, id) }
        let reading = try await clones.reading(clone, version: version, capability: .ask, for: principal)
        let wording = try await word(entry.state, reading.pass.labels)
        let result = try await answer(wording.completed ?? wording.question, reading)
        let asked = Asked(wording: wording, clientID: clientID, reading: reading, principal: principal, opened: opened, place: place)
        if let composer, case .answered = result.ending {
            // A name that was taken over from an earlier answer has that answer's label.
            let context = wording.drawnFrom.reduce(Label.open) { $0.stricter($1) }
            let label = result.sentences.reduce(context) { $0.stricter($1.label) }
            if composer.mayReceive(label) { return try await worded(asked, result.sentences, label, by: composer, entry) }
        }
        return try await keep(asked, result, entry)
    }

    private func repeated(from seq: Int64, _ id: Conversation.ID) async throws -> Reply {
        var events: [AskRecord] = []
        for stored in try await journal.events(of: Self.stream(id), after: seq - 1) {
            events.append(try AskRecord(stored))
            if stored.type == "ask.answered" || stored.type == "ask.refused" { break }
        }
        return Reply(conversation: id, seq: seq, events: events)
    }

    /// A follow-up is completed from the questions before it, never from answers of other people's conversations, nor from
    /// sentences that the asker may not read with what they show now.
    private func complete(_ question: String, _ state: AskState, _ labels: Set<Label>) async throws -> String? {
        let recent = state.exchanges.suffix(4).filter { labels.isSuperset(of: $0.drawnFrom) }.map { exchange in
            (question: exchange.question, sentences: exchange.sentences.filter { labels.contains($0.label) }.map(\.body))
        }
        guard !recent.isEmpty else { return nil }
        let words = try await journal.words(recent.flatMap { [$0.question] + $0.sentences })
        let conversation = recent.map { exchange in
            Exchange(
                question: words[exchange.question.id.rawValue] ?? "",
                answer: exchange.sentences.compactMap { words[$0.id.rawValue] }.compactMap { SentenceBody.decode($0)?.text })
        }
        return FollowUp.complete(question, after: conversation)
    }

    /// The clone's own answer.
    func answer(_ question: String, _ reading: Clones.Reading) async throws -> Answering.Result {
        let answering = Answering(asker: asker, today: journal.now().day)
        func result() throws -> Answering.Result { try answering.answer(question, reading.clone, reading.version, reading.editions) }
        // A small clone answers in less time than a change of threads takes on a busy machine, and far below what may keep others waiting.
        if reading.editions.reduce(0, { $0 + $1.passageCount }) <= Self.smallClone { return try result() }
        return try await journal.lanes.asks.run { try answering.answer(question, reading.clone, reading.version, reading.editions) }
    }

    /// Passages that are asked on the spot: well under a millisecond.
    static let smallClone = 1000

    /// A question as it is asked: redacted, completed, with what may be read to answer it.
    struct Asked: Sendable {
        var wording: Wording
        var clientID: String?
        var reading: Clones.Reading
        var principal: Principal
        /// What goes before it where it opens its conversation.
        var opened: AskEvent?
        var place: Place

        /// The event that takes it in, its words kept by `keep`.
        func event(_ keep: (String) -> TextRef) -> AskEvent.Asked {
            .init(
                question: keep(wording.question), completed: wording.completed.map(keep), version: reading.version,
                drawnFrom: wording.completed == nil ? nil : wording.drawnFrom.sorted { $0.strictness < $1.strictness })
        }
    }

    /// The conversation that a person opens about a clone under an id of their own.
    static func conversation(_ person: Person.ID, _ clone: CloneID, clientID: String) -> Conversation.ID {
        Conversation.ID("ak_\(SHA256.hash("\(person)\n\(clone)\n\(clientID)").hex.prefix(26))")
    }

    static func answerID(_ id: Conversation.ID, asked seq: Int64) -> String { "an_\(id.rawValue.dropFirst(3)).\(seq)" }

    /// The gap is put to the owner, while they are here.
    func putToOwner(_ gap: TransferEvent.GapRaised, _ transfer: TransferState) async throws {
        guard !transfer.isClosed, transfer.gaps[gap.gap]?.status == .open, let interview = transfer.accounts[gap.account]?.interview else { return }
        let file = try await interviews.file(interview)
        guard let owner = file.state.owner else { return }
        file.shelf.add(try await journal.words([gap.question]))
        do {
            // After the last working day nobody is asked any more, and an open question would only hold up the next version.
            if let last = transfer.opened?.lastWorkingDay, journal.now().day > last, !file.state.isExpired {
                _ = try await interviews.perform(.expire, in: interview, by: owner, clientID: nil)
            }
            _ = try await interviews.perform(.raiseGap(gap.gap, field: nil, question: gap.question, label: gap.label), in: interview, by: owner, clientID: nil)
        } catch let error as AppError where error.code == .state {
            // The owner is gone or has it already: the gap stays open on the manager's list.
            return
        }
        try await mark([gap.gap], .asked, in: transfer.id)
    }

    /// Says what became of gaps, of those for which `stands` is true under the transfer's lock.
    func mark(_ gaps: [Gap.ID], _ status: Gap.Status, in id: Transfer.ID, where stands: (Gap.ID, TransferState) -> Bool = { _, _ in true }) async throws {
        guard !gaps.isEmpty else { return }
        try await transfers.lock.withLock(id.rawValue) {
            let entry = try await transfers.states.entry(Transfers.stream(id))
            let gaps = gaps.filter { stands($0, entry.state) }.sorted()
            guard !gaps.isEmpty else { return }
            let part = StreamPart(
                Transfers.stream(id), expectedSeq: entry.seq, try gaps.map { try journal.draft(.gapChanged(.init(gap: $0, status: status)), by: nil) })
            if case .appended(let stored) = try await journal.append(Append([part])) { try transfers.states.advanced(Transfers.stream(id), entry, by: stored) }
        }
    }

    /// What the asker thought of an answer.
    package func rate(_ answer: String, helpful: Bool, comment: String?, by principal: Principal) async throws {
        guard answer.hasPrefix("an_"), let id = Conversation.ID(rawValue: "ak_" + answer.dropFirst(3).prefix { $0 != "." }) else {
            throw AppError.notFound("answer")
        }
        try await lock.withLock(id.rawValue) {
            let entry = try await states.entry(Self.stream(id))
            guard entry.state.person == principal.person, entry.state.answers.contains(answer) else { throw AppError.notFound("answer") }
            let text = comment?.nonEmpty.map { journal.mint.text(SecretRedactor.redact($0).text) }
            let event = AskEvent.rated(.init(answer: answer, helpful: helpful, comment: text?.ref))
            let part = StreamPart(Self.stream(id), expectedSeq: entry.seq, [journal.draft(event.type, try event.payload(), by: principal.person)])
            if case .appended(let stored) = try await journal.append(Append([part], texts: text.map { [$0.draft] } ?? [])) {
                try states.advanced(Self.stream(id), entry, by: stored)
            }
        }
    }
}
