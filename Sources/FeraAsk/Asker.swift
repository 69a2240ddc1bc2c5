package import FeraDomain
package import FeraSearch

/// Answers a question from one sealed clone in the clone's own words, or says that the clone does not tell. It reads nothing
/// else, and the same question, clone and day give the same outcome.
///
/// Every sentence shown has passed the judge for itself; what only stands beside it is not shown, except the sentence before one
/// that leans on it (“She signs …”), without which it could not be understood.
///
/// **Age.** Each citation tells its age and whether it has expired. A fresh passage beside an expired one is shown with it, so
/// that the reader sees both and which is old. When *everything* that would answer has expired, the question is refused as
/// `expired` and the topic is named: an answer that nobody vouches for any more is what a successor acts on and regrets, and the
/// refusal makes a gap that asks for the line again.
package struct Asker: Sendable {
    /// Finds and orders sentences.
    package var ranker: SentenceRanker
    /// Judges each.
    package var answerability: Answerability
    /// At most so many sentences.
    package var limit: Int
    /// How much of the best sentence's coverage another one must reach to stand beside it.
    package var companion: Double

    /// The shipped judge unless told otherwise.
    package init(ranker: SentenceRanker = SentenceRanker(), answerability: Answerability = .shipped, limit: Int = 4, companion: Double = 0.75) {
        self.ranker = ranker
        self.answerability = answerability
        self.limit = limit
        self.companion = companion
    }

    /// - Parameters:
    ///   - question: complete in itself (`FollowUp` completes it).
    ///   - corpus: the edition that the asker may read.
    ///   - today: decides age and expiry.
    /// - Throws: `SearchError` or `AskError` where the clone contradicts itself; what the corpus throws.
    package func answer(_ question: String, corpus: AskCorpus, today: Day) throws -> AskOutcome {
        let query = Query(question, analyzer: try TextAnalyzer(corpus.index.language))
        if query.isEmpty { return .refused(reason: .ambiguous, nearest: []) }
        let ranking = try ranker.rank(query, in: corpus.index)
        // Before anything is judged: a question with nothing to choose by is to be said again, not put to the owner.
        if isVague(query, ranking) { return .refused(reason: .ambiguous, nearest: try nearest(ranking, corpus)) }
        var picked = pick(query, ranking)
        if picked.isEmpty { return .refused(reason: .notInClone, nearest: try nearest(ranking, corpus)) }
        try removeRepeats(&picked, corpus)
        var passages: [Int: AskPassage] = [:]
        for candidate in picked where passages[candidate.document] == nil { passages[candidate.document] = try corpus.passage(candidate.document) }
        if passages.values.allSatisfy({ $0.isExpired(on: today) }) {
            return .refused(reason: .expired, nearest: distinct(picked.compactMap { passages[$0.document]?.topic }))
        }
        return .answer(try compose(picked, passages, today))
    }

    /// The sentences that answer, best first: each judged by itself, none much weaker than the best.
    private func pick(_ query: Query, _ ranking: Ranking) -> [SentenceCandidate] {
        let named = identifiers(query)
        func stands(_ candidate: SentenceCandidate) -> Bool {
            named & ~candidate.passageFound == 0 && answerability.answers(ranking.evidence(for: candidate))
        }
        guard let best = ranking.candidates.first, answerability.answers(ranking.evidence), named & ~best.passageFound == 0 else { return [] }
        var out = [best]
        for candidate in ranking.candidates.dropFirst() where out.count < limit {
            if candidate.features.coverage >= companion * best.features.coverage, candidate.features.coverage > 0, stands(candidate) { out.append(candidate) }
        }
        return withValue(out, ranking)
    }

    /// Where a person, a day or an amount is asked for and no sentence picked holds one, the neighbour in the best passage that does
    /// comes first: “They may leave early. The last day for it is 3 May.”
    private func withValue(_ picked: [SentenceCandidate], _ ranking: Ranking) -> [SentenceCandidate] {
        guard let best = picked.first, best.features.typeMiss > 0, !picked.contains(where: { $0.features.typeHit > 0 }) else { return picked }
        let value = ranking.candidates.first {
            $0.document == best.document && $0.features.typeHit > 0 && abs($0.sentence - best.sentence) == 1 && $0.features.softContext >= 0.5
        }
        return value.map { Array(([best, $0] + picked.dropFirst()).prefix(limit)) } ?? picked
    }

    /// Tickets and the like that the question names: a passage about another ticket is no answer, however well its words fit.
    private func identifiers(_ query: Query) -> UInt64 {
        var set: UInt64 = 0
        for token in query.tokens where token.token.kind == .identifier && !(token.folded.utf8.first.map { $0 &- 0x30 < 10 } ?? true) {
            if let place = query.terms.firstIndex(of: token.term) { set |= 1 << UInt64(place) }
        }
        return set
    }

    /// One or two words that more passages hold in full than an answer has sentences: there is nothing to choose by.
    private func isVague(_ query: Query, _ ranking: Ranking) -> Bool {
        guard query.terms.count <= 2 else { return false }
        return Set(ranking.candidates.filter { $0.features.coverage > 0.999 }.map(\.document)).count > limit
    }

    /// The topics of the passages that came nearest, leaving out those that share next to nothing with the question.
    private func nearest(_ ranking: Ranking, _ corpus: AskCorpus) throws -> [String] {
        distinct(try ranking.hits.prefix(6).filter { ranking.strength($0) >= 0.15 }.map { try corpus.passage($0.document).topic })
    }

    private func distinct(_ topics: [String]) -> [String] {
        var seen: Set<String> = []
        return Array(topics.filter { !$0.isEmpty && seen.insert($0).inserted }.prefix(3))
    }
}
