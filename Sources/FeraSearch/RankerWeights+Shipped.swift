extension RankerWeights {
    /// Made by `fera-bench ask --fit`: a choice among the sentences of a question's passages (softmax), fitted on questions whose answers are known.
    package static let shipped = RankerWeights([
        -2.69, 2.01, -2.28, -0.33, 2.73, 0.71, 0.52, -0.81, 2.53, -0.13, -2.23, 0.49, -0.45, 3.24, 0.22, -0.16, 0.48, 4.62, 3.42, 2.14, 2.45, 6.95, 0.50,
        1.99, -0.57,
    ])
}
