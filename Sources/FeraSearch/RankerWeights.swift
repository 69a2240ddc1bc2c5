/// Weights of the sentence features: data, not code.
package struct RankerWeights: Hashable, Sendable {
    /// One weight for each of `SentenceFeatures.names`.
    package let values: [Double]

    /// - Parameter values: one for each of `SentenceFeatures.names`; what is missing is 0.
    package init(_ values: [Double]) {
        self.values = values + [Double](repeating: 0, count: max(0, SentenceFeatures.names.count - values.count))
    }

    /// The weighted sum; only its order means anything.
    func score(_ f: SentenceFeatures) -> Double {
        values.withUnsafeBufferPointer { w in
            let words = w[0] * f.coverage + w[1] * f.contextCoverage + w[2] * f.passageCoverage + w[3] * f.sentenceBM25 + w[4] * f.bigrams
            let shape = w[5] * f.proximity + w[6] * f.order + w[7] * f.sentenceEntities + w[8] * f.passageEntities + w[9] * f.heaviestMissing
            let kind = w[10] * f.softCoverage + w[11] * f.typeHit + w[12] * f.typeMiss + w[13] * f.passageShare + w[14] * f.passageRank
            let place = w[15] * f.length + w[16] * f.isFirst + w[17] * f.titleCoverage + w[18] * f.softContext + w[19] * f.softPassage
            let near = w[20] * f.nextCoverage + w[21] * f.gradedCoverage + w[22] * f.focus + w[23] * f.closeness + w[24] * f.foreignNumbers
            return words + shape + kind + place + near
        }
    }
}
