import FeraDomain
import FeraInterview
import Testing

@testable import FeraApp

/// What a reviewer wants changed is asked of who said the line.
@Suite struct SentBackTests {
    private func ready() async throws -> Handover {
        let handover = try await Workspace.open().handover()
        try await handover.told()
        try await handover.finishPass()
        return handover
    }

    private func state(_ handover: Handover) async throws -> InterviewState {
        let interview = try #require(try await handover.app.transfers.state(handover.id).accounts[handover.account]?.interview)
        return try await handover.app.interviews.file(interview).state
    }

    @Test func aRequestOpensTheInterviewWithItsQuestionAndTheAnswerReplacesTheLine() async throws {
        let handover = try await ready()
        let reviews = handover.app.reviews
        let line = try await handover.line(Canary.internal)
        let request = DecisionForm(decision: .requestChanges, reason: "Since when is that so?")
        _ = try await reviews.decideNow("\(line.id):receiving", request, by: handover["successor"])
        let asked = try await state(handover)
        let turn = try #require(asked.open)
        #expect(asked.phase == .asking && turn.subject.gap?.reviewed == line.id)
        let interview = try #require(asked.interview)
        let snapshot = try await handover.app.conversations.snapshot(interview, for: handover.owner)
        let text = snapshot.turn?.text ?? ""
        #expect(text.contains("Since when is that so?") && text.contains(Canary.internal), "\(text)")
        _ = try await handover.say("Since May 2026, because Mara Lenz asked for it in the steering committee, \(Canary.internal).", interview)
        #expect(try await handover.lines().allSatisfy { $0.id != line.id }, "the line that was sent back is replaced")
        #expect(try await state(handover).phase == .closing)
        try await handover.finishPass()
        #expect(try await !handover.preview().blockers.contains { $0.code == .changesRequested || $0.code == .interviewOpen })
        await handover.app.close()
    }

    @Test func whoDecidesOtherwiseLetsTheQuestionGo() async throws {
        let handover = try await ready()
        let reviews = handover.app.reviews
        let line = try await handover.line(Canary.internal)
        let id = "\(line.id):receiving"
        for _ in 0..<2 {
            _ = try await reviews.decideNow(id, DecisionForm(decision: .requestChanges, reason: "Since when?"), by: handover["successor"])
            #expect(try await state(handover).phase == .asking)
            _ = try await reviews.decideNow(id, DecisionForm(decision: .approve), by: handover["successor"])
            #expect(try await state(handover).phase == .done)
        }
        // Twice the same wish is one question.
        for _ in 0..<2 { _ = try await reviews.decideNow(id, DecisionForm(decision: .requestChanges, reason: "Since when?"), by: handover["successor"]) }
        #expect(try await state(handover).raised.count { $0.fact.gap.reviewed == line.id } == 1)
        await handover.app.close()
    }
}
