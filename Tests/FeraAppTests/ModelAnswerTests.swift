import FeraApp
import FeraDomain
import FeraStore
import FeraTestSupport
import Foundation
import Testing

@Suite struct ModelAnswerTests {
    private let question = "Who champions us at Tallow Ridge?"
    private let own = ModelRoad.answers[0]

    private func ask(_ road: ModelRoad, _ clone: CloneID, _ question: String, by who: Principal? = nil) async throws -> (id: Conversation.ID, packets: [Packet])
    {
        let who = who ?? road.successor
        let id = try await road.application.asks.open(clone, by: who)
        let reply = try await road.application.conversations.post(ClientPacket(type: .message, clientMessageID: "q1", text: question), to: id, by: who)
        return (id, reply.packets)
    }

    private func end(_ application: Application, _ id: Conversation.ID) async throws -> AskEvent.Ended {
        let last = try #require(try await application.journal.events(of: Asks.stream(id)).last)
        guard case .answered(let end) = try AskEvent(type: last.type, payload: Data(last.payload)) else { throw UnknownEventType(type: last.type) }
        return end
    }

    private func sentences(_ packets: [Packet]) -> [String] { packets.filter { $0.type == .sentence }.compactMap(\.text) }

    @Test func sentencesAreStoredAndShownOneByOne() async throws {
        let model = try ModelServer { _ in
            .says(
                ["Helen Marchetti champions us at Tallow Ridge [p1]. Helen", " Marchetti reads every monthly report before the board meets [p1]."], isHeld: true
            )
        }
        let road = try await ModelRoad(backend: try model.backend())
        let clone = try await road.lock()
        let id = try await road.application.asks.open(clone, by: road.successor)
        let (seen, deliver) = AsyncStream.makeStream(of: Packet.self)
        let follower = try await road.application.conversations.follow(id, after: 1, for: road.successor) { delivery in
            deliver.yield(delivery.packet)
            return true
        }
        async let reply = road.application.conversations.post(ClientPacket(type: .message, clientMessageID: "q1", text: question), to: id, by: road.successor)
        var packets = seen.makeAsyncIterator()
        #expect(await packets.next()?.type == .answerStart)
        // The model has not said the second sentence, and will not before the first one was seen.
        let first = try #require(await packets.next())
        #expect(first.text == "Helen Marchetti champions us at Tallow Ridge.")
        #expect(first.citations?.first?.quote == own)
        #expect(try await road.application.journal.events(of: Asks.stream(id)).last?.seq == first.seq)
        model.go()
        #expect(await packets.next()?.text == "Helen Marchetti reads every monthly report before the board meets.")
        #expect(await packets.next()?.ended == "answered")
        follower.stop()
        #expect(try await reply.packets.map(\.type) == [.answerStart, .sentence, .sentence, .answerEnd])
        #expect(try await end(road.application, id).prompt == "ask@1")
        // The same message again is answered as the first time, and the model is not asked again.
        let again = try await road.application.conversations.post(
            ClientPacket(type: .message, clientMessageID: "q1", text: question), to: id, by: road.successor)
        #expect(again.packets.map(\.seq) == (try await reply.packets.map(\.seq)))
        #expect(model.asked.count == 1)
        await road.application.close()
        await model.stop()
    }

    @Test(arguments: [
        ("Helen Marchetti champions us at Tallow Ridge since 2019 [p1].", "number"),
        ("Helen Marchetti never champions us at Tallow Ridge [p1].", "negation"),
        ("Helen Marchetti champions us at Tallow Ridge [p9].", "invalid_citation"),
        ("Greta Olsen champions us at Tallow Ridge [p1].", "name"),
        ("Helen Marchetti champions us at Tallow Ridge.", "no_citation"),
        ("NOT_IN_CLONE", "no_citation"),
    ])
    func aLieIsHeldBackAndTheClonesOwnWordsStand(lie: String, reason: String) async throws {
        let model = try ModelServer { _ in .says([lie]) }
        let road = try await ModelRoad(backend: try model.backend())
        let asked = try await ask(road, try await road.lock(), question)
        #expect(sentences(asked.packets) == [own])
        let end = try await end(road.application, asked.id)
        #expect(end.heldBack.count == 1 && end.heldBack[0].split(separator: ",").contains(Substring(reason)), "\(end.heldBack)")
        await road.application.close()
        await model.stop()
    }

    @Test func aQuestionThatBeginsItsConversationIsWordedToo() async throws {
        let model = try ModelServer { _ in .says(["Helen Marchetti champions us at Tallow Ridge [p1]."]) }
        let road = try await ModelRoad(backend: try model.backend())
        let clone = try await road.lock(), conversations = road.application.conversations
        let begun = try await conversations.begin(question, about: clone, version: nil, clientID: "b1", by: road.successor)
        #expect(begun.packets.map(\.type) == [.answerStart, .sentence, .answerEnd] && begun.packets.map(\.seq) == [2, 3, 4])
        #expect(begun.packets.last?.answerID?.hasSuffix(".2") == true)
        let again = try await conversations.begin(question, about: clone, version: nil, clientID: "b1", by: road.successor)
        #expect(again.conversation == begun.conversation && again.packets.map(\.seq) == [2, 3, 4] && model.asked.count == 1)
        let page = try await conversations.page(begun.conversation, after: 0, limit: 10, for: road.successor).packets
        #expect(page.map(\.type) == [.notice, .answerStart, .sentence, .answerEnd])
        await road.application.close()
        await model.stop()
    }

