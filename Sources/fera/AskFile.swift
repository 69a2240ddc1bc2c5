import FeraAsk
import FeraClone
import FeraDomain
import FeraPlay
import Foundation

extension Command {
    /// `fera ask`.
    static let ask = Command(
        spec: CommandSpec(
            name: "ask", summary: "ask a clone file, without a server", operands: ["FILE", "QUESTION"], flags: [CloneFiles.jsonFlag],
            details: "The file is verified first; a broken one is not asked. A refusal is an answer too: the exit code is 0.")
    ) { arguments, console in
        let clone = try CloneFiles.open(arguments.operands[0])
        if case .broken(let faults) = clone.verify(trust: []) {
            throw Failure("\(clone.path) is broken and is not asked: \(faults.map(\.message).joined(separator: "; "))")
        }
        let outcome = try Asker().answer(arguments.operands[1], corpus: AskCorpus(clone), today: Timestamp(Date()).day)
        let reply = try AskedFile(arguments.operands[1], outcome, clone)
        if arguments.has("json") { try console.say(json: reply) } else { reply.show(console) }
        return 0
    }
}

/// An answer from a file, as it is shown.
struct AskedFile: Encodable {
    struct Citation: Encodable {
        var n: Int
        var passageID: String
        var quote: String
        var start: Int
        var end: Int
        var saidBy: String
        var approvedBy: [String]
        var source: String?
        var ageDays: Int

        enum CodingKeys: String, CodingKey {
            case n, quote, start, end, source
            case passageID = "passage_id"
            case saidBy = "said_by"
            case approvedBy = "approved_by"
            case ageDays = "age_days"
        }
    }
    struct Sentence: Encodable {
        var text: String
        var citations: [Citation]
    }
    var question: String
    /// `answered` or `refused`.
    var type: String
    var sentences: [Sentence] = []
    var reason: String?
    var nearest: [String] = []

    init(_ question: String, _ outcome: AskOutcome, _ clone: OpenClone) throws {
        self.question = question
        switch outcome {
        case .refused(let reason, let nearest):
            type = "refused"
            self.reason = reason.rawValue
            self.nearest = nearest
        case .answer(let sentences):
            type = "answered"
            var numbers: [Statement.ID: Int] = [:]
            for sentence in sentences {
                var citations: [Citation] = []
                for citation in sentence.citations {
                    guard let passage = try clone.passage(citation.passage) else {
                        throw Failure("the clone cites \(citation.passage), which it does not hold; verify the file")
                    }
                    let number = numbers[passage.id] ?? numbers.count + 1
                    numbers[passage.id] = number
                    let place = passage.evidence.first { $0.kind == .excerpt } ?? passage.evidence.first
                    citations.append(
                        Citation(
                            n: number, passageID: passage.id.rawValue, quote: citation.quote, start: citation.start, end: citation.end, saidBy: passage.saidBy,
                            approvedBy: passage.approvals.map(\.by), source: place.map { "\($0.name)\($0.locator.map { ", \($0)" } ?? "")" },
                            ageDays: citation.ageDays))
                }
                self.sentences.append(Sentence(text: sentence.text, citations: citations))
            }
        }
    }

    func show(_ console: Console) {
        let screen = console.screen
        if type == "refused" {
            screen.line("The clone does not tell (\(reason ?? "")).\(nearest.isEmpty ? "" : " Nearest: \(nearest.joined(separator: "; ")).")", .warn, indent: 0)
        }
        for sentence in sentences { screen.line("\(sentence.text) \(sentence.citations.map { "[\($0.n)]" }.joined())", indent: 0) }
        var shown: Set<Int> = []
        for citation in sentences.flatMap(\.citations) where shown.insert(citation.n).inserted {
            var approvers: [String] = []
            for name in citation.approvedBy where !approvers.contains(name) { approvers.append(name) }
            let source = citation.source.map { " · \($0)" } ?? ""
            let text = "said by \(citation.saidBy), \(citation.ageDays) days ago, approved by \(approvers.joined(separator: ", "))\(source)"
            screen.labelled("[\(citation.n)]", text, .dim, indent: 0, column: 4)
        }
    }
}
