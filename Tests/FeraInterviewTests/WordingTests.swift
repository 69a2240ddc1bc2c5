import FeraDomain
import FeraInterview
import Testing

/// The language that the rules know: what people write, and what is found in it.
@Suite struct WordingTests {
    let interviewer: Interviewer

    init() throws { interviewer = try Shipped.interviewer() }

    @Test(arguments: Wordings.tables.map(\.0)) func everyWordingIsUnderstood(_ rule: Contradiction.Rule) throws {
        let table = try #require(Wordings.tables.first { $0.0 == rule })
        for sentence in table.1 { #expect(Wordings.found(sentence, interviewer).first == rule, "\(sentence)") }
        for sentence in table.2 { #expect(Wordings.found(sentence, interviewer).isEmpty, "\(sentence)") }
    }
}
