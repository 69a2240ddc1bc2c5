import FeraApp
import FeraDomain
import Testing

/// One account from the notice to the closed transfer, each stage with what it still needs.
struct RoadTests {
    @Test func theStagesTellWhatIsMissing() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover(files: false)
        func stage() async throws -> (AccountStage, String) {
            let view = try await handover.account()
            return (view.state, view.missing.joined(separator: " "))
        }
        #expect(try await stage() == (.opened, "Add the record (CRM export, tickets, mails), then start the interview."))
        for (name, text) in Papers.files { try await handover.add(name, text) }
        #expect(try await stage() == (.opened, "Start the interview: the record is there."))
        let interview = try await handover.interview()
        #expect(try await stage() == (.capturing, "The owner has not come to the interview yet."))
        try await handover.say(Canary.answer, interview)
        #expect(try await stage() == (.capturing, "The interview is open."))
        try await handover.act(.stop, interview)
        #expect(try await stage() == (.capturing, "The owner has to pass the lines, or the manager waives the pass."))
        try await handover.finishPass()
        var (at, missing) = try await stage()
        #expect(at == .reviewing)
        #expect(missing.contains("wait for the route regulated"))
        #expect(missing.contains("neither resolved nor accepted"))
        try await handover.approveEverything()
        #expect(try await stage() == (.reviewing, "Everything is approved: the manager can lock."))
        #expect(try await handover.lock() == 1)
        #expect(try await stage() == (.locked, "The successor or interim holder signs off version 1."))
        try await space.app.transfers.signOff(handover.id, account: handover.account, by: handover["successor"])
        (at, missing) = try await stage()
        #expect(at == .handedOver)
        #expect(missing.isEmpty)
        #expect(try await handover.view().state == .opened, "a transfer shows its least advanced account")
        try await space.app.transfers.close(handover.id, by: handover.manager)
        #expect(try await stage().0 == .closed)
        #expect(try await handover.view().state == .closed)
        await space.app.close()
    }

    @Test func aRefusedQuestionComesBackAsVersionTwo() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked()
        let asker = handover["successor"]
        let question = "Which forklift brand runs in the grinding shop?"
        let conversation = try await space.app.asks.open(clone, by: asker)
        let refusal = try await handover.ask(question, asker, in: conversation)
        #expect(refusal.last?.type == .refused)
        #expect(refusal.last?.citations?.isEmpty == true)
        // The same question in other clothes, by somebody else, is the same gap.
        _ = try await handover.ask("which FORKLIFT brand runs in the grinding shop", handover["interim"])
        let gaps = try await space.app.boards.gaps(handover.account, in: handover.id, for: handover.manager).gaps
        #expect(gaps.map(\.count) == [2])
        #expect(gaps.map(\.status) == [.asked])
        #expect(gaps.first?.id == refusal.last?.gapID)
        #expect(try await handover.account().state == .capturing, "a gap after the lock reopens capturing")

        let interview = try #require(try await handover.account().interviewID)
        let turn = try #require(try await space.app.conversations.snapshot(interview, for: handover.owner).turn)
        #expect(turn.text.contains("forklift"))
        try await handover.say("The forklift brand in the grinding shop is Quillhoist, because the ramp is steep.", interview)
        #expect(try await handover.account().missing == ["The owner has to pass the lines, or the manager waives the pass."])
        try await handover.finishPass()
        try await handover.approveEverything()
        let before = try await space.app.clones.version(handover.reading(asker)).root
        #expect(try await handover.lock() == 2)
        let version = try await space.app.clones.version(handover.reading(asker))
        #expect(version.version == 2)
        #expect(version.parentRoot == before)
        #expect(version.verification == "whole")

        try await eventually("the askers are told") { try await space.app.boards.gaps(nil, in: handover.id, for: handover.manager).gaps[0].status == .closed }
        let page = try await space.app.conversations.page(conversation, after: 0, limit: 100, for: asker).packets
        let notice = try #require(page.firstIndex { $0.code == "gap_answered" })
        #expect(page[notice].gapID == refusal.last?.gapID)
        let told = page[notice...]
        #expect(told.contains { $0.type == .sentence && $0.text?.contains("Quillhoist") == true })
        #expect(told.filter { $0.code == "gap_answered" }.count == 1)
        // Version 1 still says what it said.
        let old = try await space.app.clones.reading(clone, version: 1, capability: .readClone, for: asker)
        #expect(try space.app.clones.passages(old).allSatisfy { !$0.text.contains("Quillhoist") })
        let diff = try space.app.clones.diff(try await handover.reading(asker), from: old)
        #expect(diff.added.contains { $0.text.contains("Quillhoist") })
        #expect(diff.removed.isEmpty)
        await space.app.close()
    }

    @Test func aClosedTransferTakesNothingMoreAndStaysReadable() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.locked()
        let line = try await handover.line(Canary.internal).id
        try await space.app.transfers.close(handover.id, by: handover.manager)
        #expect(try await code { try await space.app.transfers.close(handover.id, by: handover.manager) } == .state)
        #expect(try await code { try await handover.add("late.md", "# Late\n\nToo late for the record.\n") } == .state)
        #expect(try await code { try await handover.interview(handover.other) } == .state)
        #expect(try await code { try await space.app.transfers.signOff(handover.id, account: handover.account, by: handover["successor"]) } == .state)
        let form = DecisionForm(decision: .reject, reason: "Changed my mind.")
        #expect(try await code { try await space.app.reviews.decideNow("\(line):receiving", form, by: handover["successor"]) } == .state)
        #expect(try await code { try await handover.lock() } == .state)
        // What is sealed is asked as before; a refusal is kept and is not put to an owner who is done.
        let refused = try await handover.ask("Which lawn mower do they own?", handover["successor"])
        #expect(refused.last?.type == .refused)
        let interview = try #require(try await handover.account().interviewID)
        #expect(try await space.app.conversations.snapshot(interview, for: handover.owner).turn == nil)
        #expect(try await handover.ask("Who is the champion?", handover["successor"]).last?.ended == "answered")
        // Rights can still be taken away.
        try await handover.set("reader", [.sponsor])
        #expect(try await code { try await handover.reading(handover["reader"]) } == .forbidden)
        await space.app.close()
    }
}
