/// One sentence that might answer.
package struct SentenceCandidate: Hashable, Sendable {
    /// The document's number in the index.
    package let document: Int
    /// Its place among the document's sentences, from 0.
    package let sentence: Int
    /// UTF-8 offsets in the document's text.
    package let range: Range<Int>
    /// What was measured.
    package let features: SentenceFeatures
    /// The weighted sum.
    package let score: Double
    /// Which of the query's terms stand in it, by their place in `Query.terms`.
    package let found: UInt64
    /// Which of them stand anywhere in its passage or title.
    package let passageFound: UInt64
    /// It holds a word that negates.
    package let isNegated: Bool
}

/// What a clone has to say to a query, best first.
package struct Ranking: Sendable {
    /// The passages found, in the order of their best sentences.
    package let hits: [Hit]
    /// Their sentences, best first; of equals the one of the better passage, then the earlier.
    package let candidates: [SentenceCandidate]
    /// What answerability is judged by: the best sentence and what the clone knows of the question.
    package let evidence: AnswerEvidence

    /// The same evidence for another sentence, so that each sentence of an answer can be judged for itself.
    package func evidence(for candidate: SentenceCandidate) -> AnswerEvidence {
        AnswerEvidence(common: evidence, candidate: candidate, passageBM25: (score(candidate.document) / mass))
    }

    /// The share of the question's mass that BM25 gives a passage; 0 for one that was not found.
    package func strength(_ hit: Hit) -> Double { hit.score / mass }

    let mass: Double

    private func score(_ document: Int) -> Double { hits.first { $0.document == document }?.score ?? 0 }
}

