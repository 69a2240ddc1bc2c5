import FeraDomain
import FeraInterview
import Foundation
import Testing

@testable import fera_bench

/// The rules over the fixtures: a floor for what was seen while they were written, and for what was not.
@Suite struct ContradictionTests {
    private func score(_ part: String) throws -> ContradictionScore {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let interviewer = try benchInterviewer(root)
        let folder = root.appending(path: "Tests/Fixtures/contradictions")
        var score = ContradictionScore()
        var count = 0
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where file.hasPrefix(part) {
            for one in try ContradictionCase.read(String(contentsOf: folder.appending(path: file), encoding: .utf8), name: file) {
                score.count(one, try one.found(interviewer, asOf: try #require(Day(year: 2026, month: 6, day: 1))))
                count += 1
            }
        }
        #expect(count > 200)
        return score
    }

    @Test(arguments: [("dev", 0.97, 0.97), ("heldout", 0.88, 0.95)])
    func theRulesFindWhatContradictsItselfAndLittleElse(_ part: String, _ recall: Double, _ precision: Double) throws {
        let score = try score(part)
        let rates = score.rates()
        #expect(rates.recall >= recall && rates.precision >= precision, "\(rates)\n\(score.notes.joined(separator: "\n"))")
    }

    @Test func aBrokenFixtureIsRefusedWithItsLine() {
        for (text, line) in [("mail.txt: x", 1), ("== id", 1), ("== a B\n-> no_rule: x", 2), ("== a B\nplan.md without a colon", 2)] {
            #expect { try ContradictionCase.read(text, name: "f.txt") } throws: { "\($0)".hasPrefix("f.txt:\(line):") }
        }
    }

    @Test func aFindingCountsOnlyWithTheWordsOfBothPassages() {
        var one = ContradictionCase(id: "x", account: "Norvik")
        one.expected = [.init(rule: .dateMismatch, a: "2026", b: "2027")]
        var score = ContradictionScore()
        score.count(one, [(.dateMismatch, "ends 2027", "renews 2026")])
        score.count(one, [(.dateMismatch, "ends 2028", "renews 2026")])
        score.count(one, [(.amountMismatch, "2026", "2027")])
        #expect(score.rates(.dateMismatch).expected == 3 && score.rates(.dateMismatch).precision == 0.5)
        #expect(score.rates(.amountMismatch).precision == 0)
    }
}
