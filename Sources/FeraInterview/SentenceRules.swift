import FeraDomain

/// How a sentence is filed and how sure that is. One set of rules for the record and for answers.
struct SentenceRules: Sendable {
    let catalogue: Catalogue
    let confidence: InterviewSettings.Confidence

    /// Fields (by place in the catalogue) that a sentence belongs to, each with its score, best first.
    /// - Parameters:
    ///   - cues: what the cues of the sentence are worth to each field.
    ///   - priors: how surely an answer to the open question belongs to each field.
    ///   - least: the lowest score that counts.
    func fields(cues: [Int: Double], priors: [Int: Double] = [:], least: Double) -> [(field: Int, score: Double)] {
        var scores = cues
        for (field, prior) in priors { scores[field, default: 0] += prior }
        guard let best = scores.values.max() else { return [] }
        return scores.filter { field, score in
            // What was asked for stays in sight even where a stray word points elsewhere.
            let isAsked = (priors[field] ?? 0) >= confidence.asked
            return score >= least && score >= (isAsked ? confidence.shareOfAsked : confidence.shareOfBest) * best
        }
        .map { (field: $0.key, score: $0.value) }
        .sorted { ($0.score, -$0.field) > ($1.score, -$1.field) }
    }

    /// How sure it is that the sentence answers the field (0…1), and which aspects a full answer would have besides.
    func rate(_ field: Field, aspects: Set<Aspect>, hedges: Int, words: Int) -> (confidence: Double, missing: [Aspect]) {
        let missing = field.aspects.filter { !aspects.contains($0) }
        let share = Double(field.aspects.count - missing.count) / Double(field.aspects.count)
        var value = confidence.base + confidence.aspects * share - confidence.hedge * Double(min(2, hedges))
        if words < 5 { value -= confidence.short }
        return (max(confidence.floor, min(confidence.ceiling, value)), missing)
    }
}

/// A share as the log keeps it.
func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }

func permille(_ share: Double) -> Int { Int((share * 1000).rounded()) }
