import FeraAsk
import FeraDomain
import FeraSearch
import Foundation

/// `fera-bench ask --fit DIR`: fits the answerability on the two fixtures of a folder, `statements.jsonl` with `questions.jsonl` and
/// the same with `spoken-` before (interview statements of several accounts, one clone each), and prints weights and threshold. The
/// threshold is the lowest with at most one false answer in nine, judged for every account by weights fitted on the others; most of
/// the unanswerable questions are near misses. What the shipped judge and the whole way do is told for each account.
func askFit(fixture folder: String) throws {
    let first = try AskFixture(folder, prefix: "")
    let spoken = try AskFixture(folder, prefix: "spoken-")
    for fixture in [first, spoken] { try fixture.reportAnswers() }
    let (ours, theirs) = (try first.rows(), try spoken.rows())
    cross("fitted on the first, asked of the spoken", ours, theirs)
    cross("fitted on the spoken, asked of the first", theirs, ours)
    let rows = ours + theirs
    var held: [(row: AskFixture.Row, probability: Double)] = []
    for account in Set(rows.map(\.account)).sorted() {
        let model = LogisticFit(rows.filter { $0.account != account })
        held += rows.filter { $0.account == account }.map { ($0, model.probability($0.values)) }
    }
    let negative = held.filter { !$0.row.answerable }.map(\.probability)
    let threshold = lowest(negative)
    tell("each account by the others", held.filter(\.row.answerable).map(\.probability), negative, threshold)
    for entry in held where entry.row.answerable != (entry.probability >= threshold) {
        print("\(entry.row.answerable ? "refused" : "answered"), wrongly: \(decimal(entry.probability, 3)) \(entry.row.question)")
    }
    let model = LogisticFit(rows)
    print("bias: \(decimal(model.bias, 2))")
    for (name, weight) in zip(AnswerEvidence.names, model.weights) { print("\(name): \(decimal(weight, 2))") }
}

/// The lowest threshold with at most one in nine above it.
private func lowest(_ negative: [Double]) -> Double { negative.sorted(by: >)[negative.count / 9] + 0.001 }

private func cross(_ name: String, _ known: [AskFixture.Row], _ unknown: [AskFixture.Row]) {
    let model = LogisticFit(known)
    func probabilities(_ rows: [AskFixture.Row], _ answerable: Bool) -> [Double] {
        rows.filter { $0.answerable == answerable }.map { model.probability($0.values) }
    }
    tell(name, probabilities(unknown, true), probabilities(unknown, false), lowest(probabilities(known, false)))
}

private func tell(_ name: String, _ positive: [Double], _ negative: [Double], _ threshold: Double) {
    func share(_ values: [Double]) -> String { decimal(Double(values.count { $0 >= threshold }) / Double(max(1, values.count)), 3) }
    print(
        "\(name): AUROC \(decimal(AskData.auroc(positive, negative), 3)), threshold \(decimal(threshold, 3)), answered \(share(positive)), "
            + "false answers \(share(negative))")
}

/// Interview statements of some accounts, with questions that they answer and questions that they do not.
struct AskFixture {
    struct Row {
        var account: String
        var question: String
        var values: [Double]
        var answerable: Bool
        /// How much it counts among all.
        var weight = 1.0
    }

    private let statements: [AskData.Statement]
    private let questions: [AskData.AccountQuestion]

    init(_ folder: String, prefix: String) throws {
        statements = try AskData.lines(AskData.Statement.self, "\(folder)/\(prefix)statements.jsonl")
        questions = try AskData.lines(AskData.AccountQuestion.self, "\(folder)/\(prefix)questions.jsonl")
    }

    private func each(_ body: (String, [AskData.Statement], AskSetting) throws -> Void) throws {
        for account in Set(statements.map(\.account)).sorted() {
            let passages = statements.filter { $0.account == account }
            try body(account, passages, try AskSetting(passages.map { AskData.Passage(id: $0.id, title: $0.topic, text: $0.text, kept: nil) }))
        }
    }

    func rows(_ weights: RankerWeights = .shipped) throws -> [Row] {
        var out: [Row] = []
        try each { account, _, setting in
            for question in questions where question.account == account {
                let evidence = try setting.evidence(AskData.Question(question: question.question), weights)
                out.append(Row(account: account, question: question.question, values: evidence.values, answerable: !question.gold.isEmpty))
            }
        }
        return out
    }

