package import FeraDomain

extension Interviewer {
    /// A statement with its words, as reviewers and the sealed version have it.
    /// - Returns: `nil` where the words were erased or the interview is not prepared.
    package func statement(_ state: InterviewState.StatementState, of interview: InterviewState, words: Words, speaker: String) -> Statement? {
        guard let account = interview.account, let text = words.at(interview.resolved(state.span)) else { return nil }
        var evidence: [Evidence] = []
        if let said = words.at(interview.resolved(state.earlier.first ?? state.span)) { evidence.append(Evidence(kind: .answer, name: speaker, quote: said)) }
        for support in state.fact.support {
            let named = words.at(interview.resolved(support.span))
            if let passage = support.excerpt.flatMap(words.excerpt) {
                evidence.append(Evidence(kind: .excerpt, name: passage.source, sha256: passage.sha256, locator: passage.locator, quote: passage.text))
            } else if let named {
                evidence.append(Evidence(kind: .stated, name: speaker, quote: named))
            }
        }
        return Statement(
            id: state.fact.id, account: account, field: state.fact.field, kind: state.fact.kind, severity: state.fact.severity, text: text,
            confidence: state.fact.confidence, label: state.label, routes: state.routes, evidence: evidence, speaker: state.speaker,
            saidOn: state.saidOn, revision: state.revision, status: state.status)
    }

    /// A contradiction with both passages, as it is shown and kept.
    /// - Returns: `nil` where the words are gone.
    package func contradiction(_ state: InterviewState.ContradictionState, of interview: InterviewState, words: Words) -> Contradiction? {
        func passage(_ span: WordSpan) -> Contradiction.Passage? {
            guard let quote = words.at(interview.resolved(span)) else { return nil }
            // What the owner said is quoted as theirs; it has no file.
            if span.text != nil { return Contradiction.Passage(name: phrases.saidSource, quote: quote) }
            guard let passage = span.excerpt.flatMap(words.excerpt) else { return nil }
            return Contradiction.Passage(name: passage.source, sha256: passage.sha256, locator: passage.locator, quote: quote)
        }
        guard let a = passage(state.finding.a) else { return nil }
        guard let b = state.finding.b.map(passage) ?? Contradiction.Passage(name: "the contract", quote: "(no clause of the record says so)") else {
            return nil
        }
        let settled = state.statement.flatMap { interview.statement($0) }
        // Who may not read the owner's line does not read it here.
        let said = state.said.flatMap { interview.statement($0) }
        if state.said != nil, said?.status == .withdrawn || said?.label == .private { return nil }
        return Contradiction(
            id: state.id, rule: state.finding.rule, field: state.finding.field, a: a, b: b,
            label: (catalogue.field(state.finding.field)?.label ?? .internal).stricter(settled?.label ?? .open).stricter(said?.label ?? .open),
            status: state.status,
            resolution: settled.flatMap { words.at(interview.resolved($0.span)) }, resolvedBy: settled?.speaker)
    }
}