    @Test func aDroppedNotIsHeldBackAndTheTrueSentenceStands() async throws {
        let model = try ModelServer { _ in .says(["We call Piers Aldous without Helen [p1]. We never call Piers Aldous without Helen [p1]."]) }
        let road = try await ModelRoad(backend: try model.backend())
        let asked = try await ask(road, try await road.lock(), "May we call Piers Aldous without Helen?")
        #expect(sentences(asked.packets) == ["We never call Piers Aldous without Helen."])
        #expect(try await end(road.application, asked.id).heldBack.count == 1)
        await road.application.close()
        await model.stop()
    }

    @Test func withoutTheBackendTheAnswerIsExtractive() async throws {
        let model = try ModelServer { _ in .fails(500) }
        let road = try await ModelRoad(backend: try model.backend())
        let asked = try await ask(road, try await road.lock(), question)
        #expect(sentences(asked.packets) == [own])
        #expect(try await end(road.application, asked.id).heldBack == ["model:service_failed"])
        await road.application.close()
        await model.stop()
    }

    @Test func whatBreaksOffIsEndedByTheClonesOwnWords() async throws {
        let model = try ModelServer { _ in .breaksOff(["Helen Marchetti champions us [p1]. Helen Marchetti reads"]) }
        let road = try await ModelRoad(backend: try model.backend())
        let asked = try await ask(road, try await road.lock(), question)
        // What the passage says was told already by the sentence that passed.
        #expect(sentences(asked.packets) == ["Helen Marchetti champions us."])
        #expect(try await end(road.application, asked.id).heldBack == ["model:interrupted"])
        await road.application.close()
        await model.stop()
    }

    @Test func aPassageAboveTheCeilingIsNeverSent() async throws {
        let model = try ModelServer { _ in .says(["The discount is 12 percent on the yearly price [p1]."]) }
        let road = try await ModelRoad(backend: try model.backend(ceiling: .internal))
        let clone = try await road.lock()
        let asked = try await ask(road, clone, "What is the discount on the yearly price?")
        #expect(sentences(asked.packets) == [ModelRoad.answers[3]])
        #expect(model.asked.isEmpty)
        // An internal one is sent, and nothing beside it.
        _ = try await ask(road, clone, question)
        #expect(model.asked.count == 1)
        #expect(model.asked.allSatisfy { $0.contains("[p1] " + own) && !$0.contains("[p2]") && !$0.contains("12 percent") })
        await road.application.close()
        await model.stop()
    }

    @Test func aNameFromAnAnswerAboveTheCeilingIsNotSentEither() async throws {
        let model = try ModelServer { _ in .says(["Piers Aldous distrusts vendors [p1]."]) }
        let road = try await ModelRoad(backend: try model.backend(ceiling: .internal))
        let clone = try await road.lock([
            "Piers Aldous got the discount of 12 percent on the yearly price.", "Piers Aldous distrusts vendors since the outage in March 2024.",
        ])
        let id = try await road.application.asks.open(clone, by: road.successor)
        for (number, question) in ["Who got the discount on the yearly price?", "Does he distrust vendors since the outage?"].enumerated() {
            _ = try await road.application.conversations.post(
                ClientPacket(type: .message, clientMessageID: "q\(number)", text: question), to: id, by: road.successor)
        }
        let page = try await road.application.conversations.page(id, after: 1, limit: 100, for: road.successor)
        #expect(page.packets.last { $0.type == .answerStart }?.completedQuestion == "Does Piers Aldous distrust vendors since the outage?")
        #expect(sentences(page.packets).last == "Piers Aldous distrusts vendors since the outage in March 2024.")
        #expect(model.asked.isEmpty)
        await road.application.close()
        await model.stop()
    }

    @Test func anAnswerThatACrashCutOffIsEndedAtTheNextLook() async throws {
        let road = try await ModelRoad()
        let clone = try await road.lock()
        let id = try await road.application.asks.open(clone, by: road.successor)
        // As it stands in the log after a crash: asked, and nothing more.
        let words = road.application.journal.mint.text(question)
        let event = AskEvent.asked(.init(question: words.ref, completed: nil, version: 1))
        let draft = road.application.journal.draft(event.type, try event.payload(), by: road.successor.person, clientID: "q1")
        _ = try await road.application.journal.append(Append([StreamPart(Asks.stream(id), expectedSeq: 1, [draft])], texts: [words.draft]))
        await road.application.close()

        let reopened = try await ModelRoad.open(road.folder, backend: nil)
        let page = try await reopened.conversations.page(id, after: 1, limit: 100, for: road.successor)
        #expect(page.packets.map(\.type) == [.answerStart, .sentence, .answerEnd])
        #expect(sentences(page.packets) == [own])
        #expect(try await end(reopened, id).heldBack == ["interrupted"])
        let again = try await reopened.conversations.post(ClientPacket(type: .message, clientMessageID: "q1", text: question), to: id, by: road.successor)
        #expect(again.packets.map(\.seq) == [2, 3, 4])
        await reopened.close()
    }
}