    /// All that a ranker could choose from for each question that a statement answers; any sentence of that statement is right.
    func cases() throws -> [RankerFit.Case] {
        var out: [RankerFit.Case] = []
        try each { account, passages, setting in
            for question in questions where question.account == account && !question.gold.isEmpty {
                var known = try setting.rankerCase(AskData.Question(question: question.question, gold: question.gold))
                known.group = account
                known.gold = known.documents.map(known.goldDocuments.contains)
                out.append(known)
            }
        }
        return out
    }

    /// The whole way as shipped: how many are answered, how many begin with the right statement, how many falsely.
    func reportAnswers() throws {
        let day = Day(number: 20_000)
        try each { account, statements, setting in
            let passages = statements.map { AskPassage(id: .init($0.id), text: $0.text, topic: $0.topic, saidOn: day) }
            let corpus = AskCorpus(index: setting.index, passages: passages)
            var (answered, right, answerable, untrue, unanswerable) = (0, 0, 0, 0, 0)
            for question in questions where question.account == account {
                if question.gold.isEmpty { unanswerable += 1 } else { answerable += 1 }
                guard case .answer(let found) = try Asker().answer(question.question, corpus: corpus, today: day) else { continue }
                if question.gold.isEmpty { untrue += 1 } else { answered += 1 }
                if let citation = found.first?.citations.first, question.gold.contains(citation.passage.rawValue) { right += 1 }
            }
            print(
                "\(account): answered \(answered) of \(answerable), \(right) led by the right statement; false answers \(untrue) of \(unanswerable)")
        }
    }
}

/// Logistic regression by gradient descent, held near zero, and some features to the side that they must have by their meaning: no
/// number of questions is to teach that a missing name speaks for an answer.
struct LogisticFit {
    private(set) var bias = 0.0
    private(set) var weights: [Double]

    private static let signs: [String: Double] = [
        "heaviestMissing": -1, "typeMiss": -1, "unknown": -1, "passageEntities": 1, "foundMass": 1, "score": 1, "lead": 1,
    ]
    private static let shrink = 0.003
    private static let steps = 600

    init(_ rows: [AskFixture.Row]) {
        let columns = AnswerEvidence.names.count
        let whole = rows.reduce(0) { $0 + $1.weight }
        let signs = AnswerEvidence.names.map { Self.signs[$0] ?? 0 }
        weights = [Double](repeating: 0, count: columns)
        let mean = (0..<columns).map { column in rows.reduce(0) { $0 + $1.weight * $1.values[column] } / whole }
        let spread = (0..<columns).map { column in
            max(0.05, (rows.reduce(0) { $0 + $1.weight * pow($1.values[column] - mean[column], 2) } / whole).squareRoot())
        }
        let table = rows.flatMap { row in (0..<columns).map { (row.values[$0] - mean[$0]) / spread[$0] } }
        let (shares, labels) = (rows.map { $0.weight / whole }, rows.map { $0.answerable ? 1.0 : 0.0 })
        // Nesterov's momentum: the features are alike, and a plain descent would crawl along them. The last weight is the constant.
        var scaled = [Double](repeating: 0, count: columns + 1)
        var before = scaled
        for step in 0..<Self.steps {
            let ahead = scaled.indices.map { scaled[$0] + Double(step) / Double(step + 3) * (scaled[$0] - before[$0]) }
            before = scaled
            var gradient = ahead.map { 2 * Self.shrink * $0 }
            gradient[columns] = 0
            table.withUnsafeBufferPointer { x in
                for row in labels.indices {
                    var z = ahead[columns]
                    for column in 0..<columns { z += ahead[column] * x[row * columns + column] }
                    let error = (1 / (1 + exp(-z)) - labels[row]) * shares[row]
                    gradient[columns] += error
                    for column in 0..<columns { gradient[column] += error * x[row * columns + column] }
                }
            }
            for column in scaled.indices {
                scaled[column] = ahead[column] - 0.15 * gradient[column]
                if column < columns, signs[column] * scaled[column] < 0 { scaled[column] = 0 }
            }
        }
        weights = (0..<columns).map { scaled[$0] / spread[$0] }
        bias = scaled[columns] - (0..<columns).reduce(0) { $0 + weights[$1] * mean[$1] }
    }

    func probability(_ values: [Double]) -> Double { 1 / (1 + exp(-zip(weights, values).reduce(bias) { $0 + $1.0 * $1.1 })) }
}
