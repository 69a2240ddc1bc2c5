import FeraAsk
import FeraSearch
import Foundation

/// `fera-bench ask --fit FIXTURES --data DIR`: fits ranker and answerability and prints both as they stand in the program, with what they
/// reach on articles (and accounts) that they were not fitted on: every article is judged by weights of the others, ranker and judge alike.
struct AskTraining {
    private let passages: [AskData.Passage]
    private let answerable: [AskData.Question]
    private let foreign: [AskData.Question]
    private let whole: AskSetting
    private let kept: AskSetting
    private let fixtures: [AskFixture]

    init(data: String, fixtures folder: String) throws {
        passages = try AskData.lines(AskData.Passage.self, data + "/squad2_passages.jsonl")
        answerable = try AskData.lines(AskData.Question.self, data + "/squad2_questions.jsonl").filter { $0.answerable == true }
        foreign = try AskData.lines(AskData.Question.self, data + "/squad2_foreign_questions.jsonl")
        whole = try AskSetting(passages)
        kept = try AskSetting(passages.filter { $0.kept == true })
        fixtures = [try AskFixture(folder, prefix: ""), try AskFixture(folder, prefix: "spoken-")]
    }

    func run() throws {
        let text = try answerable.map(whole.rankerCase)
        let spoken = try fixtures.flatMap { try $0.cases() }
        let cases = text + spoken
        let articles = Set(text.map(\.group)).sorted()
        var weights: [String: [Double]] = [:]
        for group in Set(cases.map(\.group)).sorted() { weights[group] = RankerFit(cases.filter { $0.group != group }).weights }
        let all = RankerFit(cases).weights
        for (name, some) in [("text", text), ("interviews", spoken)] {
            RankerFit.report("ranker on \(name), each article and account by the others", some.map { ($0, weights[$0.group] ?? []) })
            RankerFit.report("ranker on \(name), fitted on all", some.map { ($0, all) })
        }
        print("ranker weights: [" + all.map { decimal($0, 2) }.joined(separator: ", ") + "]")

        var held = (told: [Double](), untold: [Double](), ours: [Double](), foreign: [Double]())
        for (number, article) in articles.enumerated() {
            let model = LogisticFit(try rows(weights[article] ?? [], leaving: article, number, of: articles.count) + interviews(weights[article] ?? []))
            for row in try rows(weights[article] ?? [], only: article, number, of: articles.count) {
                let probability = model.probability(row.values)
                switch row.account {
                case "kept": if row.answerable { held.told.append(probability) } else { held.untold.append(probability) }
                default: if row.answerable { held.ours.append(probability) } else { held.foreign.append(probability) }
                }
            }
        }
        tellHeld("S2, each article by the others", held.ours, held.foreign)
        tellHeld("S3, each article by the others", held.told, held.untold)
        try judge(all)
    }

    /// Fits on everything; the threshold comes from interviews, each account judged by what was fitted without it.
    private func judge(_ all: [Double]) throws {
        let text = try rows(all, leaving: "", -1, of: 1)
        let spoken = try interviews(all)
        var out: [(row: AskFixture.Row, probability: Double)] = []
        for account in Set(spoken.map(\.account)).sorted() {
            let model = LogisticFit(text + spoken.filter { $0.account != account })
            out += spoken.filter { $0.account == account }.map { ($0, model.probability($0.values)) }
        }
        let negative = out.filter { !$0.row.answerable }.map(\.probability).sorted(by: >)
        let positive = out.filter(\.row.answerable).map(\.probability)
        tellHeld("interviews, each account by the others", positive, negative)
        for share in [9, 14, 20, 30] {
            let threshold = negative[negative.count / share] + 0.001
            print(
                "threshold \(decimal(threshold, 3)): false answers one in \(share), answered \(decimal(Double(positive.count { $0 >= threshold }) / Double(positive.count), 3))"
            )
        }
        let model = LogisticFit(text + spoken)
        print("bias: \(decimal(model.bias, 2)), weights: [" + model.weights.map { decimal($0, 2) }.joined(separator: ", ") + "]")
        for (name, weight) in zip(AnswerEvidence.names, model.weights) { print("  \(name) \(decimal(weight, 2))") }
    }

    private func tellHeld(_ name: String, _ positive: [Double], _ negative: [Double]) {
        print(
            "\(name): AUROC \(decimal(AskData.auroc(positive, negative), 3)), answered at 5 % \(decimal(AskData.answeredAtFivePercent(positive, negative), 3))")
    }

    /// S2 and S3 of the articles wanted, each setting of the same weight; the foreign questions fall to the articles by their place.
    private func rows(_ ranker: [Double], leaving: String? = nil, only: String? = nil, _ number: Int, of count: Int) throws -> [AskFixture.Row] {
        func wanted(_ question: AskData.Question) -> Bool {
            let article = whole.title(question)
            return only.map { $0 == article } ?? (leaving != article)
        }
        let ours = answerable.filter(wanted)
        let others = foreign.enumerated().filter { only == nil ? $0.offset % count != number : $0.offset % count == number }.map(\.element)
        var out: [AskFixture.Row] = []
        func add(_ questions: [AskData.Question], _ setting: AskSetting, _ name: String, weight: Double, _ holds: (AskData.Question) -> Bool) throws {
            for question in questions {
                let values = try setting.evidence(question, RankerWeights(ranker)).values
                out.append(AskFixture.Row(account: name, question: question.question, values: values, answerable: holds(question), weight: weight))
            }
        }
        try add(ours, whole, "whole", weight: 0.5 / Double(max(1, ours.count))) { _ in true }
        try add(others, whole, "whole", weight: 0.5 / Double(max(1, others.count))) { _ in false }
        try add(ours, kept, "kept", weight: 1 / Double(max(1, ours.count))) { kept.holds($0) }
        return out
    }

    private func interviews(_ ranker: [Double]) throws -> [AskFixture.Row] {
        let rows = try fixtures.flatMap { try $0.rows(RankerWeights(ranker)) }
        return rows.map { row in
            var row = row
            row.weight = 1 / Double(rows.count)
            return row
        }
    }
}
