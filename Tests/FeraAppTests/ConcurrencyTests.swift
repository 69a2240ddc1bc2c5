import FeraApp
import FeraDomain
import Foundation
import Testing

/// Many at once: everything has one effect, and nobody hears what somebody else said.
struct ConcurrencyTests {
    @Test func theSameAnswerTwentyTimesCountsOnce() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        let turn = try #require(try await space.app.conversations.snapshot(interview, for: handover.owner).turn).turnID
        let packet = ClientPacket(type: .message, clientMessageID: "c1", turnID: turn, text: Canary.answer)
        let replies = try await together(20) { _ in
            let reply = try await space.app.conversations.post(packet, to: interview, by: handover.owner)
            return try json(reply.accepted) + (try json(reply.packets.filter { $0.type != .progress }))
        }
        #expect(Set(replies).count == 1, "everybody hears the same")
        #expect(try await handover.lines().count == 6)
        let page = try await space.app.conversations.page(interview, after: 0, limit: 100, for: handover.owner).packets
        #expect(page.count { $0.clientMessageID == "c1" } == 1)
        // Years later, after a restart, the same id is still answered as the first time.
        let later = try await space.reopened()
        let again = try await later.app.conversations.post(packet, to: interview, by: handover.owner)
        #expect(try json(again.accepted) + (try json(again.packets.filter { $0.type != .progress })) == replies[0])
        await later.app.close()
    }

    @Test func aConversationIsAboutOneClone() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked(), asker = handover["successor"]
        let id = try await space.app.asks.open(clone, by: asker)
        let conversations = space.app.conversations
        let other = CloneID("cl_other")
        #expect(try await code { try await conversations.ask("Who is the champion?", of: other, version: nil, in: id, clientID: "q", by: asker) } == .state)
        #expect(try await code { try await conversations.ask("Who is the champion?", of: clone, version: nil, in: id, clientID: "q", by: asker) } == nil)
        await space.app.close()
    }

    @Test func theSameQuestionTwentyTimesIsAskedOnce() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked()
        let asker = handover["successor"]
        let opened = try await together(20) { _ in try await space.app.asks.open(clone, by: asker, clientID: "o1") }
        #expect(Set(opened).count == 1)
        for question in ["Who is the champion?", "Which lawn mower do they own?"] {
            let replies = try await together(20) { _ in try json(try await handover.ask(question, asker, in: opened[0], clientID: "q \(question)")) }
            #expect(Set(replies).count == 1)
        }
        let page = try await space.app.conversations.page(opened[0], after: 0, limit: 100, for: asker).packets
        #expect(page.count { $0.type == .answerStart } == 2)
        #expect(try await space.app.boards.gaps(nil, in: handover.id, for: handover.manager).gaps.map(\.count) == [1])
        // What is told of an answer afterwards is no part of it.
        let answer = try #require(page.first { $0.type == .answerEnd }?.answerID)
        let before = try json(try await handover.ask("Who is the champion?", asker, in: opened[0], clientID: "q Who is the champion?"))
        try await space.app.asks.rate(answer, helpful: true, comment: "Good.", by: asker)
        let after = try json(try await handover.ask("Who is the champion?", asker, in: opened[0], clientID: "q Who is the champion?"))
        #expect(after == before)
        await space.app.close()
    }

    @Test func theSameTransferOpenedTwentyTimesIsOne() async throws {
        let space = try await Workspace.open()
        let form = Opening(
            template: Template.ID("account-handoff"), title: nil, scope: "One", reason: "Leaving", lastWorkingDay: Day("2026-07-01")!,
            people: [ParticipantForm(name: "Olaf Owner", roles: [.owner])],
            accounts: [AccountForm(name: "Brask", segment: nil, tier: .mid, renewalDate: nil, value: nil)])
        let ids = try await together(20) { _ in try await space.app.transfers.open(form, by: space.manager, clientID: "k1") }
        #expect(Set(ids).count == 1)
        #expect(try await space.app.transfers.list(for: space.manager, cursor: nil, limit: 100).ids == [ids[0]])
        #expect(try await space.app.directory.everybody().count == 2, "nobody is registered twice")
        let other = try await space.app.transfers.open(form, by: space.manager, clientID: "k2")
        #expect(other != ids[0])
        await space.app.close()
    }

    @Test func fiftyOwnersSpeakAtOnce() async throws {
        let space = try await Workspace.open()
        var rooms: [(handover: Handover, interview: Conversation.ID)] = []
        for number in 0..<50 {
            let cast = [("owner", ParticipantForm(name: "Owner \(number)", email: "owner\(number)@example.com", roles: [.owner]))]
            let handover = try await space.handover(cast: cast.map { (key: $0.0, form: $0.1) }, files: false)
            rooms.append((handover, try await handover.interview()))
        }
        let all = rooms
        _ = try await together(50 * 4) { number in
            let (handover, interview) = all[number % 50]
            let text = "The champion is Quill\(number % 50)x because of round \(number / 50) in May 2025."
            return try await handover.say(text, interview, clientID: "c\(number)")
        }
        for (number, room) in rooms.enumerated() {
            let page = try await space.app.conversations.page(room.interview, after: 0, limit: 500, for: room.handover.owner)
            #expect(page.packets.compactMap(\.seq) == Array(1...page.last))
            let said = page.packets.filter { $0.author != nil }.compactMap(\.text)
            #expect(Set(said) == Set((0..<4).map { "The champion is Quill\(number)x because of round \($0) in May 2025." }))
        }
        await space.app.close()
    }

    @Test func aStaleTurnIsAnsweredWithTheOpenOne() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        let first = try #require(try await space.app.conversations.snapshot(interview, for: handover.owner).turn)
        try await handover.say("The champion is Mara Lenz because of the pilot in May 2025.", interview, turn: first.turnID)
        let open = try #require(try await space.app.conversations.snapshot(interview, for: handover.owner).turn)
        #expect(open.turnID != first.turnID)
        let before = try await space.app.conversations.page(interview, after: 0, limit: 500, for: handover.owner).last
        do {
            try await handover.say("Too late for that one.", interview, turn: first.turnID)
            Issue.record("an answer to a turn that is not open was taken")
        } catch let error as AppError {
            #expect(error.code == .staleTurn)
            #expect(error.members["turn"]?["turn_id"]?.text == open.turnID)
            #expect(error.members["draft_kept"] == .bool(true))
        }
        #expect(try await space.app.conversations.page(interview, after: 0, limit: 500, for: handover.owner).last == before, "nothing was said")
        // The draft waits where its writer looks, without its secrets, also after a restart, until they say something else.
        #expect(try await space.app.conversations.snapshot(interview, for: handover.owner).draft == "Too late for that one.")
        _ = try await code { try await handover.say("The password is Trout-Lane-77!", interview, turn: first.turnID) }
        let reopened = handover.inside(try await space.reopened())
        let draft = try #require(try await reopened.app.conversations.snapshot(interview, for: handover.owner).draft)
        #expect(draft.contains("[removed") && !draft.contains("Trout"))
        try await reopened.say("The blocker is Jonas Weil because of the audit in May 2025.", interview)
        #expect(try await reopened.app.conversations.snapshot(interview, for: handover.owner).draft == nil)
        await reopened.app.close()
    }

    @Test func nothingOfADraftIsKeptForAnotherQuestion() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        #expect(try await space.app.conversations.snapshot(interview, for: handover.owner).draft == nil)
        await space.app.close()
    }

    @Test func whatIsNoMessageIsRefused() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        let post = { (packet: ClientPacket) in try await code { try await space.app.conversations.post(packet, to: interview, by: handover.owner) } }
        #expect(try await post(ClientPacket(type: .message, clientMessageID: nil, text: "x")) == .invalid)
        #expect(try await post(ClientPacket(type: .message, clientMessageID: "  ", text: "x")) == .invalid)
        #expect(try await post(ClientPacket(type: .message, clientMessageID: String(repeating: "c", count: 101), text: "x")) == .invalid)
        #expect(try await post(ClientPacket(type: .message, clientMessageID: "c", text: nil)) == .invalid)
        #expect(try await post(ClientPacket(type: .action, clientMessageID: "c")) == .invalid)
        #expect(try await post(ClientPacket(type: .action, clientMessageID: "c", action: .refer)) == .invalid)
        #expect(try await post(ClientPacket(type: .action, clientMessageID: "c", action: .switchAccount)) == .invalid)
        #expect(try await post(ClientPacket(type: .message, clientMessageID: "c", text: String(repeating: "x", count: 70_000))) == .tooLarge)
        let ping = ClientPacket(type: .ping, clientMessageID: nil)
        #expect(try await space.app.conversations.post(ping, to: interview, by: handover.owner).accepted.type == .pong)
        await space.app.close()
    }
}
