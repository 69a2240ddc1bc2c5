import FeraSearch
import Foundation

/// `fera-bench ask --fit DIR`: fits the answerability on `statements.jsonl` and `questions.jsonl` of a folder (interview
/// statements of several accounts, one clone each) and prints weights and threshold. The threshold is the lowest with at most
/// one false answer in 25, judged for every account by weights fitted on the others.
func askFit(fixture folder: String) throws {
    let statements = try AskData.lines(AskData.Statement.self, folder + "/statements.jsonl")
    let questions = try AskData.lines(AskData.AccountQuestion.self, folder + "/questions.jsonl")
    var rows: [(account: String, question: String, values: [Double], answerable: Bool)] = []
    var right = 0
    for account in Set(statements.map(\.account)).sorted() {
        let passages = statements.filter { $0.account == account }
        let setting = try AskSetting(passages.map { AskData.Passage(id: $0.id, title: $0.topic, text: $0.text, kept: nil) })
        for question in questions where question.account == account {
            let found = try setting.ask(AskData.Question(question: question.question))
            rows.append((account, question.question, found.evidence.values, !question.gold.isEmpty))
            if let best = found.candidates.first, question.gold.contains(passages[best.document].id) { right += 1 }
        }
    }
    let positives = rows.count { $0.answerable }
    print("\(rows.count) questions, \(positives) answerable, best sentence in the right statement for \(right)")
    var held: [(question: String, probability: Double, answerable: Bool)] = []
    for account in Set(rows.map(\.account)) {
        let model = LogisticFit(rows.filter { $0.account != account }.map { ($0.values, $0.answerable) })
        held += rows.filter { $0.account == account }.map { ($0.question, model.probability($0.values), $0.answerable) }
    }
    let positive = held.filter(\.answerable).map(\.probability)
    let negative = held.filter { !$0.answerable }.map(\.probability)
    let allowed = negative.count / 25
    let threshold = negative.sorted(by: >)[allowed] + 0.001
    print(
        "held out: AUROC \(decimal(AskData.auroc(positive, negative), 3)), threshold \(decimal(threshold, 3)), "
            + "answered \(decimal(Double(positive.count { $0 >= threshold }) / Double(positive.count), 3))")
    for row in held where row.answerable != (row.probability >= threshold) {
        print("\(row.answerable ? "refused" : "answered"), wrongly: \(decimal(row.probability, 3)) \(row.question)")
    }
    let model = LogisticFit(rows.map { ($0.values, $0.answerable) })
    print("bias: \(decimal(model.bias, 2))")
    for (name, weight) in zip(AnswerEvidence.names, model.weights) { print("\(name): \(decimal(weight, 2))") }
}

/// Logistic regression by gradient descent, held near zero and to the side that a feature must have by its meaning: a hundred
/// questions are too few to learn that a missing name speaks for an answer.
struct LogisticFit {
    private(set) var bias = 0.0
    private(set) var weights: [Double]

    private static let signs: [String: Double] = ["heaviestMissing": -1, "typeMiss": -1, "unknown": -1, "brevity": -1]
    private static let shrink = 0.01

    init(_ rows: [(values: [Double], answerable: Bool)]) {
        let names = AnswerEvidence.names
        let count = Double(max(1, rows.count))
        weights = [Double](repeating: 0, count: names.count)
        let mean = names.indices.map { column in rows.reduce(0) { $0 + $1.values[column] } / count }
        let spread = names.indices.map { column in max(0.05, (rows.reduce(0) { $0 + pow($1.values[column] - mean[column], 2) } / count).squareRoot()) }
        var scaled = weights
        var level = 0.0
        for _ in 0..<4000 {
            var gradient = scaled.map { Self.shrink * $0 }
            var levelGradient = 0.0
            for row in rows {
                let x = names.indices.map { (row.values[$0] - mean[$0]) / spread[$0] }
                let z = zip(scaled, x).reduce(level) { $0 + $1.0 * $1.1 }
                let error = (1 / (1 + exp(-z)) - (row.answerable ? 1 : 0)) / count
                levelGradient += error
                for column in names.indices { gradient[column] += error * x[column] }
            }
            level -= 0.3 * levelGradient
            for column in names.indices {
                let sign = Self.signs[names[column]] ?? 1
                scaled[column] = sign * max(0, sign * (scaled[column] - 0.3 * gradient[column]))
            }
        }
        weights = names.indices.map { scaled[$0] / spread[$0] }
        bias = level - names.indices.reduce(0) { $0 + weights[$1] * mean[$1] }
    }

    func probability(_ values: [Double]) -> Double { 1 / (1 + exp(-zip(weights, values).reduce(bias) { $0 + $1.0 * $1.1 })) }
}
