import FeraSearch
import Foundation

/// The sentences of the questions whose answer stands in one of the passages found, and the weights fitted on them: a choice among a
/// question's sentences (softmax), by gradient descent from zero, held near zero. The same questions give the same weights.
struct RankerFit {
    /// One question: the features of its sentences, and which of them answer.
    struct Case {
        var group: String
        var rows: [[Double]]
        var gold: [Bool]
        /// The passage of each row.
        var documents: [Int]
        var goldDocuments: Set<Int>
    }

    private(set) var weights: [Double]

    private static let shrink = 0.001
    private static let steps = 400
    private static let rate = 0.05

    /// - Parameter cases: those without a right sentence teach nothing and are left out.
    init(_ cases: [Case]) {
        let useful = cases.filter { $0.gold.contains(true) }
        let columns = SentenceFeatures.names.count
        weights = [Double](repeating: 0, count: columns)
        let count = Double(max(1, useful.reduce(0) { $0 + $1.rows.count }))
        var (sum, squares) = (weights, weights)
        for row in useful.lazy.flatMap(\.rows) {
            for column in 0..<columns {
                sum[column] += row[column]
                squares[column] += row[column] * row[column]
            }
        }
        let spread = (0..<columns).map { max(1e-3, (squares[$0] / count - sum[$0] * sum[$0] / count / count).squareRoot()) }
        // One flat table of scaled values: the descent reads it many times.
        let table = useful.flatMap { $0.rows.flatMap { row in (0..<columns).map { row[$0] / spread[$0] } } }
        let gold = useful.flatMap(\.gold)
        var starts = [0]
        for known in useful { starts.append(starts[starts.count - 1] + known.rows.count) }
        var scaled = weights
        var (mean, square) = (weights, weights)
        for step in 1...Self.steps {
            var gradient = scaled.map { 2 * Self.shrink * $0 }
            table.withUnsafeBufferPointer { x in
                for place in useful.indices { Self.add(x, gold, starts[place]..<starts[place + 1], scaled, 1 / Double(useful.count), to: &gradient) }
            }
            // Adam (Kingma, Ba 2015), with a rate that falls to nothing.
            let rate = Self.rate * (1 - Double(step) / Double(Self.steps + 1))
            for column in 0..<columns {
                mean[column] = 0.9 * mean[column] + 0.1 * gradient[column]
                square[column] = 0.99 * square[column] + 0.01 * gradient[column] * gradient[column]
                let (m, v) = (mean[column] / (1 - pow(0.9, Double(step))), square[column] / (1 - pow(0.99, Double(step))))
                scaled[column] -= rate * m / (v.squareRoot() + 1e-8)
            }
        }
        weights = (0..<columns).map { scaled[$0] / spread[$0] }
    }

    /// Adds the gradient of −ln(share of the right sentences) of one question.
    private static func add(
        _ x: UnsafeBufferPointer<Double>, _ gold: [Bool], _ rows: Range<Int>, _ weights: [Double], _ share: Double, to gradient: inout [Double]
    ) {
        let columns = weights.count
        var scores = rows.map { row in (0..<columns).reduce(0.0) { $0 + x[row * columns + $1] * weights[$1] } }
        let top = scores.max() ?? 0
        for place in scores.indices { scores[place] = exp(scores[place] - top) }
        let whole = scores.reduce(0, +)
        let right = max(1e-300, zip(scores, rows).reduce(0) { $0 + (gold[$1.1] ? $1.0 : 0) })
        for (place, row) in rows.enumerated() {
            let slope = share * (scores[place] / whole - (gold[row] ? scores[place] / right : 0))
            for column in 0..<columns { gradient[column] += slope * x[row * columns + column] }
        }
    }

    /// Shares of right first sentences, of a right one among three, of a right passage among five, and the mean reciprocal rank.
    static func report(_ name: String, _ cases: [(Case, [Double])]) {
        var (one, three, five, reciprocal) = (0.0, 0.0, 0.0, 0.0)
        for (known, weights) in cases {
            let scores = known.rows.map { row in zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 } }
            let order = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
            if let first = order.first, known.gold[first] { one += 1 }
            if order.prefix(3).contains(where: { known.gold[$0] }) { three += 1 }
            var seen: [Int] = []
            for row in order where !seen.contains(known.documents[row]) { seen.append(known.documents[row]) }
            guard let rank = seen.firstIndex(where: known.goldDocuments.contains) else { continue }
            if rank < 5 { five += 1 }
            reciprocal += 1 / Double(rank + 1)
        }
        let count = Double(max(1, cases.count))
        let shares = [("R@5", five), ("MRR", reciprocal), ("hit@1", one), ("hit@3", three)].map { "\($0.0) \(decimal($0.1 / count, 3))" }
        print("\(name), \(cases.count) questions: \(shares.joined(separator: " "))")
    }
}
