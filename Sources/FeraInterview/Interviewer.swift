package import FeraDomain

/// The interviewer: a pure function from a state and a command to events. It has no clock, draws nothing, reads nothing; words
/// come in through `Words` and go out as drafts beside the events.
package struct Interviewer: Sendable {
    package let catalogue: Catalogue
    package let phrases: Phrases
    package let settings: InterviewSettings
    let lexicon: Lexicon
    let index: PhraseIndex
    let rules: SentenceRules
    /// Per tier, the questions of the bank with their fields by place in the catalogue.
    let bank: [Tier: [BankEntry]]
    /// By place in the catalogue, 0…100: how often a question for the field by name tells it.
    let byName: [Int]

    struct BankEntry: Sendable {
        var question: Question
        var targets: [Turn.Target]
        /// Places in the catalogue, beside `targets`.
        var places: [Int]
        var minutes: Double
    }

    /// Prepares everything that does not change between commands: phrases of the fields, the bank per tier.
    package init(catalogue: Catalogue, phrases: Phrases, settings: InterviewSettings, lexicon: Lexicon) {
        self.catalogue = catalogue
        self.phrases = phrases
        self.settings = settings
        self.lexicon = lexicon
        index = PhraseIndex(catalogue: catalogue, lexicon: lexicon)
        rules = SentenceRules(catalogue: catalogue, confidence: settings.confidence)
        var bank: [Tier: [BankEntry]] = [:]
        for tier in Tier.allCases {
            bank[tier] = catalogue.questions
                .filter { $0.scope == .account && $0.tiers.contains(tier) && $0.id != catalogue.closing }
                .map { Self.entry($0, catalogue, settings) }
        }
        self.bank = bank
        byName = catalogue.fields.map { percent(settings.likelihoods[LikelihoodFit.byName($0.id)]?[$0.id] ?? settings.scoring.gapLikelihood) }
    }

    static func entry(_ question: Question, _ catalogue: Catalogue, _ settings: InterviewSettings) -> BankEntry {
        let learned = settings.likelihoods[question.id] ?? question.elicits
        let targets = Set(learned.keys).union(question.elicits.keys).sorted()
            .map { Turn.Target(field: $0, likelihood: percent(learned[$0] ?? 0), prior: percent(question.elicits[$0] ?? 0)) }
        return BankEntry(question: question, targets: targets, places: targets.map { catalogue.index(of: $0.field) ?? 0 }, minutes: 0.5 + 0.9 * question.burden)
    }

    /// Decides on a command.
    /// - Parameters:
    ///   - command: what somebody wants.
    ///   - state: the fold of the interview's events so far.
    ///   - words: where words are looked up; what was erased gives `nil`.
    ///   - text: makes the reference for words that are to be kept under an id: salts and hashes them.
    /// - Returns: the events to append, the words to keep and to erase, and the state after them. A command is never dropped
    ///   silently: without events there is an outcome that says why.
    package func decide(
        _ command: Command, state: InterviewState, words: Words, text: (_ id: String, _ content: String) -> TextRef
    ) -> Decision {
        if let id = command.clientID, let answer = state.seen[id] { return Decision(outcome: .duplicate(answer: answer), state: state) }
        return withoutActuallyEscaping(text) { text in
            var work = Work(interviewer: self, state: state, words: words, command: command, text: text)
            do throws(Refusal) {
                let outcome = try work.run()
                return Decision(outcome: outcome, events: work.events, texts: work.texts, erased: work.erased, state: work.state)
            } catch {
                return Decision(outcome: .refused(error), state: state)
            }
        }
    }
}

extension Decision {
    init(outcome: Outcome, state: InterviewState) {
        self.init(outcome: outcome, events: [], texts: [], erased: [], state: state)
    }
}

/// One decision in the making.
struct Work {
    let interviewer: Interviewer
    var state: InterviewState
    let words: Words
    let command: Command
    let text: (String, String) -> TextRef
    var events: [InterviewEvent] = []
    var texts: [Decision.TextDraft] = []
    var erased: [Identifier<TextRef.Subject>] = []

