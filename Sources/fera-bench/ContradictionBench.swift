import FeraDomain
import FeraInterview
import Foundation

/// Recall and precision of the rules over fixtures: those they were written on, and those they were not.
@Sendable func contradictionBench(_ arguments: [String]) async throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let interviewer = try benchInterviewer(root)
    let asOf = Day(number: 20605)
    var files: [URL]
    if let flag = arguments.firstIndex(of: "--data"), flag + 1 < arguments.count {
        files = [URL(filePath: arguments[flag + 1])]
    } else {
        let folder = root.appending(path: "Tests/Fixtures/contradictions")
        files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).filter { $0.pathExtension == "txt" }
    }
    files.sort { $0.lastPathComponent < $1.lastPathComponent }
    let groups = Dictionary(grouping: files) { String($0.deletingPathExtension().lastPathComponent.prefix { $0 != "-" }) }
    for (name, files) in groups.sorted(by: { $0.key < $1.key }) {
        var score = ContradictionScore()
        var count = (all: 0, calm: 0)
        for file in files {
            for one in try ContradictionCase.read(String(contentsOf: file, encoding: .utf8), name: file.lastPathComponent) {
                count.all += 1
                if one.expected.isEmpty { count.calm += 1 }
                score.count(one, try one.found(interviewer, asOf: asOf))
            }
        }
        print("\(name): \(count.all) cases, \(count.calm) without a contradiction")
        for rule in Contradiction.Rule.allCases.map(Optional.some) + [nil] {
            let (recall, precision, expected) = score.rates(rule)
            print(
                String(
                    format: "  %@ recall %.2f precision %.2f of %d", (rule?.rawValue ?? "all").padding(toLength: 26, withPad: " ", startingAt: 0), recall,
                    precision, expected))
        }
        if arguments.contains("--show") { for note in score.notes { print("  \(note)") } }
    }
}

/// The interviewer with the configuration of the checkout.
func benchInterviewer(_ root: URL) throws -> Interviewer {
    func file(_ name: String) throws -> Data { try Data(contentsOf: root.appending(path: "config/\(name)")) }
    let catalogue = try Catalogue(fields: file("fields.json5"), questions: file("questions.json5"))
    return Interviewer(
        catalogue: catalogue, phrases: try Phrases.decode(file("phrases.json5")),
        settings: try InterviewSettings.decode(file("interview.json5"), catalogue: catalogue), lexicon: try Lexicon.decode(file("lexicon.json5")))
}
