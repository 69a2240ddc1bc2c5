/// What is measured of one sentence against one question. Shares are of the question's mass of inverse frequencies, so that
/// clones of different sizes compare.
package struct SentenceFeatures: Hashable, Sendable {
    /// Share of the question's mass in the sentence.
    package var coverage = 0.0
    /// … in the sentence, the one before it, or the title.
    package var contextCoverage = 0.0
    /// … in the whole passage or its title.
    package var passageCoverage = 0.0
    /// BM25 of the sentence over the mass.
    package var sentenceBM25 = 0.0
    /// Share of the question's neighbouring pairs of words that are neighbours here.
    package var bigrams = 0.0
    /// How close together the found words stand, times the share found.
    package var proximity = 0.0
    /// Longest common subsequence of content words over the question's.
    package var order = 0.0
    /// Share of the question's names and numbers in the sentence or title; 1 when it has none.
    package var sentenceEntities = 0.0
    /// … in the passage or title.
    package var passageEntities = 0.0
    /// The heaviest question word that the passage lacks, in mean weights.
    package var heaviestMissing = 0.0
    /// Coverage where five equal first letters count too.
    package var softCoverage = 0.0
    /// 1 when the sentence holds a thing of the kind asked for that the question did not name.
    package var typeHit = 0.0
    /// 1 when a kind is asked for and the sentence holds none.
    package var typeMiss = 0.0
    /// The passage's BM25 over the best passage's.
    package var passageShare = 0.0
    /// 1 / (1 + rank of the passage).
    package var passageRank = 0.0
    /// ln(1 + words).
    package var length = 0.0
    /// 1 for the first sentence of its passage.
    package var isFirst = 0.0
    /// Share of the question's mass in the title.
    package var titleCoverage = 0.0
    /// `contextCoverage` where five equal first letters count too.
    package var softContext = 0.0
    /// How far question and title are the same words: the question's share in the title times the title's in the question.
    package var titleMatch = 0.0
    /// The mass found in the passage or title, in masses of one unknown word, at most 3.
    package var foundMass = 0.0

    /// Nothing measured.
    package init() {}
}

/// Weights of the sentence features: data, not code.
package struct RankerWeights: Hashable, Sendable {
    /// A weight for each feature.
    package var features: SentenceFeatures

    /// A logistic regression on sentences of questions whose answers are known.
    package static let shipped: RankerWeights = {
        var w = SentenceFeatures()
        w.coverage = 1.04
        w.contextCoverage = 2.55
        w.passageCoverage = 1.00
        w.sentenceBM25 = 0.79
        w.bigrams = 1.18
        w.proximity = 1.22
        w.order = 0.22
        w.sentenceEntities = -0.52
        w.passageEntities = 1.60
        w.heaviestMissing = -0.71
        w.softCoverage = 3.42
        w.typeHit = 0.61
        w.typeMiss = -0.61
        w.passageShare = 4.04
        w.passageRank = 0.82
        w.length = -0.02
        w.isFirst = 0.40
        w.titleCoverage = 0.77
        return RankerWeights(features: w)
    }()

    /// Weights of one's own.
    package init(features: SentenceFeatures) { self.features = features }

    /// The weighted sum; only its order means anything.
    func score(_ f: SentenceFeatures) -> Double {
        let w = features
        let words =
            w.coverage * f.coverage + w.contextCoverage * f.contextCoverage + w.passageCoverage * f.passageCoverage
            + w.sentenceBM25 * f.sentenceBM25 + w.bigrams * f.bigrams + w.proximity * f.proximity + w.order * f.order
        let names =
            w.sentenceEntities * f.sentenceEntities + w.passageEntities * f.passageEntities + w.heaviestMissing * f.heaviestMissing
            + w.softCoverage * f.softCoverage + w.typeHit * f.typeHit + w.typeMiss * f.typeMiss
        let place =
            w.passageShare * f.passageShare + w.passageRank * f.passageRank + w.length * f.length + w.isFirst * f.isFirst
            + w.titleCoverage * f.titleCoverage
        return words + names + place
    }
}
