import FeraDomain
import Testing

@testable import FeraInterview

/// One way through the state table, by values.
@Suite struct LoopTests {
    let interviewer: Interviewer

    init() throws { interviewer = try Shipped.interviewer() }

    func joined(tier: Tier = .top, questions: Int? = nil) -> Room {
        var room = Room(interviewer, tier: tier, questions: questions)
        _ = room.run(.join)
        return room
    }

    @Test func joiningWelcomesAndOpensOneTurnThatIsNoContradiction() {
        var room = Room(interviewer)
        #expect(room.state.phase == .ready)
        let decision = room.run(.join)
        #expect(decision.events.map(\.type) == ["interview.joined", "interview.turn_opened"])
        #expect(room.state.open?.kind != .contradiction)
        #expect(room.texts[.init("iv_1.j2")]?.contains("Harbour Foods") == true)
        #expect(!room.asked.isEmpty)
        #expect(interviewer.why(room.state.open!, state: room.state, words: room.words).hasPrefix("Asked because"))
    }

    @Test func theContradictionComesSecondAndQuotesBothLines() {
        var room = joined()
        _ = room.say("Nothing comes to mind.")
        #expect(room.state.open?.kind == .contradiction)
        #expect(room.asked.contains("renewal_date: 2026-10-13"))
        #expect(room.asked.contains("The term ends on 13 November 2026"))
        let decision = room.say("The contract is right, it renews on 13 November 2026 because the amendment moved the renewal date by a month.")
        #expect(decision.analysis?.contradictions.first?.status == .explained)
        #expect(room.state.contradictions.first?.status == .explained)
        let shown = interviewer.contradiction(room.state.contradictions[0], of: room.state, words: room.words)
        #expect(shown?.a.quote == "renewal_date: 2026-10-13")
        #expect(shown?.resolution?.contains("amendment") == true)
        #expect(shown?.resolvedBy == owner)
    }

    @Test func aContradictionThatAnAnswerSettlesInPassingIsNotAskedAgain() {
        var room = joined()
        _ = room.say("By the way, the renewal date is 13 November 2026, because the amendment moved the term.")
        #expect(room.state.contradictions[0].status == .explained)
        #expect(room.state.open?.kind != .contradiction)

        var vague = joined()
        _ = vague.say("By the way, the renewal date is another one since the amendment of 2 March 2024.")
        #expect(vague.state.contradictions[0].status == .open)
    }

    @Test func anAnswerBecomesStatementsWithPlaceConfidenceAndEvidence() throws {
        var room = joined()
        let asked = room.state.open?.key
        let decision = room.say(
            "Mara Lenz decides the renewal, she has the final say since the reorg. "
                + "See ticket T-4711, the nightly export script is a workaround that Jonas Holt keeps running."
        )
        let facts = try #require(decision.analysis?.statements)
        #expect(facts.count == 2)
        #expect(facts[0].field == Field.ID("re.renewal_decider"))
        #expect(facts[0].confidence >= 75)
        #expect(room.words.at(facts[0].span)?.hasPrefix("Mara Lenz decides") == true)
        #expect(facts[1].field == Field.ID("im.workaround"))
        #expect(facts[1].support.first?.excerpt == room.papers.excerpts.last?.id)
        let statement = try #require(interviewer.statement(room.state.statements[1], of: room.state, words: room.words, speaker: "Ruth Adler"))
        #expect(statement.evidence.map(\.kind) == [.answer, .excerpt])
        #expect(statement.label == .internal)
        #expect(statement.routes.contains(.receiving))
        #expect(decision.analysis?.shifts.contains { $0.field == Field.ID("re.renewal_decider") && $0.before < $0.after && $0.question == asked } == true)
    }

    @Test func theOwnersQuestionIsAnsweredAndTheTurnStays() {
        var room = joined()
        let turn = room.state.open?.id
        #expect(room.say("Will my manager read this?").replies == [.privacy])
        #expect(room.say("Why do you need that?").replies == [.purpose])
        #expect(room.say("How many are left?").replies == [.timeLeft])
        #expect(room.run(.why).replies == [.why])
        #expect(room.state.open?.id == turn)
        #expect(room.state.statements.isEmpty)
    }

    @Test func anEmptyAnswerIsAskedOnceMoreAndThenSkipped() {
        var room = joined()
        let turn = room.state.open?.id
        #expect(room.say("ok").replies == [.reask])
        #expect(room.state.open?.id == turn)
        let second = room.say(".")
        #expect(second.analysis?.intent == .skip)
        #expect(room.state.open?.id != turn)
    }

    @Test func skipDeferAndReferDoWhatTheySay() throws {
        var room = joined(questions: 3)
        let first = try #require(room.state.open)
        _ = room.run(.defer(turn: first.id))
        #expect(room.state.deferred.count == 1)
        _ = room.run(.skip(turn: nil))
        let refer = room.say("I don't know, ask Jonas Holt.")
        #expect(refer.analysis?.intent == .refer)
        #expect(refer.analysis?.referral?.name.flatMap { room.words.at($0) } == "Jonas Holt")
        #expect(room.state.open?.again == first.id, "late in the budget what was put off comes back")
        #expect(room.state.deferred.isEmpty)
    }

    @Test func anOlderTurnIsStaleAndTheSameClientIsADuplicate() throws {
        var room = joined()
        let first = try #require(room.state.open?.id)
        let taken = room.run(.answer(turn: first, text: "Mara Lenz decides."), client: "k1")
        let before = room.log.count
        let again = room.run(.answer(turn: first, text: "Mara Lenz decides."), client: "k1")
        #expect(again.outcome == .duplicate(answer: AnswerID("iv_1.a1")))
        #expect(taken.outcome == .accepted(answer: AnswerID("iv_1.a1")))
        #expect(room.run(.answer(turn: first, text: "late"), client: "k2").outcome == .stale(open: room.state.open?.id))
        #expect(room.log.count == before)
    }

    @Test func aSecretIsGoneBeforeAnythingIsKept() {
        var room = joined()
        let decision = room.say("The admin password is hunter2hunter2 and it lies in the vault of Tom Brandt.")
        #expect(decision.replies.contains(.redacted))
        #expect(!room.texts.values.contains { $0.contains("hunter2") })
        #expect(decision.analysis?.statements.allSatisfy { $0.label == .security && $0.routes.contains(.security) } == true)
    }

    @Test func theBudgetEndsWithTheClosingQuestionAndTheSummary() {
        var room = joined(questions: 3)
        for _ in 0..<3 { _ = room.say("Nothing comes to mind.") }
        #expect(room.state.open?.kind == .closing)
        let end = room.say("They never asked about the freight contract, and Mara Lenz will want to know it first.")
        #expect(end.events.last?.type == "interview.closed")
        #expect(room.state.phase == .closing)
        #expect(room.state.open == nil)
        #expect(room.run(.finishPass).outcome == .accepted(answer: nil))
        #expect(room.state.phase == .done)
        #expect(room.state.statements.allSatisfy { $0.status == .confirmed })
        #expect(room.say("more").refusal?.code == .noOpenTurn)
    }
}
