package import FeraDomain

/// What was written to questions outside the chat: a written pass, or the part of an owner's one answer for all accounts that belongs here.
package struct Writing: Hashable, Sendable {
    /// An answer with the name of its question, see `Interviewer.WrittenQuestion.key`.
    package struct Entry: Hashable, Sendable {
        package var key: String
        package var text: String

        package init(key: String, text: String) {
            self.key = key
            self.text = text
        }
    }

    package var entries: [Entry]
    /// Whether who writes is here: what waited for them goes on. What is filed from elsewhere wakes nobody.
    package var comesIn: Bool
    /// The owner is through: their pass over the lines is next.
    package var isOver: Bool

    package init(_ entries: [Entry], comesIn: Bool, isOver: Bool = false) {
        self.entries = entries
        self.comesIn = comesIn
        self.isOver = isOver
    }
}

extension Interviewer {
    /// A question as it stands in a form.
    package struct WrittenQuestion: Sendable {
        /// What it is called in a form: `bank:tp01`, `gap:st.health_true`, `raised:…`, `contradiction:…`.
        package var key: String
        package var kind: Turn.Kind
        package var chapter: Chapter
        package var text: String
        /// Why it is asked, as a sentence.
        package var why: String
        /// The line of the record that hints at an answer.
        package var hint: WordSpan?
        /// The newest answer to it that still stands.
        package var answer: AnswerID?
    }

    /// Most of the bank's questions, and most single fields, in one form.
    private static let longest = (bank: 9, fields: 6)

    /// The form of an interview: what came back, what somebody added, the contradictions, then the short bank of the tail tier by weight,
    /// and the weighty fields where the tier asks for single ones. What the record or other answers tell is left out; what was answered stays.
    package func written(_ state: InterviewState, words: Words) -> [WrittenQuestion] {
        let known = percent(settings.scoring.known)
        func isOpen(_ target: Turn.Target) -> Bool {
            target.isMain && (catalogue.field(target.field).map { state.weight($0) } ?? 8) > 0 && (state.fields[target.field]?.confidence ?? 0) < known
        }
        func worth(_ candidate: Candidate) -> Int {
            candidate.targets.reduce(0) { $0 + $1.prior * (catalogue.field($1.field).map { state.weight($0) } ?? 8) * existence($1.field, state) }
        }
        var keys = state.raised.map { "raised:\($0.fact.gap)" } + state.special.map { "gap:\($0.id)" }
        keys += state.contradictions.filter { $0.isAsked || [.open, .unresolved].contains($0.status) }.map { "contradiction:\($0.id)" }
        let bank = (self.bank[.tail] ?? []).filter { state.allows($0.question.id) }.compactMap { candidate("bank:\($0.question.id)", state) }
            .filter { $0.targets.contains(where: isOpen) || answered($0, state) != nil }
            .sorted { (worth($1), $0.name) < (worth($0), $1.name) }.prefix(Self.longest.bank)
        keys += bank.map { Self.key($0) }
        if settings.budgets[state.tier]?.gaps ?? true {
            let told = Set(bank.flatMap(\.targets).filter(\.isMain).map(\.field))
            keys += openFields(state).filter { !told.contains($0) && (catalogue.field($0).map { state.weight($0) } ?? 0) >= settings.late.weight }
                .prefix(Self.longest.fields).map { "gap:\($0)" }
        }
        var seen: Set<String> = []
        let nobody = Command(.why, by: Person.ID("nobody"), day: Day(number: 0))
        let work = Work(interviewer: self, state: state, words: words, command: nobody) { id, _ in TextRef(id: .init(id), hash: "") }
        return keys.filter { seen.insert($0).inserted }.compactMap { key in
            guard let candidate = candidate(key, state) else { return nil }
            return WrittenQuestion(
                key: key, kind: candidate.kind, chapter: candidate.chapter, text: work.writtenWording(candidate), why: work.whySentence(work.turn(candidate)),
                hint: candidate.kind == .contradiction ? nil : candidate.targets.first(where: \.isMain).flatMap { state.fields[$0.field]?.hint },
                answer: answered(candidate, state)?.id)
        }
    }

    /// The newest answer in words to the question of that name which still stands.
    package func answered(_ key: String, _ state: InterviewState) -> InterviewState.AnswerState? {
        candidate(key, state).flatMap { answered($0, state) }
    }

    private func answered(_ candidate: Candidate, _ state: InterviewState) -> InterviewState.AnswerState? {
        let turns = Set(state.turns.filter { candidate.asks($0) }.map(\.id))
        guard !turns.isEmpty else { return nil }
        return state.answers.last { turns.contains($0.turn) && $0.text != nil && !$0.isWithdrawn }
    }

    static func key(_ candidate: Candidate) -> String {
        candidate.subject.gap.map { "raised:\($0)" } ?? "\(candidate.kind.rawValue):\(candidate.name)"
    }

    /// The question of that name, whether or not it would be asked now; `nil` where there is none.
    func candidate(_ key: String, _ state: InterviewState) -> Candidate? {
        guard let colon = key.firstIndex(of: ":") else { return nil }
        let name = String(key[key.index(after: colon)...])
        func about(_ kind: Turn.Kind, _ subject: Turn.Subject, _ field: Field.ID, _ chapter: Chapter?) -> Candidate {
            let target = Turn.Target(field: field, likelihood: percent(settings.scoring.gapLikelihood), prior: 80)
            return Candidate(kind: kind, subject: subject, chapter: chapter ?? .story, targets: [target], minutes: 0.9, gain: 0, name: name)
        }
        switch key[..<colon] {
        case "bank":
            guard let question = Question.ID(rawValue: name).flatMap({ catalogue.question($0) }), question.id != catalogue.closing else { return nil }
            let entry = Self.entry(question, catalogue, settings)
            return Candidate(
                kind: .bank, subject: Turn.Subject(question: question.id), chapter: question.chapter, targets: entry.targets, minutes: entry.minutes, gain: 0,
                name: name)
        case "gap":
            guard let id = Field.ID(rawValue: name), let chapter = catalogue.field(id)?.chapter ?? state.special(id)?.chapter else { return nil }
            return about(.gap, Turn.Subject(field: id), id, chapter)
        case "raised":
            guard let fact = state.raised.first(where: { $0.fact.gap.rawValue == name })?.fact else { return nil }
            return about(.gap, Turn.Subject(field: fact.field, gap: fact.gap), fact.field, catalogue.field(fact.field)?.chapter)
        case "contradiction":
            guard let found = state.contradictions.first(where: { $0.id.rawValue == name }) else { return nil }
            let field = found.finding.field
            return about(.contradiction, Turn.Subject(contradiction: found.id), field, catalogue.field(field)?.chapter)
        default: return nil
        }
    }
}

extension Candidate {
    /// Whether a turn has put this question, in whatever words.
    func asks(_ turn: Turn) -> Bool {
        guard turn.kind == kind, !turn.asksTwo else { return false }
        if let gap = subject.gap { return turn.subject.gap == gap }
        if let question = subject.question { return turn.subject.question == question }
        if let contradiction = subject.contradiction { return turn.subject.contradiction == contradiction }
        return turn.subject.gap == nil && turn.subject.field == subject.field
    }
}
