/// What is known of a question once it was searched for; all of it shares of the question's own mass, so that it means the
/// same in a small clone and a large one.
package struct AnswerEvidence: Hashable, Sendable {
    /// The best sentence with the one before it and its title: share of the question's mass.
    package var contextCoverage = 0.0
    /// The best sentence's passage and title.
    package var passageCoverage = 0.0
    /// The best sentence alone.
    package var coverage = 0.0
    /// The best sentence, where five equal first letters count too.
    package var softCoverage = 0.0
    /// Neighbouring words that stayed neighbours.
    package var bigrams = 0.0
    /// Closeness of the found words.
    package var proximity = 0.0
    /// Names and numbers of the question that its passage has.
    package var passageEntities = 0.0
    /// The heaviest word its passage lacks, in mean weights.
    package var heaviestMissing = 0.0
    /// The sentence holds the kind of thing that was asked for.
    package var typeHit = 0.0
    /// A kind was asked for and the sentence holds none.
    package var typeMiss = 0.0
    /// The best passage's BM25 over the question's mass, at most 3.
    package var passageBM25 = 0.0
    /// Share of the question's mass in the title.
    package var titleCoverage = 0.0
    /// Question and title are the same words.
    package var titleMatch = 0.0
    /// The best sentence with the one before it and its title, where five equal first letters count too.
    package var softContext = 0.0
    /// How much was found at all, in weights of one unknown word: a short question found whole can still be little.
    package var foundMass = 0.0
    /// The share of the question's mass that no document of the clone has.
    package var unknown = 1.0
    /// 1 / number of terms: short questions are found by chance more easily.
    package var brevity = 1.0

    /// BM25 of the best sentence over the mass.
    package var sentenceBM25 = 0.0
    /// Question words in the question's order.
    package var order = 0.0
    /// The best sentence's passage and title, where five equal first letters count too.
    package var softPassage = 0.0
    /// The best sentence with the one after it.
    package var nextCoverage = 0.0
    /// The best sentence, where likeness counts by degree.
    package var gradedCoverage = 0.0
    /// How close the words found stand to a thing of the kind asked for.
    package var closeness = 0.0
    /// A tenth of the ranker's sum, −0.5 … 2.5.
    package var score = 0.0
    /// How far the best sentence stands before every sentence of other passages, 0 … 5.
    package var lead = 0.0

    /// Nothing was found.
    package init() {}

    init(hits: [Hit], candidates: [SentenceCandidate], plan: QueryPlan) {
        unknown = plan.share(plan.unknown)
        brevity = 1 / Double(max(1, plan.terms.count))
        guard let best = candidates.first, let top = hits.first else { return }
        let other = candidates.first { $0.document != best.document }
        lead = min(5, best.score - (other?.score ?? best.score - 5))
        take(best, passageBM25: (hits.first { $0.document == best.document } ?? top).score / plan.mass)
    }

    init(common: AnswerEvidence, candidate: SentenceCandidate, passageBM25: Double) {
        unknown = common.unknown
        brevity = common.brevity
        lead = common.lead
        take(candidate, passageBM25: passageBM25)
    }

    private mutating func take(_ candidate: SentenceCandidate, passageBM25 strength: Double) {
        let f = candidate.features
        contextCoverage = f.contextCoverage
        passageCoverage = f.passageCoverage
        coverage = f.coverage
        softCoverage = f.softCoverage
        bigrams = f.bigrams
        proximity = f.proximity
        passageEntities = f.passageEntities
        heaviestMissing = min(5, f.heaviestMissing)
        typeHit = f.typeHit
        typeMiss = f.typeMiss
        passageBM25 = min(3, strength)
        titleCoverage = f.titleCoverage
        titleMatch = f.titleMatch
        softContext = f.softContext
        foundMass = f.foundMass
        sentenceBM25 = f.sentenceBM25
        order = f.order
        softPassage = f.softPassage
        nextCoverage = f.nextCoverage
        gradedCoverage = f.gradedCoverage
        closeness = f.closeness
        score = max(-5, min(25, candidate.score)) / 10
    }

    /// The numbers in the order of `names`, for fitting.
    package var values: [Double] {
        [
            contextCoverage, passageCoverage, coverage, softCoverage, bigrams, proximity, passageEntities, heaviestMissing, typeHit, typeMiss,
            passageBM25, titleCoverage, titleMatch, softContext, foundMass, unknown, brevity, sentenceBM25, order,
            softPassage, nextCoverage, gradedCoverage, closeness, score, lead,
        ]
    }

    /// The names of `values`.
    package static let names = [
        "contextCoverage", "passageCoverage", "coverage", "softCoverage", "bigrams", "proximity", "passageEntities", "heaviestMissing", "typeHit",
        "typeMiss", "passageBM25", "titleCoverage", "titleMatch", "softContext", "foundMass", "unknown", "brevity",
        "sentenceBM25", "order", "softPassage", "nextCoverage", "gradedCoverage", "closeness", "score", "lead",
    ]
}

/// How likely a clone answers a question: a logistic function of the evidence, and the probability from which it does answer.
package struct Answerability: Hashable, Sendable {
    /// The constant.
    package var bias: Double
    /// One weight for each of `AnswerEvidence.names`.
    package var weights: [Double]
    /// From here on the question is answered.
    package var threshold: Double

    /// A function of one's own.
    package init(bias: Double, weights: [Double], threshold: Double) {
        self.bias = bias
        self.weights = weights
        self.threshold = threshold
    }

    /// 0…1.
    package func probability(_ evidence: AnswerEvidence) -> Double {
        Logarithm.logistic(zip(weights, evidence.values).reduce(bias) { $0 + $1.0 * $1.1 })
    }

    /// Whether to answer.
    package func answers(_ evidence: AnswerEvidence) -> Bool { probability(evidence) >= threshold }
}
