import FeraApp
import FeraCrypto
import FeraDomain
import FeraInterview
import FeraLLM
import FeraStore
import FeraTestSupport
import Foundation
import Testing

@Suite struct ModelWordingTests {
    /// The question in a prompt.
    private static func question(_ prompt: String) -> String {
        let parts = prompt.components(separatedBy: "⟦question⟧\n")
        return parts.count > 1 ? parts[1].components(separatedBy: "\n⟦/question⟧")[0] : ""
    }

    private func turns(_ application: Application, _ id: Conversation.ID) async throws -> [Turn] {
        try await application.journal.events(of: Interviews.stream(id)).compactMap { event in
            if case .turnOpened(let turn) = try InterviewEvent(type: event.type, payload: Data(event.payload)).body { turn } else { nil }
        }
    }

    private func opened(_ road: ModelRoad) async throws -> Conversation.ID {
        let id = try await road.application.interviews.open(road.account, in: road.transfer, by: road.manager)
        _ = try await road.application.conversations.snapshot(id, for: road.owner)
        return id
    }

    @Test func aQuestionIsPutInTheModelsWordsAndKeepsItsPrompt() async throws {
        let model = try ModelServer { .says(["Could you tell me: " + Self.question($0)]) }
        let road = try await ModelRoad(backend: try model.backend(ceiling: .security))
        let id = try await opened(road)
        let turn = try #require(try await turns(road.application, id).first)
        #expect(turn.wordedBy == "interview-question@1")
        let shown = try #require(try await road.application.conversations.snapshot(id, for: road.owner).turn?.text)
        #expect(shown == "Could you tell me: " + Self.question(try #require(model.received.first)))
        // The words in the store are the ones that the event vouches for.
        let stored = try #require(try await road.application.journal.store.texts([turn.text.id.rawValue])[turn.text.id.rawValue])
        #expect(stored.content == shown)
        #expect(StoredText.seal(salt: try #require(stored.salt), content: shown).hex == turn.text.hash)
        let state = try await road.application.interviews.file(id).state
        await road.application.close()

        let reopened = try await ModelRoad.open(road.folder, backend: nil)
        #expect(try await reopened.conversations.snapshot(id, for: road.owner).turn?.text == shown)
        #expect(try await reopened.interviews.file(id).state == state)
        await reopened.close()
        await model.stop()
    }

    @Test(arguments: ["Could you name 3 of them: ", "Could you ask Greta Olsen: ", "Is it fine? "])
    func anotherQuestionIsNotPut(lie: String) async throws {
        let model = try ModelServer { .says([lie + Self.question($0)]) }
        let road = try await ModelRoad(backend: try model.backend(ceiling: .security))
        let id = try await opened(road)
        let turn = try #require(try await turns(road.application, id).first)
        #expect(turn.wordedBy == nil)
        #expect(try await road.application.conversations.snapshot(id, for: road.owner).turn?.text == Self.question(try #require(model.received.first)))
        await road.application.close()
        await model.stop()
    }

    @Test func aQuestionAboveTheCeilingIsNotSent() async throws {
        let model = try ModelServer { .says(["Could you tell me: " + Self.question($0)]) }
        let road = try await ModelRoad(backend: try model.backend(ceiling: .open))
        let id = try await opened(road)
        _ = try await road.application.interviews.perform(.answer(turn: nil, text: ModelRoad.answers[0]), in: id, by: road.owner.person, clientID: nil)
        #expect(try await turns(road.application, id).allSatisfy { $0.wordedBy == nil })
        #expect(model.received.isEmpty)
        await road.application.close()
        await model.stop()
    }
}
