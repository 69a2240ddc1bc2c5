extension SentenceFeatures {
    /// The numbers that a ranker weighs, in the order of `names`.
    package var values: [Double] {
        [
            coverage, contextCoverage, passageCoverage, sentenceBM25, bigrams, proximity, order, sentenceEntities, passageEntities, heaviestMissing,
            softCoverage, typeHit, typeMiss, passageShare, passageRank, length, isFirst, titleCoverage, softContext, softPassage, nextCoverage,
            gradedCoverage, focus, closeness, foreignNumbers,
        ]
    }

    /// The names of `values`.
    package static let names = [
        "coverage", "contextCoverage", "passageCoverage", "sentenceBM25", "bigrams", "proximity", "order", "sentenceEntities", "passageEntities",
        "heaviestMissing", "softCoverage", "typeHit", "typeMiss", "passageShare", "passageRank", "length", "isFirst", "titleCoverage", "softContext",
        "softPassage", "nextCoverage", "gradedCoverage", "focus", "closeness", "foreignNumbers",
    ]
}
