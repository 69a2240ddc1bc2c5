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

    /// `passageCoverage` where five equal first letters count too.
    package var softPassage = 0.0
    /// Share of the question's mass in the sentence or the one after it.
    package var nextCoverage = 0.0
    /// Coverage where a word of the same beginning counts by the share of letters it has in common, a synonym by `WordKin.likeness`.
    package var gradedCoverage = 0.0
    /// The first word after “what”, “which” or “whose”: 1 when the sentence holds it, ½ when it holds a similar one.
    package var focus = 0.0
    /// The mass found, each word less the farther it stands from a thing of the kind asked for; 0 where there is none.
    package var closeness = 0.0
    /// Where no kind is asked for: ln(1 + numbers and dates that the question did not bring).
    package var foreignNumbers = 0.0

    /// Nothing measured.
    package init() {}
}
