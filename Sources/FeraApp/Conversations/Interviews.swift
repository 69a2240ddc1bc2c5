import FeraCrypto
package import FeraDomain
package import FeraInterview
import FeraStore
import Foundation
import Synchronization

/// Runs interviews: the pure interviewer decides, this appends what it decided and tells who follows.
package final class Interviews: Sendable {
    let journal: Journal
    let transfers: Transfers
    let sources: Sources
    let directory: Directory
    let wording: QuestionWording?
    package let interviewer: Interviewer
    let states: StreamCache<InterviewFile>
    /// Who holds a conversation's key may append to it.
    let lock = KeyedLock()
    private let loading = KeyedLock()
    private let places = Mutex<[Conversation.ID: Place]>([:])
    private let owners = Mutex<[Conversation.ID: Person.ID]>([:])

    /// Where an interview belongs.
    package struct Place: Sendable {
        package var conversation: Conversation.ID
        package var transfer: Transfer.ID
        package var account: Account.ID
    }

    /// A `wording` of `nil` asks every question in the bank's own words.
    package init(journal: Journal, transfers: Transfers, sources: Sources, directory: Directory, interviewer: Interviewer, wording: QuestionWording?) {
        self.journal = journal
        self.transfers = transfers
        self.sources = sources
        self.directory = directory
        self.interviewer = interviewer
        self.wording = wording
        states = StreamCache(journal: journal, capacity: 2000) { _ in
            InterviewFile()
        } apply: { file, event in
            file.take(try InterviewEvent(type: event.type, payload: Data(event.payload)))
        }
    }

    /// The stream of an interview.
    package static func stream(_ id: Conversation.ID) -> String { "interview:\(id)" }

    // MARK: Opening

    /// Reads the record of an account and opens its interview; once open it is always the same one.
    package func open(_ account: Account.ID, in id: Transfer.ID, by principal: Principal, questions: Int? = nil, minutes: Int? = nil) async throws
        -> Conversation.ID
    {
        // Both are counted down from later.
        guard questions.map((1...1_000_000).contains) ?? true else { throw Transfers.invalid("max_questions", "it is a whole number from 1 to 1000000") }
        guard minutes.map((1...1_000_000).contains) ?? true else { throw Transfers.invalid("budget_minutes", "it is a whole number from 1 to 1000000") }
        // The record is read before anybody is kept waiting for the transfer; who changed it meanwhile has it read again.
        var read: Record?
        while true {
            if let interview = try await open(account, in: id, by: principal, questions, minutes, read) { return interview }
            // A reading is long, and nobody may be waiting for it any more.
            try Task.checkCancellation()
            read = try await self.read(account, try await transfers.state(id), for: journal.mint.id("iv"))
        }
    }

    /// An account's record as it was read, and what it was read from.
    struct Record: Sendable {
        var reading: RecordReading
        var interview: Conversation.ID
        var basis: [String]

        /// All that a reading depends on.
        static func basis(_ account: Account.ID, _ state: TransferState) -> [String] {
            state.sources.filter { $0.source.accounts.contains(account) }.map(\.source.id.rawValue) + state.participants.keys.map(\.rawValue).sorted()
        }
    }

    func read(_ account: Account.ID, _ state: TransferState, for interview: Conversation.ID) async throws -> Record {
        guard let name = state.accounts[account]?.account.name else { throw AppError.notFound("account") }
        let shelves = try await sources.shelves(of: account, in: state)
        let interviewer = interviewer
        var ours: [String] = []
        for person in state.participants.keys { ours.append(try await directory.person(person).name) }
        let context = RecordReader.Context(interview: interview, accountName: name, ourPeople: ours.sorted(), asOf: journal.now().day)
        let reading = try await journal.lanes.compute.run { RecordReader(interviewer).read(shelves.flatMap(\.excerpts), context: context) }
        return Record(reading: reading, interview: interview, basis: Record.basis(account, state))
    }

    /// `nil` when the record has to be read first.
    private func open(
        _ account: Account.ID, in id: Transfer.ID, by principal: Principal, _ questions: Int?, _ minutes: Int?, _ read: Record?
    ) async throws -> Conversation.ID? {
        try await transfers.lock.withLock(id.rawValue) {
            let entry = try await transfers.states.entry(Transfers.stream(id))
            let state = entry.state
            _ = try await transfers.gate.require(.startInterview, principal, in: state)
            guard let record = state.accounts[account], let opened = state.opened else { throw AppError.notFound("account") }
            if let interview = record.interview { return interview }
            try Transfers.requireOpen(state)
            guard let owner = state.people(with: .owner).first else {
                throw AppError(.state, "Nobody in this transfer has the role owner; add the person who leaves first.")
            }
            guard let read, read.basis == Record.basis(account, state) else { return nil }
            let interview = read.interview
            let template = transfers.templates.first { $0.id == opened.template }
            let budget = template?.tiers[record.account.tier]
            let command = Command(
                .prepare(
                    .init(
                        interview: interview, account: account, accountName: record.account.name, owner: owner, tier: record.account.tier,
                        language: opened.language, reading: read.reading,
                        plan: template.flatMap { InterviewPlan($0, tier: record.account.tier, catalogue: interviewer.catalogue) },
                        questions: questions ?? budget?.questions, minutes: minutes ?? budget?.minutes)), by: principal.person,
                day: journal.now().day)
            let file = InterviewFile()
            let (decision, texts) = decide(command, file)
            if case .refused(let refusal) = decision.outcome { throw AppError(.state, refusal.message) }
            let opening = TransferEvent.interviewOpened(.init(account: account, interview: interview))
            let parts = [
                StreamPart(Transfers.stream(id), expectedSeq: entry.seq, [try journal.draft(opening, by: principal.person)]),
                StreamPart(Self.stream(interview), expectedSeq: 0, try drafts(decision, command)),
            ]
            let line = journal.audit(principal.person.rawValue, "interview.open", interview.rawValue)
            guard case .appended(let events) = try await journal.append(Append(parts, texts: texts, audit: [line])) else {
                throw AppError(.conflict, "The interview was opened by somebody else a moment ago.")
            }
            try transfers.states.advanced(Transfers.stream(id), entry, by: events)
            return interview
        }
    }

    // MARK: Commands

    /// What came of a command: the event that took it in, and what followed.
    package struct Reply: Sendable {
        package var seq: Int64
        package var events: [(seq: Int64, event: InterviewEvent)]
        package var file: InterviewFile
    }

    /// Lets a command into an interview.
    /// - Parameter seen: for a command about a line: the revision that the caller has seen; `nil` takes the line as it is.
    /// - Throws: `.changed` when the line is at another revision, `.staleTurn` with the open turn, `.state` with what to do, `.notFound`, `.forbidden`.
    package func perform(_ kind: Command.Kind, in id: Conversation.ID, by person: Person.ID, clientID: String?, seen: Int? = nil) async throws -> Reply {
        let place = try await place(id)
        let statement: Statement.ID?, takesBack: Bool
        switch kind {
        case .withdrawStatement(let id), .keepPrivate(let id): (statement, takesBack) = (id, true)
        case .withdrawLast: return try await withdrawLast(in: place, by: person, clientID: clientID)
        case .confirm(let id), .correct(let id, text: _): (statement, takesBack) = (seen == nil ? nil : id, false)
        default: (statement, takesBack) = (nil, false)
        }
        guard let statement else {
            return try await taken(kind, in: id, try await transfers.state(place.transfer), by: person, clientID: clientID, erasing: [])
        }
        // Under the transfer's lock, so that no lock of the account and no reviewer's edit falls between the look and the deed.
        return try await transfers.lock.withLock(place.transfer.rawValue) {
            let transfer = try await transfers.state(place.transfer)
            if takesBack, let record = transfer.accounts[place.account], record.pendingSeal != nil || record.sealedRevisions[statement] != nil {
                throw AppError(.state, "This line is locked already. Ask the manager for a redaction instead.")
            }
            // What reviewers made of the line goes with it.
            var words: [String] = []
            if case .withdrawStatement = kind {
                words = (transfer.decisions[statement] ?? []).flatMap { [$0.text, $0.reason, $0.blessed].compactMap { $0?.id.rawValue } }
            }
            return try await taken(kind, in: id, transfer, by: person, clientID: clientID, erasing: words) { file in
                guard let seen, let current = Self.revision(of: statement, file, transfer), seen != current else { return }
                throw AppError(.changed, "This line was changed meanwhile (it is at revision \(current)). Read it again.")
            }
        }
    }

    func taken(
        _ kind: Command.Kind, in id: Conversation.ID, _ transfer: TransferState, by person: Person.ID, clientID: String?, erasing: [String],
        check: (InterviewFile) throws -> Void = { _ in }
    ) async throws -> Reply {
        try Transfers.requireOpen(transfer)
        return try await lock.withLock(id.rawValue) {
            var entry = try await loaded(id)
            try check(entry.state)
            entry = try await expired(id, transfer, entry)
            // The first word of the owner says that they are here.
            if entry.state.state.phase == .ready, entry.state.state.owner == person, !kind.bringsIn {
                entry = try await append(Command(.join, by: person, day: journal.now().day), to: id, entry).entry
            }
            let (reply, _) = try await append(Command(kind, clientID: clientID, by: person, day: journal.now().day), to: id, entry, erasing: erasing)
            return reply
        }
    }

    /// The number of a line's present wording: the owner's corrections and the reviewers' edits count on together. What is private
    /// or gone is no reviewer's, so their edits do not count there.
    static func revision(of id: Statement.ID, _ file: InterviewFile, _ transfer: TransferState) -> Int? {
        guard let own = file.state.statement(id) else { return nil }
        guard own.isLive, own.status != .private else { return own.revision }
        return own.revision + (transfer.decisions[id] ?? []).count { $0.verdict == .edit }
    }

    func append(_ command: Command, to id: Conversation.ID, _ entry: StreamCache<InterviewFile>.Entry, erasing: [String] = []) async throws
        -> (reply: Reply, entry: StreamCache<InterviewFile>.Entry)
    {
        var (decision, texts) = decide(command, entry.state)
        switch decision.outcome {
        case .refused(let refusal): throw AppError(refusal)
        case .stale:
            try await keepDraft(command, id, entry.seq)
            throw AppError(
                .staleTurn, "That question is not open any more. Your text is kept as a draft; here is the question that waits.",
                members: ["turn": packets(entry.state).openTurn(entry.state.state).map(JSONValue.encoded) ?? .null, "draft_kept": .bool(true)])
        case .duplicate: return (try await repeated(command, id, entry), entry)
        case .accepted: break
        }
        guard !decision.events.isEmpty else { return (Reply(seq: entry.seq, events: [], file: entry.state), entry) }
        await reword(&decision, &texts, entry.state)
        let append = Append(
            [StreamPart(Self.stream(id), expectedSeq: entry.seq, try drafts(decision, command))], texts: texts,
            erasures: decision.erased.map(\.rawValue) + erasing)
        guard case .appended(let stored) = try await journal.append(append) else { return (try await repeated(command, id, entry), entry) }
        entry.state.shelf.add(decision.texts)
        entry.state.shelf.erase(decision.erased)
        var next = entry
        next.state.state = decision.state
        next.seq = stored.last?.seq ?? entry.seq
        states.keep(Self.stream(id), next)
        return (Reply(seq: stored[0].seq, events: zip(stored, decision.events).map { ($0.seq, $1) }, file: next.state), next)
    }

    /// What somebody wrote to a question that is no longer open is theirs: it is kept and shown again until they answer.
    private func keepDraft(_ command: Command, _ id: Conversation.ID, _ seq: Int64) async throws {
        let text: String
        switch command.kind {
        case .answer(_, let typed), .said(_, let typed, _): text = typed
        default: return
        }
        guard text.nonEmpty != nil else { return }
        let old = try await journal.store.indexedDraft(of: command.by.rawValue, in: id.rawValue)
        let kept = journal.mint.text(SecretRedactor.redact(text).text)
        let event = PersonEvent.draftKept(.init(conversation: id, text: kept.ref, seq: seq))
        let part = StreamPart(Directory.stream(command.by), expectedSeq: nil, [journal.draft(event.type, try event.payload(), by: command.by)])
        let erasures = old.flatMap { $0.content == nil ? nil : [$0.text] } ?? []
        _ = try await journal.append(Append([part], texts: [kept.draft], erasures: erasures))
    }

    /// The same client id again is answered as the first time: with its own event and what followed up to the next turn.
    private func repeated(_ command: Command, _ id: Conversation.ID, _ entry: StreamCache<InterviewFile>.Entry) async throws -> Reply {
        guard let clientID = command.clientID, let first = try await journal.event(in: Self.stream(id), clientID: clientID) else {
            throw AppError(.conflict, "This was sent before, and what came of it cannot be found. Read the conversation again.")
        }
        var events: [(seq: Int64, event: InterviewEvent)] = []
        for stored in try await journal.events(of: Self.stream(id), after: first.seq - 1) {
            let event = try InterviewEvent(type: stored.type, payload: Data(stored.payload))
            // The next event that somebody caused belongs to another command.
            if stored.seq > first.seq, event.origin != nil { break }
            events.append((stored.seq, event))
        }
        return Reply(seq: first.seq, events: events, file: entry.state)
    }

    func decide(_ command: Command, _ file: InterviewFile) -> (Decision, [TextDraft]) {
        var drafts: [String: TextDraft] = [:]
        let decision = interviewer.decide(command, state: file.state, words: file.words) { id, content in
            let draft = TextDraft(id: id, content: content)
            drafts[id] = draft
            return TextRef(id: Identifier(id), hash: draft.seal.hex)
        }
        return (decision, decision.texts.compactMap { drafts[$0.ref.id.rawValue] })
    }

    func drafts(_ decision: Decision, _ command: Command) throws -> [EventDraft] {
        try decision.events.enumerated().map { index, event in
            journal.draft(event.type, try event.payload(), by: index == 0 ? command.by : nil, clientID: index == 0 ? command.clientID : nil)
        }
    }

    // MARK: Reading

    /// An interview with its words at hand.
    func loaded(_ id: Conversation.ID) async throws -> StreamCache<InterviewFile>.Entry {
        if let known = states.known(Self.stream(id)), known.state.hasWords { return known }
        // Once for all who ask at the same time.
        return try await loading.withLock(id.rawValue) { try await fold(id) }
    }

    private func fold(_ id: Conversation.ID) async throws -> StreamCache<InterviewFile>.Entry {
        var entry = try await states.entry(Self.stream(id))
        guard entry.seq > 0 else { throw AppError.notFound("conversation") }
        guard !entry.state.hasWords else { return entry }
        let place = try await place(id)
        let transfer = try await transfers.state(place.transfer)
        entry.state.shelf.add(try await journal.words(entry.state.refs))
        entry.state.refs = []
        entry.state.shelves = try await sources.shelves(readFor: place.account, in: transfer)
        entry.state.hasWords = true
        states.keep(Self.stream(id), entry)
        return entry
    }

    /// An interview with its words, at least as far as an event that the log already holds: a follower is woken by the commit,
    /// before the state is kept.
    func loaded(_ id: Conversation.ID, upTo seq: Int64) async throws -> InterviewFile {
        let entry = try await loaded(id)
        if entry.seq >= seq { return entry.state }
        return try await lock.withLock(id.rawValue) {
            if try await states.entry(Self.stream(id)).seq < seq { states.forget(Self.stream(id)) }
            return try await loaded(id).state
        }
    }

    /// Where an interview belongs.
    package func place(_ id: Conversation.ID) async throws -> Place {
        if let place = places.withLock({ $0[id] }) { return place }
        guard let found = try await journal.store.indexedConversation(id.rawValue), let transfer = found.transfer.flatMap(Transfer.ID.init(rawValue:)),
            let account = found.account.flatMap(Account.ID.init(rawValue:))
        else { throw AppError.notFound("conversation") }
        let place = Place(conversation: id, transfer: transfer, account: account)
        places.withLock { $0[id] = place }
        return place
    }

    /// Whose interview it is, without reading the whole of it again where its state was let go: the event that prepares it says so, and
    /// no other event changes it.
    func owner(of id: Conversation.ID) async throws -> Person.ID? {
        if let known = states.known(Self.stream(id)) { return known.state.state.owner }
        if let owner = owners.withLock({ $0[id] }) { return owner }
        guard let owner = try await file(id).state.owner else { return nil }
        owners.withLock { owners in
            if owners.count > 50_000 { owners.removeAll() }
            owners[id] = owner
        }
        return owner
    }

    /// An interview's state with its words.
    package func file(_ id: Conversation.ID) async throws -> InterviewFile { try await loaded(id).state }

    /// Makes packets of an interview's events.
    func packets(_ file: InterviewFile) -> InterviewPackets { InterviewPackets(interviewer: interviewer, file: file) }
}

