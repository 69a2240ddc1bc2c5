import FeraDomain
import FeraInterview
import Foundation

/// `fera-bench interview`: policies side by side on the same simulated accounts and owners, and how fast a question is chosen.
/// Options: `--accounts N --seed S --questions N --profile normal|curt|chatty|forgetful --config DIR`, `--print N` for the first
/// questions of one interview to read through, `--answers` with them, `--faults` for every question that was asked twice or refused and
/// every contradiction that is none, `--speed` for the speed alone.
func interviewBench(_ arguments: [String]) throws {
    var options = ["--accounts": "40", "--seed": "1", "--questions": "30", "--profile": "normal", "--config": "config"]
    var flags: Set<String> = []
    var rest = arguments[...]
    while let name = rest.popFirst() {
        if options[name] != nil || name == "--print" {
            guard let value = rest.popFirst() else { throw BenchUsage("\(name) needs a value") }
            options[name] = value
        } else if ["--answers", "--speed", "--lines", "--faults"].contains(name) {
            flags.insert(name)
        } else {
            throw BenchUsage("there is no option \(name)")
        }
    }
    func number(_ name: String) throws -> Int {
        guard let value = options[name].flatMap({ Int($0) }), value > 0 else { throw BenchUsage("\(name) needs a whole number above 0") }
        return value
    }
    guard let profile = SimOwner.Profile(rawValue: options["--profile"] ?? "") else {
        throw BenchUsage("--profile is one of \(SimOwner.Profile.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let interviewer = try shippedInterviewer(options["--config"] ?? "config")
    let weights = Dictionary(uniqueKeysWithValues: interviewer.catalogue.fields.map { ($0.id.rawValue, $0.weight) })
    if options["--print"] != nil {
        return printQuestions(
            interviewer, count: try number("--print"), seed: UInt64(try number("--seed")), profile, weights, answers: flags.contains("--answers"))
    }
    if flags.contains("--lines") { return try printMisfiled(interviewer, accounts: try number("--accounts"), seed: try number("--seed"), profile, weights) }
    if flags.contains("--faults") {
        return printFaults(interviewer, accounts: try number("--accounts"), seed: try number("--seed"), profile, try number("--questions"), weights)
    }
    if !flags.contains("--speed") {
        try compare(interviewer, accounts: try number("--accounts"), seed: try number("--seed"), profile, try number("--questions"), weights)
    }
    try interviewSpeed(interviewer, weights)
}

struct BenchUsage: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

func shippedInterviewer(_ folder: String) throws -> Interviewer {
    func file(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: folder).appending(path: name)) }
    let catalogue = try Catalogue(fields: file("fields.json5"), questions: file("questions.json5"))
    return Interviewer(
        catalogue: catalogue, phrases: try Phrases.decode(file("phrases.json5")),
        settings: try InterviewSettings.decode(file("interview.json5"), catalogue: catalogue), lexicon: try Lexicon.decode(file("lexicon.json5")))
}

private func compare(
    _ interviewer: Interviewer, accounts: Int, seed: Int, _ profile: SimOwner.Profile, _ questions: Int, _ weights: [String: Int]
) throws {
    print("\(accounts) accounts from seed \(seed), \(questions) questions, owner \(profile.rawValue); means ± 95 % of the mean")
    print(
        "| policy | AUC | @10 | @20 | @30 | asked though known | twice | stuffed | contradictions found / false / resolved | filed right | completeness off by |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for policy in SimPolicy.allCases {
        let results = (0..<accounts).map {
            policy.play(interviewer, seed: UInt64(seed + $0), profile: profile, questions: questions, weights: weights)
        }
        func mean(_ value: (SimPolicy.Result) -> Double) -> Double { results.map(value).reduce(0, +) / Double(results.count) }
        func shown(_ value: (SimPolicy.Result) -> Double) -> String { decimal(mean(value), 2) }
        func share(_ value: (SimPolicy.Result) -> Double?) -> String {
            let values = results.compactMap(value)
            return values.isEmpty ? "–" : decimal(values.reduce(0, +) / Double(values.count), 3)
        }
        let all = mean(\.contradictions)
        let auc = mean(\.auc)
        let spread = (results.map { pow($0.auc - auc, 2) }.reduce(0, +) / Double(max(1, results.count - 1))).squareRoot()
        print(
            "| \(policy.rawValue) | \(decimal(auc, 3)) ± \(decimal(1.96 * spread / Double(results.count).squareRoot(), 3)) | \(decimal(mean(\.at10), 3)) "
                + "| \(decimal(mean(\.at20), 3)) | \(decimal(mean(\.at30), 3)) | \(shown(\.known)) | \(shown(\.twice)) | \(shown(\.stuffed)) "
                + "| \(decimal(mean(\.found) / max(0.01, all), 2)) / \(shown(\.untrue)) / \(decimal(mean(\.resolved) / max(0.01, all), 2)) "
                + "| \(share(\.filed)) | \(share(\.completenessError)) |")
        if policy == .adaptive { fitCompleteness(results.flatMap(\.points)) }
    }
}

/// The straight line through what completeness said before calibration and what was true, by least squares.
private func fitCompleteness(_ points: [(raw: Double, truth: Double)]) {
    let count = Double(max(1, points.count))
    let (x, y) = (points.reduce(0) { $0 + $1.raw } / count, points.reduce(0) { $0 + $1.truth } / count)
    let spread = points.reduce(0) { $0 + ($1.raw - x) * ($1.raw - x) }
    let slope = spread > 0 ? points.reduce(0) { $0 + ($1.raw - x) * ($1.truth - y) } / spread : 1
    let off = points.reduce(0) { $0 + abs(y - slope * x + slope * $1.raw - $1.truth) } / count
    print("\ncompleteness at \(points.count) points: truth = \(decimal(y - slope * x, 3)) + \(decimal(slope, 3)) · raw, then off by \(decimal(off, 3))")
}
