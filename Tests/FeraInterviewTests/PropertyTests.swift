import FeraDomain
import Testing

@testable import FeraInterview

/// What holds for every sequence of commands.
@Suite struct PropertyTests {
    @Test(arguments: 0..<8) func everySequenceKeepsTheInvariants(part: UInt64) throws {
        let interviewer = try Shipped.interviewer()
        let readings = Sequence.readings(interviewer)
        for number in 0..<250 {
            let sequence = Sequence(seed: part * 250 + UInt64(number), readings: readings)
            guard let fault = sequence.fault(interviewer) else { continue }
            let small = sequence.shrunk(interviewer)
            Issue.record(
                "seed \(sequence.seed): \(fault)\nsmallest: \(small.ops.count) commands: \(small.fault(interviewer) ?? "")\n\(small.told(interviewer))")
            return
        }
    }

    /// A sequence that breaks something is told by its smallest form; without this the property above would tell nothing.
    @Test func aSequenceIsShrunkToWhatBreaksIt() throws {
        let interviewer = try Shipped.interviewer()
        let small = Sequence(seed: 7, length: 40, readings: Sequence.readings(interviewer)).shrunk(interviewer) { room in
            room.state.turns.count >= 3 ? "three turns" : nil
        }
        #expect(small.ops.count <= 4, "\(small.told(interviewer))")
    }

    @Test func aWithdrawnLineLeavesTheOthersTheirWords() throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        _ = room.say("Mara Lenz decides the renewal, she has the final say. Mara cares about audits personally because of her bonus.")
        #expect(room.state.statements.count == 2)
        let first = room.state.statements[0]
        let second = room.state.statements[1]
        let decision = room.run(.withdrawStatement(first.fact.id))
        // The words and what Fera gave back of them.
        #expect(decision.erased == [.init("iv_1.a1"), .init("iv_1.k1")])
        #expect(room.state.statements[0].status == .withdrawn)
        #expect(room.words.at(room.state.resolved(second.span))?.hasPrefix("Mara cares about audits") == true)
        #expect(!room.texts.values.contains { $0.contains("final say") })
        #expect(room.state.fields[Field.ID("re.renewal_decider")]?.confidence ?? 0 < 75)
    }

    @Test func aQuestionThatCameBackOpensTheInterviewAgainAndItsAnswerIsFiled() throws {
        var room = Room(try Shipped.interviewer(), questions: 1)
        _ = room.run(.join)
        _ = room.say("Nothing comes to mind.")
        _ = room.say("Nothing comes to mind.")
        _ = room.run(.finishPass)
        #expect(room.state.phase == .done)
        room.texts[.init("tr_1.q1")] = "Which bank holidays does their warehouse observe?"
        let raised = room.run(.raiseGap(Gap.ID("ga_1"), field: nil, question: TextRef(id: .init("tr_1.q1"), hash: ""), label: .internal))
        #expect(raised.events.map(\.type) == ["interview.field_added", "interview.gap_raised", "interview.reopened", "interview.turn_opened"])
        #expect(room.asked.contains("Which bank holidays"))
        let answer = room.say("They close on every Bavarian bank holiday.")
        #expect(answer.analysis?.statements.count == 1)
        #expect(answer.events.last?.type == "interview.closed")
        #expect(room.state.raised[0].answer != nil)
        #expect(room.run(.finishPass).outcome == .accepted(answer: nil))
        #expect(
            room.run(.raiseGap(Gap.ID("ga_1"), field: nil, question: TextRef(id: .init("tr_1.q1"), hash: ""), label: .internal)).refusal?.code == .alreadyRaised
        )
    }
}
