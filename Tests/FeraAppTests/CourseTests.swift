import FeraApp
import FeraDomain
import FeraInterview
import FeraTestSupport
import Foundation
import Testing

/// The course of an interview: late files, other accounts, sittings, several people, the last working day, templates of one's own.
struct CourseTests {
    @Test func aLateFileIsReadAndAskedAboutOnceTheInterviewWasOver() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.told()
        try await handover.finishPass()
        let before = try await space.app.boards.gaps(handover.account, in: handover.id, for: handover.manager).contradictions.map(\.id)
        try await handover.add("amendment.md", "# Contract amendment\n\nThe annual fee is EUR 84,000.\n")
        try await eventually("the interview is open again") {
            try await space.app.conversations.snapshot(interview, for: handover.owner).turn?.kind == "contradiction"
        }
        let snapshot = try await space.app.conversations.snapshot(interview, for: handover.owner)
        #expect(snapshot.sourcesNotRead == nil && snapshot.turn?.text.contains("84,000") == true)
        let after = try await space.app.boards.gaps(handover.account, in: handover.id, for: handover.manager).contradictions.map(\.id)
        #expect(after.count == before.count + 1 && after.prefix(before.count).elementsEqual(before))
        // It outlives a restart: the words of the new file are at hand.
        let later = try await space.reopened()
        let again = try await later.app.conversations.snapshot(interview, for: handover.owner)
        #expect(again.turn?.turnID == snapshot.turn?.turnID && again.turn?.text == snapshot.turn?.text)
        let packets = try await later.app.conversations.page(interview, after: 0, limit: 500, for: handover.owner).packets
        #expect(packets.contains { $0.code == "record_extended" && $0.text?.contains("disagree") == true })
        await later.app.close()
    }

    @Test func goingToAnotherAccountPutsTheQuestionOffAndComingBackAsksIt() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let first = try await handover.interview()
        let conversations = space.app.conversations
        let turn = try #require(try await conversations.snapshot(first, for: handover.owner).turn?.turnID)
        var packet = ClientPacket(type: .action, clientMessageID: "s1", action: .switchAccount)
        packet.accountID = handover.other
        let moved = try await conversations.post(packet, to: first, by: handover.owner)
        let other = try #require(moved.packets.last?.conversationID)
        #expect(moved.packets.map(\.code) == ["left", "switched"])
        #expect(try await conversations.post(packet, to: first, by: handover.owner).accepted.seq == moved.accepted.seq, "sent twice, left once")
        #expect(try await conversations.snapshot(other, for: handover.owner).turn != nil)
        packet.accountID = handover.account
        packet.clientMessageID = "s2"
        _ = try await conversations.post(packet, to: other, by: handover.owner)
        let back = try await conversations.snapshot(first, for: handover.owner)
        #expect(back.state == "asking" && back.turn != nil && back.turn?.turnID != turn)
        let packets = try await conversations.page(first, after: 0, limit: 500, for: handover.owner).packets
        #expect(packets.contains { $0.text?.contains("Brask Optics: 0 lines so far") == true })
        packet.accountID = Account.ID("ac_nothing")
        packet.clientMessageID = "s3"
        #expect(try await code { try await conversations.post(packet, to: first, by: handover.owner) } == .notFound)
        await space.app.close()
    }

    @Test func sittingsBeginOnTheirDayByALook() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        let today = space.clock.now.day
        let form = SittingsForm(
            accountID: handover.account, sittings: [Sitting(day: today, questions: 2), Sitting(day: today.adding(days: 3), questions: 2)])
        #expect(try await code { try await space.app.interviews.plan(form, in: handover.id, by: handover["sponsor"], clientID: nil) } == .forbidden)
        try await space.app.interviews.plan(form, in: handover.id, by: handover.manager, clientID: "p")
        try await space.app.interviews.plan(form, in: handover.id, by: handover.manager, clientID: "p")
        for _ in 0..<2 { try await handover.say("Nothing comes to mind.", interview) }
        #expect(try await space.app.conversations.snapshot(interview, for: handover.owner).turn == nil)
        #expect(try await code { try await handover.act(.resume, interview) } == .state)
        space.clock.advance(days: 3)
        let snapshot = try await space.app.conversations.snapshot(interview, for: handover.owner)
        #expect(snapshot.state == "asking" && snapshot.turn != nil && snapshot.sittings?.count == 2)
        let late = SittingsForm(accountID: handover.account, sittings: [Sitting(day: today.adding(days: 31), questions: 2)])
        #expect(try await code { try await space.app.interviews.plan(late, in: handover.id, by: handover.manager, clientID: nil) } == .invalid)
        await space.app.close()
    }

    @Test func whomTheOwnerLetsInTypesForThemAndDoesNothingThatIsTheOwners() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        let conversations = space.app.conversations
        let deputy = handover["deputy"]
        #expect(try await code { try await conversations.snapshot(interview, for: deputy) } == .notFound)
        #expect(try await code { try await conversations.admit(deputy.person, isIn: true, to: interview, by: handover.manager) } == .notFound)
        try await conversations.admit(deputy.person, isIn: true, to: interview, by: handover.owner)
        _ = try await conversations.snapshot(interview, for: deputy)
        var packet = ClientPacket(
            type: .message, clientMessageID: "t1",
            text: "Olaf Owner: Mara Lenz decides the renewal, she has the final say.\nSpencer Sponsor: The champion is Nils Aker because he fights for us.")
        packet.transcript = true
        _ = try await conversations.post(packet, to: interview, by: deputy)
        let lines = try await handover.lines()
        #expect(lines.map(\.speaker.name) == ["Olaf Owner", "Spencer Sponsor"], "\(lines.map(\.text))")
        packet.clientMessageID = "t2"
        packet.text = "Bob Nobody: I know better."
        #expect(try await code { try await conversations.post(packet, to: interview, by: deputy) } == .invalid)
        _ = try await conversations.post(
            ClientPacket(type: .message, clientMessageID: "t3", text: "The discount was traded for a case study."), to: interview, by: deputy)
        #expect(try await handover.lines().last?.speaker.name == "Olaf Owner", "without a name it is the owner's word")
        for action in [ClientPacket.Action.stop, .withdraw, .finish] {
            let packet = ClientPacket(type: .action, clientMessageID: "x\(action)", action: action)
            #expect(try await code { try await conversations.post(packet, to: interview, by: deputy) } == .forbidden)
        }
        try await conversations.admit(deputy.person, isIn: false, to: interview, by: handover.owner)
        #expect(try await code { try await conversations.snapshot(interview, for: deputy) } == .notFound)
        await space.app.close()
    }

    @Test func theLastWorkingDayEndsTheInterviewWithTheNextWord() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        try await handover.say("Mara Lenz decides the renewal, she has the final say.", interview)
        space.clock.advance(days: 31)
        #expect(try await code { try await handover.say("More.", interview) } == .state)
        #expect(try await space.app.conversations.snapshot(interview, for: handover.owner).state == "closing")
        try await handover.finishPass()
        #expect(try await handover.lines().allSatisfy { $0.status == .confirmed })
        await space.app.close()
    }

    @Test func offTheRecordTakesTheLastAnswerBackUntilTheLock() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        try await handover.say("Mara Lenz decides the renewal, she has the final say.", interview)
        try await handover.act(.withdraw, interview)
        #expect(try await handover.lines().isEmpty)
        await space.app.close()
    }

    @Test func aBrokenTemplateIsRefusedAtTheStartAndARightOneDrivesTheInterview() async throws {
        let folder = try TemporaryFolder()
        let own = """
            { templates: [{ id: "rollout", title: "Rollout", description: "Ours", required_roles: ["owner"], chapters: ["im"],
                fields: { "im.fragile": 10 }, tiers: { mid: { questions: 3 } }, default_tier: "mid", verified_by: ["support"] }] }
            """
        func start(_ text: String) async throws -> Application {
            var configuration = try Repository.configuration(folder: folder.file("data"))
            configuration.transfer.templates = [try folder.write("own.json5", text)]
            return try await Application.open(configuration, materials: try Repository.materials())
        }
        do {
            await (try await start(own.replacing("10", with: "12"))).close()
            Issue.record("it was not refused")
        } catch {
            #expect("\(error)".contains("own.json5:2: fields.im.fragile is a whole number from 0 to 10, not 12"))
        }
        let app = try await start(own)
        let manager = try await app.directory.register(name: "Ines", email: "ines@example.com", roles: [.manager], by: nil)
        let principal = Workspace.principal(manager.id, [.manager])
        let form = Opening(
            template: Template.ID("rollout"), title: nil, scope: "s", reason: "r", lastWorkingDay: Day("2099-01-01")!,
            people: [ParticipantForm(name: "Olaf", email: "olaf@example.com", roles: [.owner])],
            accounts: [AccountForm(name: "Brask", segment: nil, tier: .mid, renewalDate: nil, value: nil)])
        let id = try await app.transfers.open(form, by: principal)
        let state = try await app.transfers.state(id)
        let owner = Workspace.principal(try #require(state.people(with: .owner).first))
        let interview = try await app.interviews.open(state.accountOrder[0], in: id, by: owner)
        let snapshot = try await app.conversations.snapshot(interview, for: owner)
        #expect(snapshot.turn?.chapter == .support)
        #expect(try await app.interviews.file(interview).state.questionBudget == 3)
        await app.close()
    }

    @Test func whoReceivesARolloutVerifiesItBeforeItIsSignedOff() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.locked(blessing: "A training is planned \(Canary.open).")
        let transfers = space.app.transfers
        // An account handoff asks for no verification.
        #expect(try await code { try await transfers.verify(handover.id, account: handover.account, route: .support, by: handover["lead"]) } == .forbidden)
        try await transfers.verify(handover.id, account: handover.account, route: .receiving, by: handover["successor"])
        try await transfers.signOff(handover.id, account: handover.account, by: handover["successor"])
        await space.app.close()
    }
}
