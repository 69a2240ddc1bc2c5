import FeraAsk
import FeraClone
import FeraCrypto
import FeraDomain
import Foundation
import Testing

@Suite struct SealedCloneTests {
    private let day = Day(number: 20_500)

    private func sealed(_ edition: Edition, in folder: String) throws -> OpenClone {
        func passage(_ id: String, _ field: String, _ text: String, _ label: Label = .internal) -> ClonePassage {
            ClonePassage(
                id: .init(id), text: text, chapter: .story, field: .init("st.one"), fieldTitle: field, label: label, saidBy: "Dana Ortiz", saidOn: day)
        }
        var input = SealInput(
            clone: .init("cl_1"), account: .init("ac_1"), accountName: "Brightwater", version: 1, parent: nil, template: "t", lockedBy: "Max",
            lockedAt: Timestamp(milliseconds: 1_774_000_000_000), auditHead: SHA256.hash("audit"), program: "0.1.0")
        input.passages = [
            passage("st_b", "Decision maker", "Renewal is decided by Helen Marchetti, the finance director."),
            passage("st_a", "Pricing", "They pay €184,000 a year after a discount of 12 %.", .commercial),
            passage("st_c", "Champion", "Our champion is Tomas Reilly."),
        ]
        let key = try #require(SigningKey(seed: [UInt8](repeating: 7, count: 32)))
        let salts = try #require(SealingSalts(seed: [UInt8](1...32)))
        let file = try #require(try CloneSealer.seal(input, salts: salts, keys: [key]).files[edition])
        let path = folder + "/\(edition.rawValue).fera"
        try Data(file.bytes).write(to: URL(fileURLWithPath: path))
        return try OpenClone(path: path)
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "fera-ask-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func aSealedFileIsAskedInPlace() throws {
        try inFolder { folder in
            let clone = try sealed(.account, in: folder)
            let corpus = try AskCorpus(clone)
            let asked = [
                ("Who decides on the renewal?", "st_b"),
                ("How much do they pay a year after the discount?", "st_a"), ("Who is our champion?", "st_c"),
            ]
            for (question, id) in asked {
                guard case .answer(let sentences) = try Asker().answer(question, corpus: corpus, today: day) else {
                    Issue.record("refused: \(question)")
                    continue
                }
                let citation = try #require(sentences.first?.citations.first)
                #expect(citation.passage.rawValue == id)
                let row = try #require(try clone.passage(citation.passage))
                #expect(bytes(row.text, citation.start..<citation.end) == citation.quote)
            }
        }
    }

    @Test func whatAnEditionDoesNotHoldIsNeitherAnsweredNorNear() throws {
        try inFolder { folder in
            let team = try AskCorpus(try sealed(.team, in: folder))
            #expect(try Asker().answer("How much discount do they pay a year?", corpus: team, today: day) == .refused(reason: .notInClone, nearest: []))
        }
    }
}
