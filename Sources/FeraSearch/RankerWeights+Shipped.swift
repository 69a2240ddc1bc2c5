extension RankerWeights {
    /// Made by `fera-bench ask --fit`: a choice among the sentences of a question's passages (softmax), fitted on encyclopaedia questions
    /// and on interview statements together.
    package static let shipped = RankerWeights([
        -0.66, 2.20, -0.04, -0.60, 2.62, 0.93, 0.52, -0.80, 2.50, 0.08, 0.42, 0.58, -0.52, 2.37, 0.30, -0.23, 0.48, 5.29, 3.11, 1.38, 2.24, 2.72, 0.45,
        1.85, -0.52,
    ])
}
