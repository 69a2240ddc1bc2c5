import FeraDomain
import Testing

@testable import FeraInterview

struct KindTests {
    let interviewer: Interviewer

    init() throws { interviewer = try Shipped.interviewer() }

    @Test(arguments: [
        ("im.adoption", "We promised them a second test system by mail.", StatementKind.commitment),
        ("im.adoption", "We never promised them a second test system.", .fact), ("im.adoption", "Nobody assured her of that, not even by mail.", .fact),
        ("im.adoption", "Never mention the second test system there.", .warning), ("im.adoption", "We decided to leave the second system out.", .decision),
        ("im.adoption", "The second test system is still open.", .openItem), ("im.adoption", "There is a danger that they stop using it.", .risk),
        ("im.adoption", "There is no danger that they stop using it.", .fact), ("im.adoption", "Every Monday the list goes through the office.", .process),
        ("re.champion", "We decided to leave that to her.", .person), ("st.churn_risk", "They might cancel.", .risk),
    ])
    func aStatementIsWhatItsWordsSay(_ field: String, _ text: String, _ kind: StatementKind) throws {
        let reading = TextReading(text, index: interviewer.index)
        let sentence = try #require(reading.sentences.first)
        let field = try #require(interviewer.catalogue.field(Field.ID(field)))
        #expect(interviewer.kind(field, sentence, reading) == kind)
    }

    @Test func whatIsDeniedIsNotCritical() throws {
        let field = try #require(interviewer.catalogue.field(Field.ID("st.churn_risk")))
        func severity(_ text: String) throws -> Severity? {
            let reading = TextReading(text, index: interviewer.index)
            return interviewer.severity(.risk, field, try #require(reading.sentences.first), reading)
        }
        #expect(try severity("They will cancel in autumn.") == .critical)
        #expect(try severity("They will not cancel in autumn.") == .high)
    }

    @Test(arguments: [
        ("I can't think of anything.", Intent.none), ("Not to my knowledge.", .none), ("There is none.", .none), ("As I mentioned.", .none),
        ("Beats me.", .unknown), ("Hard to say, that was before my time.", .unknown), ("You should ask Jonas Holt.", .refer),
        ("That's a question for Jonas Holt.", .refer), ("Let me check and get back to you.", .defer), ("Move on.", .skip), ("Prefer not to.", .skip),
        ("There is nothing in the contract about Mara Lenz, she was promised it on 3 May 2026.", .answer),
        ("Call Jonas Holt before every release because he alone knows the export and has the key to it.", .answer),
    ])
    func otherPeoplesWordsMeanTheSame(_ text: String, _ intent: Intent) {
        #expect(interviewer.intent(TextReading(text, index: interviewer.index)) == intent)
    }

    @Test func whoKnowsTheRestIsNoStatement() throws {
        var room = Room(interviewer)
        _ = room.run(.join)
        let decision = room.say("I promised Mara Lenz on 3 March 2026 that training is free, see my mail of that day. The rest I don't know, ask Jonas Holt.")
        #expect(decision.analysis?.statements.count == 1)
        let referral = try #require(decision.analysis?.referral)
        #expect(room.words.at(try #require(referral.name)) == "Jonas Holt")
        #expect(referral.field != decision.analysis?.statements.first?.field)
    }
}
