import FeraApp
import FeraDomain
import FeraStore
import Testing

/// A question that begins its conversation: one append, once, whoever else begins the same.
struct AskBeginTests {
    private static let question = "Who is the champion?"

    @Test func openingQuestionAndAnswerAreOneAppend() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked(), asker = handover["successor"]
        // Nothing else is written any more once nobody is to be told of the lock.
        try await eventually("nothing else is queued") {
            let jobs = try await space.app.journal.store.nextJobTime(kind: "askers.tell")
            let before = space.app.journal.store.statistics.requests
            _ = try await space.app.conversations.begin(Self.question, about: clone, version: nil, clientID: nil, by: asker)
            return jobs == nil && space.app.journal.store.statistics.requests == before + 1
        }
        let begun = try await space.app.conversations.begin(Self.question, about: clone, version: nil, clientID: nil, by: asker)
        #expect(begun.packets.first?.type == .answerStart && begun.packets.last?.type == .answerEnd)
        let page = try await space.app.conversations.page(begun.conversation, after: 0, limit: 100, for: asker)
        #expect(page.packets.first?.code == "opened" && page.packets.compactMap(\.seq) == Array(1...page.last))
        // What was told at once is what is read afterwards, and what the log tells after a restart.
        #expect(try json(begun.packets) == (try json(Array(page.packets.dropFirst()))))
        let later = try await space.reopened()
        #expect(try json(try await later.app.conversations.page(begun.conversation, after: 1, limit: 100, for: asker).packets) == (try json(begun.packets)))
        // It goes on.
        let again = try await later.app.conversations.ask(Self.question, version: nil, in: begun.conversation, clientID: nil, by: asker)
        #expect(again.first?.seq == page.last + 1)
        await later.app.close()
    }

    @Test func theSameBeginningIsOneConversationAndOneQuestion() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked(), asker = handover["successor"]
        var all: [(question: String, told: String)] = []
        for question in [Self.question, "Which lawn mower do they own?"] {
            let begun = try await together(20) { _ in
                let begun = try await space.app.conversations.begin(question, about: clone, version: nil, clientID: "b \(question)", by: asker)
                return "\(begun.conversation) " + (try json(begun.packets))
            }
            #expect(Set(begun).count == 1)
            let id = try #require(Conversation.ID(rawValue: String(begun[0].prefix { $0 != " " })))
            #expect(try await space.app.conversations.page(id, after: 0, limit: 100, for: asker).packets.count { $0.type == .answerStart } == 1)
            all.append((question, begun[0]))
        }
        // After a restart nothing of it is in memory: the log says that it is there.
        let later = try await space.reopened()
        for (question, told) in all {
            let once = try await later.app.conversations.begin(question, about: clone, version: nil, clientID: "b \(question)", by: asker)
            #expect("\(once.conversation) " + (try json(once.packets)) == told)
        }
        await later.app.close()
    }

    @Test func aConversationThatWasOpenedOnlyIsGoneOnWith() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked(), asker = handover["successor"]
        let opened = try await space.app.asks.open(clone, by: asker, clientID: "o1")
        let later = try await space.reopened()
        let begun = try await later.app.conversations.begin(Self.question, about: clone, version: nil, clientID: "o1", by: asker)
        #expect(begun.conversation == opened && begun.packets.first?.seq == 2)
        await later.app.close()
    }

    @Test func whatIsRefusedLeavesNothing() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked(), conversations = space.app.conversations
        let before = space.app.journal.store.statistics.events
        #expect(try await code { try await conversations.begin("  ", about: clone, version: nil, clientID: nil, by: handover["successor"]) } == .invalid)
        #expect(try await code { try await conversations.begin("Who?", about: clone, version: nil, clientID: nil, by: handover["stranger"]) } == .notFound)
        #expect(try await code { try await conversations.begin("Who?", about: clone, version: 7, clientID: nil, by: handover["successor"]) } == .notFound)
        #expect(space.app.journal.store.statistics.events == before)
        // A question that the clone does not answer raises its gap, whose conversation is there.
        let refused = try await conversations.begin("Which lawn mower do they own?", about: clone, version: nil, clientID: nil, by: handover["successor"])
        #expect(refused.packets.last?.type == .refused)
        let gap = try #require(refused.packets.last?.gapID)
        #expect(try await handover.state().gaps[gap]?.conversations == [refused.conversation])
        await space.app.close()
    }
}