/// An interview as it is kept in memory: its state, and the words that belong to it.
package struct InterviewFile: Sendable {
    package var state = InterviewState()
    package let shelf = TextShelf()
    var shelves: [SourceShelf] = []
    /// References met while folding whose words are not on the shelf yet.
    var refs: Set<TextRef> = []
    var hasWords = false

    mutating func take(_ event: InterviewEvent) {
        state.apply(event)
        refs.formUnion(event.refs)
        hasWords = false
    }

    /// Where the interviewer looks words up.
    package var words: Words {
        let shelf = shelf
        let shelves = shelves
        return Words(text: { shelf[$0] }, excerpt: { id in shelves.lazy.compactMap { $0.passage(id) }.first })
    }
}

extension AppError {
    init(_ refusal: Refusal) {
        switch refusal.code {
        case .unknownStatement, .unknownAnswer: self = .notFound("statement")
        case .tooLong: self.init(.tooLarge, refusal.message)
        case .empty, .unknownField, .unknownSpeaker, .invalidPlan: self.init(.invalid, refusal.message)
        default: self.init(.state, refusal.message, members: ["reason": .string(refusal.code.rawValue)])
        }
    }
}

extension InterviewEvent {
    /// The words that the event refers to.
    var refs: [TextRef] {
        switch body {
        case .joined(let value): [value.text]
        case .turnOpened(let value): [value.text]
        case .answered(let value): value.text.map { [$0] } ?? []
        case .replied(let value): [value.text]
        case .statementRevised(let value): value.text.map { [$0] } ?? []
        case .ownerPassed(let value): value.waived.map { [$0] } ?? []
        case .gapRaised(let value): [value.question]
        case .closed(let value): [value.text]
        case .budgetExtended(let value): [value.text]
        case .sittingEnded(let value): [value.text]
        case .fieldAdded(let value): [value.title, value.question]
        case .prepared, .analysed, .paused, .resumed, .withdrawn, .reopened, .expired, .left, .sittingsPlanned, .recordExtended, .admitted,
            .referralChanged, .questionDropped:
            []
        }
    }
}
