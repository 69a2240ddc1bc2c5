import FeraDomain
import Testing

@testable import FeraInterview

struct FilingTests {
    /// What the rules make of a sentence as the answer to a question about one field.
    private func fields(_ text: String, asked: Field.ID?, in interviewer: Interviewer) -> Set<Field.ID> {
        let reading = TextReading(text, index: interviewer.index)
        var priors: [Int: Double] = [:]
        if let asked, let place = interviewer.catalogue.index(of: asked) { priors[place] = 0.8 }
        var found: Set<Field.ID> = []
        for sentence in reading.sentences {
            let filed = interviewer.rules.fields(cues: reading.cues(in: sentence), priors: priors, least: interviewer.settings.confidence.answerCue)
            found.formUnion(filed.map { interviewer.catalogue.fields[$0.field].id })
        }
        return found
    }

    @Test func sentencesNobodyWroteCuesFromAreFiledWhereTheyWereAskedFor() throws {
        let interviewer = try Shipped.interviewer()
        var right = 0
        var fields = 0
        for (field, text) in FilingSentences.all {
            let found = self.fields(text, asked: Field.ID(field), in: interviewer)
            if found.contains(Field.ID(field)) { right += 1 } else { print("not filed under \(field): \(text) \(found)") }
            fields += found.count
        }
        #expect(Double(right) / Double(FilingSentences.all.count) >= 0.96)
        // A sentence is about one thing, seldom about more.
        #expect(Double(fields) / Double(FilingSentences.all.count) <= 1.6)
    }
}
