import FeraDomain
import FeraIngest
import FeraInterview
import Foundation

/// One small record of the fixtures, and what contradicts itself in it. The format is told in `Tests/Fixtures/contradictions/README.md`.
struct ContradictionCase: Sendable {
    struct Expected: Sendable {
        var rule: Contradiction.Rule
        /// Words that the one passage holds.
        var a: String
        /// Words that the other holds; empty where the point is that nothing stands there.
        var b: String
    }

    var id: String
    var account: String
    var documents: [(name: String, text: String)] = []
    var expected: [Expected] = []

    /// The cases of a file's text.
    /// - Throws: `ContradictionCaseError` with the line that cannot be read.
    static func read(_ text: String, name: String) throws -> [ContradictionCase] {
        var cases: [ContradictionCase] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            func failure(_ why: String) -> ContradictionCaseError { ContradictionCaseError(message: "\(name):\(number + 1): \(why)") }
            if line.isEmpty || line.hasPrefix("# ") { continue }
            if line.hasPrefix("== ") {
                let parts = line.dropFirst(3).split(separator: " ", maxSplits: 1)
                guard parts.count == 2 else { throw failure("a case is '== id Account Name'") }
                cases.append(ContradictionCase(id: String(parts[0]), account: String(parts[1])))
                continue
            }
            guard !cases.isEmpty else { throw failure("a document stands before the first case") }
            let last = cases.count - 1
            if line.hasPrefix("-> ") {
                let parts = line.dropFirst(3).split(separator: ": ", maxSplits: 1)
                guard parts.count == 2, let rule = Contradiction.Rule(rawValue: String(parts[0])) else { throw failure("no rule is called so") }
                let sides = String(parts[1]).components(separatedBy: " <> ")
                cases[last].expected.append(Expected(rule: rule, a: sides[0], b: sides.count > 1 ? sides[1] : ""))
                continue
            }
            guard let colon = line.range(of: ": ") else { throw failure("a document is 'name: text'") }
            var head = String(line[..<colon.lowerBound])
            var body = String(line[colon.upperBound...]).replacing(" // // ", with: "\n\n").replacing(" // ", with: "\n")
            if let open = head.firstIndex(of: "<") {
                let sender = head[head.index(after: open)...].dropLast().split(separator: " ", maxSplits: 1)
                guard sender.count == 2 else { throw failure("a mail is 'name <day Sender>: text'") }
                head = String(head[..<open]).trimmingCharacters(in: .whitespaces)
                body = "From: \(sender[1])\nTo: Somebody Else\nDate: \(sender[0])\n\n\(body)"
            }
            if let known = cases[last].documents.firstIndex(where: { $0.name == head }) {
                cases[last].documents[known].text += "\n\n" + body
            } else {
                cases[last].documents.append((head, body))
            }
        }
        return cases
    }

    /// What the rules find, with the words of both passages.
    func found(_ interviewer: Interviewer, asOf: Day) throws -> [(rule: Contradiction.Rule, a: String, b: String)] {
        var excerpts: [Excerpt] = []
        for (number, document) in documents.enumerated() {
            excerpts += try Ingest.read(name: document.name, mediaType: "", bytes: Array(document.text.utf8), source: Source.ID("so_\(number)")).excerpts
        }
        let reading = RecordReader(interviewer).read(
            excerpts, context: .init(interview: Conversation.ID("iv_1"), accountName: account, ourPeople: ["Ruth Adler", "Tom Brandt"], asOf: asOf))
        func words(_ span: WordSpan?) -> String {
            guard let span, let text = excerpts.first(where: { $0.id == span.excerpt })?.text.utf8 else { return "" }
            return String(decoding: Array(text)[span.start..<span.end], as: UTF8.self)
        }
        return reading.findings.map { ($0.rule, words($0.a), words($0.b)) }
    }
}

struct ContradictionCaseError: Error, CustomStringConvertible {
    var message: String
    var description: String { message }
}

/// How many of the expected contradictions were found, and what else was.
struct ContradictionScore: Sendable {
    private(set) var hits: [Contradiction.Rule: Int] = [:]
    private(set) var missed: [Contradiction.Rule: Int] = [:]
    private(set) var wrong: [Contradiction.Rule: Int] = [:]
    /// What went wrong, case by case.
    private(set) var notes: [String] = []

    init() {}

    /// Counts one case: a finding is right where its rule and the words of both its passages are the expected ones.
    mutating func count(_ one: ContradictionCase, _ found: [(rule: Contradiction.Rule, a: String, b: String)]) {
        var open = found
        for expected in one.expected {
            func matches(_ finding: (rule: Contradiction.Rule, a: String, b: String)) -> Bool {
                guard finding.rule == expected.rule else { return false }
                func holds(_ passage: String, _ words: String) -> Bool { words.isEmpty || passage.contains(words) }
                return holds(finding.a, expected.a) && holds(finding.b, expected.b) || holds(finding.a, expected.b) && holds(finding.b, expected.a)
            }
            if let index = open.firstIndex(where: matches) {
                open.remove(at: index)
                hits[expected.rule, default: 0] += 1
            } else {
                missed[expected.rule, default: 0] += 1
                notes.append("missed \(one.id) \(expected.rule.rawValue): \(expected.a) <> \(expected.b)")
            }
        }
        for finding in open {
            wrong[finding.rule, default: 0] += 1
            notes.append("wrong  \(one.id) \(finding.rule.rawValue): \(finding.a.prefix(90)) <> \(finding.b.prefix(90))")
        }
    }

    /// Recall and precision of one rule, or of all.
    func rates(_ rule: Contradiction.Rule? = nil) -> (recall: Double, precision: Double, expected: Int) {
        func sum(_ counts: [Contradiction.Rule: Int]) -> Double { Double(rule.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +)) }
        let (right, lost, extra) = (sum(hits), sum(missed), sum(wrong))
        return (right / max(1, right + lost), right + extra == 0 ? 1 : right / (right + extra), Int(right + lost))
    }
}
