import FeraAsk
import FeraDomain
import FeraSearch
import Foundation

let today = Day(number: 20_000)

/// A corpus of (id, topic, text); the n-th is document n.
func corpus(_ rows: [(String, String, String)], expiring: [String: Day] = [:]) throws -> AskCorpus {
    let passages = rows.map { AskPassage(id: .init($0.0), text: $0.2, topic: $0.1, saidOn: today.adding(days: -30), expiresOn: expiring[$0.0]) }
    let bytes = try IndexBuilder.build(rows.map { IndexDocument(text: $0.2, title: $0.1) })
    return AskCorpus(index: try InvertedIndex(SectionBytes(copying: bytes)), passages: passages)
}

func bytes(_ text: String, _ range: Range<Int>) -> String { String(decoding: Array(text.utf8)[range], as: UTF8.self) }

/// The interview statements and questions of invented accounts; with the prefix `spoken-` those asked short and in passing.
struct Interviews {
    struct Statement: Decodable {
        var id: String
        var account: String
        var topic: String
        var text: String
    }

    struct Question: Decodable {
        var account: String
        var question: String
        var gold: [String]
    }

    let statements: [Statement]
    let questions: [Question]

    init(_ prefix: String = "") throws {
        func lines<T: Decodable>(_ type: T.Type, _ name: String) throws -> [T] {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
            return try Data(contentsOf: folder.appendingPathComponent(prefix + name)).split(separator: 0x0A).map { try JSONDecoder().decode(T.self, from: $0) }
        }
        statements = try lines(Statement.self, "statements.jsonl")
        questions = try lines(Question.self, "questions.jsonl")
    }

    func corpora() throws -> [String: AskCorpus] {
        try Dictionary(grouping: statements, by: \.account).mapValues { try corpus($0.map { ($0.id, $0.topic, $0.text) }) }
    }
}