/// Finds passages, then judges their sentences one by one against the question.
package struct SentenceRanker: Sendable {
    /// What each feature counts.
    package var weights: RankerWeights
    /// How passages are found.
    package var bm25: BM25F
    /// How many passages are looked at.
    package var depth: Int

    /// The shipped ranker unless told otherwise.
    package init(weights: RankerWeights = .shipped, bm25: BM25F = .shipped, depth: Int = 20) {
        self.weights = weights
        self.bm25 = bm25
        self.depth = depth
    }

    /// Ranks sentences of the best passages. Pure: the same query and bytes give the same ranking.
    ///
    /// - Throws: `damaged`, when a read meets bytes that cannot be right.
    package func rank(_ query: Query, in index: InvertedIndex) throws(SearchError) -> Ranking {
        let plan = try QueryPlan(query, index: index)
        let hits = try index.search(groups: plan.groups, limit: depth, parameters: bm25)
        let meanLength = max(1, index.meanLengths.text * Double(index.documentCount) / Double(max(1, index.sentenceCount)))
        var candidates: [(rank: Int, value: SentenceCandidate)] = []
        for (rank, hit) in hits.enumerated() {
            for candidate in try sentences(of: hit, rank: rank, top: hits[0].score, plan: plan, meanLength: meanLength, index: index) {
                candidates.append((rank, candidate))
            }
        }
        candidates.sort { a, b in
            if a.value.score != b.value.score { return a.value.score > b.value.score }
            return a.rank != b.rank ? a.rank < b.rank : a.value.sentence < b.value.sentence
        }
        let sorted = candidates.map(\.value)
        let evidence = AnswerEvidence(hits: hits, candidates: sorted, plan: plan)
        return Ranking(hits: Self.ordered(hits, candidates), candidates: sorted, evidence: evidence, mass: plan.mass)
    }

    /// Passages in the order of their best sentences; those without any keep theirs behind them.
    private static func ordered(_ hits: [Hit], _ candidates: [(rank: Int, value: SentenceCandidate)]) -> [Hit] {
        var seen: UInt64 = 0
        var out: [Hit] = []
        for (rank, _) in candidates where rank < 64 && seen & 1 << UInt64(rank) == 0 {
            seen |= 1 << UInt64(rank)
            out.append(hits[rank])
        }
        return out + hits.enumerated().filter { $0.offset >= 64 || seen & 1 << UInt64($0.offset) == 0 }.map(\.element)
    }

    private func sentences(
        of hit: Hit, rank: Int, top: Double, plan: QueryPlan, meanLength: Double, index: InvertedIndex
    ) throws(SearchError) -> [SentenceCandidate] {
        let heading = try TitleScan(hit.document, plan: plan, index: index)
        let title = heading.found
        let numbers = try index.sentences(of: hit.document)
        var scans: [(sentence: IndexedSentence, scan: SentenceScan)] = []
        var passage = title
        var alike = heading.similar
        for number in numbers {
            let sentence = try index.sentence(number)
            let scan = try SentenceScan(sentence, plan: plan, index: index)
            scans.append((sentence, scan))
            passage |= scan.found
            alike |= scan.similar
        }
        var shared = SentenceFeatures()
        shared.passageCoverage = plan.share(passage)
        shared.softPassage = plan.share(alike)
        shared.passageEntities = plan.entityShare(passage)
        shared.heaviestMissing = plan.heaviestMissing(passage)
        shared.titleCoverage = plan.share(title)
        shared.titleMatch = heading.share * plan.share(heading.similar)
        shared.foundMass = plan.foundMass(passage)
        shared.passageShare = top > 0 ? hit.score / top : 0
        shared.passageRank = 1 / Double(1 + rank)
        var out: [SentenceCandidate] = []
        var previous: UInt64 = 0
        for (place, entry) in scans.enumerated() {
            let scan = entry.scan
            var f = shared
            f.coverage = plan.share(scan.found)
            f.contextCoverage = plan.share(scan.found | previous | title)
            f.softContext = plan.share(scan.similar | previous | heading.similar)
            f.softCoverage = plan.share(scan.similar)
            f.gradedCoverage = scan.gradedCoverage(plan)
            f.nextCoverage = plan.share(scan.found | (place + 1 < scans.count ? scans[place + 1].scan.found : 0))
            f.focus = scan.focus(plan)
            f.closeness = scan.closeness(plan)
            f.foreignNumbers = scan.newNumbers == 0 ? 0 : Logarithm.natural(1 + Double(scan.newNumbers))
            f.sentenceBM25 = scan.bm25(plan, meanLength: meanLength)
            f.bigrams = scan.pairShare(plan)
            f.proximity = scan.proximity(plan)
            f.order = scan.order(plan)
            f.sentenceEntities = plan.entityShare(scan.found | title)
            if plan.type != .other {
                f.typeHit = scan.typeFound ? 1 : 0
                f.typeMiss = scan.typeFound ? 0 : 1
            }
            f.length = Logarithm.natural(1 + Double(scan.wordCount))
            f.isFirst = place == 0 ? 1 : 0
            out.append(
                SentenceCandidate(
                    document: hit.document, sentence: place, range: entry.sentence.range, features: f, score: weights.score(f), found: scan.found,
                    passageFound: passage, isNegated: scan.hasNegation))
            previous = scan.found
        }
        return out
    }
}

/// A title, compared with a query.
struct TitleScan {
    /// Which question terms stand in it.
    private(set) var found: UInt64 = 0
    /// Which stand in it, or share five letters with a word of it.
    private(set) var similar: UInt64 = 0
    /// The share of the title's own mass that the question holds, small words too: titles are worded as questions are.
    let share: Double

    init(_ document: Int, plan: QueryPlan, index: InvertedIndex) throws(SearchError) {
        var (asked, mass) = (0.0, 0.0)
        for number in try index.titleWords(of: document) {
            let term = try index.titleWord(number)
            let weight = try index.inverseFrequency(term)
            mass += weight
            if plan.everyTerm.contains(term) { asked += weight }
            if let entry = plan.table.place(of: term) {
                found |= plan.table[entry].found
                similar |= plan.table[entry].similar
            }
        }
        similar |= found
        share = mass > 0 ? asked / mass : 0
    }
}

extension InvertedIndex {
    /// The different terms of a sentence that are not stop words.
    package func terms(of candidate: SentenceCandidate) throws(SearchError) -> Set<Int> {
        var out: Set<Int> = []
        for number in try sentence(try sentences(of: candidate.document).lowerBound + candidate.sentence).words {
            let word = try word(number)
            if !word.flags.contains(.stop) { out.insert(word.term) }
        }
        return out
    }
}
