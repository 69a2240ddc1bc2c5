import FeraDomain

extension Interviewer {
    /// Who may read a sentence and who must approve it: the stricter of the field's class and of what is in the sentence.
    /// - Parameter liftsPrivate: whether the owner has said that the line is not for themselves alone, whatever its words say.
    func access(
        _ field: Field, _ sentence: TextReading.Sentence, _ reading: TextReading, state: InterviewState, liftsPrivate: Bool = false
    ) -> (label: Label, routes: [ReviewRoute]) {
        var label = field.label
        var routes: [ReviewRoute] = [.receiving]
        func route(_ route: ReviewRoute) { if !routes.contains(route) { routes.append(route) } }
        field.routes.forEach(route)
        if reading.has(.regulated, in: sentence) {
            label = label.stricter(.commercial)
            route(.regulated)
        }
        if reading.has(.personnel, in: sentence), isAboutColleague(sentence, reading, state) {
            label = label.stricter(.personnel)
            route(.people)
        }
        if reading.has(.secret, in: sentence), !liftsPrivate { label = .private }
        if reading.has(.access, in: sentence) || holdsRemoval(sentence, reading) {
            label = label.stricter(.security)
            route(.security)
        }
        return (label, routes)
    }

    /// The customer's people are the account's business; only our own colleagues are personnel.
    private func isAboutColleague(_ sentence: TextReading.Sentence, _ reading: TextReading, _ state: InterviewState) -> Bool {
        if reading.has(.colleague, in: sentence) { return true }
        guard let interview = state.interview else { return false }
        let ours = state.reading.ourPeople
        return reading.inside(reading.names, sentence).contains { ours.contains(Mention.key($0.value, in: interview)) }
    }

    /// Whether a secret was taken out of the sentence.
    func holdsRemoval(_ sentence: TextReading.Sentence, _ reading: TextReading) -> Bool {
        let mark = Array("[removed: ".utf8)
        let bytes = reading.tokens.folded[sentence.range]
        guard bytes.count > mark.count else { return false }
        return bytes.indices.dropLast(mark.count).contains { bytes[$0] == mark[0] && bytes[$0..<$0 + mark.count].elementsEqual(mark) }
    }

    /// What kind of knowledge a sentence is: the field's kind, unless the words say more. What is denied is not so: "we never promised"
    /// is no promise.
    func kind(_ field: Field, _ sentence: TextReading.Sentence, _ reading: TextReading) -> StatementKind {
        if reading.affirms(.promise, in: sentence) { return .commitment }
        let own = field.kind
        // "Never mention it" is a warning by its own denial.
        if reading.has(.warning, in: sentence), [.fact, .process, .person, .decision].contains(own) { return .warning }
        guard own == .fact else { return own }
        if reading.affirms(.risk, in: sentence) { return .risk }
        if reading.has(.decision, in: sentence) { return .decision }
        if reading.has(.undone, in: sentence) { return .openItem }
        return reading.affirms(.habit, in: sentence) ? .process : own
    }

    /// How bad it is when it comes true; only risks and warnings have a severity.
    func severity(_ kind: StatementKind, _ field: Field, _ sentence: TextReading.Sentence, _ reading: TextReading) -> Severity? {
        guard kind == .risk || kind == .warning else { return nil }
        if reading.affirms(.critical, in: sentence) { return .critical }
        return field.weight >= 8 ? .high : field.weight >= 5 ? .medium : .low
    }
}