    init(interviewer: Interviewer, state: InterviewState, words: Words, command: Command, text: @escaping (String, String) -> TextRef) {
        self.interviewer = interviewer
        self.state = state
        self.words = words
        self.command = command
        self.text = text
    }

    var phrases: Phrases { interviewer.phrases }
    var settings: InterviewSettings { interviewer.settings }
    var catalogue: Catalogue { interviewer.catalogue }

    /// The interview's id, before which every id of it begins; only a prepared interview comes here.
    var prefix: String { state.interview?.rawValue ?? "" }

    /// Appends an event and folds it. The first of a decision carries the origin.
    mutating func emit(_ body: InterviewEvent.Body) {
        let origin = events.isEmpty ? InterviewEvent.Origin(clientID: command.clientID, by: command.by, day: command.day) : nil
        let event = InterviewEvent(body, origin: origin)
        events.append(event)
        state.apply(event)
    }

    /// Keeps words under an id made of the interview's and a suffix.
    mutating func keep(_ suffix: String, _ content: String) -> TextRef {
        let ref = text("\(prefix).\(suffix)", content)
        texts.append(Decision.TextDraft(ref: ref, content: content))
        return ref
    }

    /// Words by place: those of this decision, then those that are kept.
    func lookup(_ span: WordSpan) -> String? {
        let span = state.resolved(span)
        if let draft = texts.last(where: { $0.ref.id == span.text }) { return draft.content.utf8Slice(span.start, span.end) }
        return words.at(span)
    }

    mutating func reply(_ kind: InterviewEvent.Replied.Kind, _ content: String) {
        emit(.replied(InterviewEvent.Replied(kind: kind, text: keep("r\(state.eventCount + 1)", content))))
    }

    mutating func run() throws(Refusal) -> Decision.Outcome {
        if case .prepare(let preparation) = command.kind { return try prepare(preparation) }
        guard state.phase != .preparing else { throw Refusal(.notPrepared, "The interview has no record yet; read the sources first.") }
        switch command.kind {
        case .prepare: return .accepted(answer: nil)
        case .join: try join()
        case .answer(let turn, let text): return try answer(turn, text)
        case .skip(let turn): return try act(turn, .skip)
        case .defer(let turn): return try act(turn, .defer)
        case .refer(let turn, let name, let person): return try refer(turn, name, person)
        case .correct(let id, let text):
            try correct(id, text)
            drop(about: id)
        case .confirm(let id): try pass(id, .confirm)
        case .keepPrivate(let id):
            try pass(id, .keepPrivate)
            drop(about: id)
        case .withdrawStatement(let id):
            try withdraw(statement: id)
            drop(about: id)
        case .dropQuestions(let id): guard drop(about: id) else { throw Refusal(.settled, "Nobody asks about this line any more.") }
        case .withdrawAnswer(let id): try withdraw(answer: id)
        case .pause: try pause()
        case .resume: try resume()
        case .why: try why()
        case .stop: try stop()
        case .finishPass: try finishPass(waived: nil)
        case .waivePass(let reason): try finishPass(waived: reason)
        case .raiseGap(let gap, let field, let question, let label): try raise(gap, field, question, label)
        case .reopen: try reopen()
        case .expire: try expire()
        case .said(let turn, let text, let speakers): return try answer(turn, text, speakers)
        case .withdrawLast: try withdrawLast()
        case .leave: try leave()
        case .extend(let choice, let day): try extend(choice, day)
        case .planSittings(let sittings): try plan(sittings)
        case .extendRecord(let reading): try extend(reading)
        case .addField(let title, let question, let chapter): try addField(title, question, chapter)
        case .admit(let person, let isIn): try admit(person, isIn)
        case .referralChanged(let change): try changed(change)
        case .write(let writing): try write(writing)
        }
        return .accepted(answer: nil)
    }
}
