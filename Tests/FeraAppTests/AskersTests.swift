import FeraApp
import FeraDomain
import FeraStore
import Foundation
import Testing

/// Who was refused a question hears of the version that answers it: everybody who asked, once, and not while somebody locks.
struct AskersTests {
    static let question = "Which forklift brand runs in the grinding shop?"

    /// Locked once, and asked by several who are all refused.
    private func refused(_ keys: [String]) async throws -> (handover: Handover, asks: [String: Conversation.ID]) {
        let handover = try await Workspace.open().handover()
        let clone = try await handover.locked()
        var asks: [String: Conversation.ID] = [:]
        for key in keys {
            let id = try await handover.app.asks.open(clone, by: handover[key])
            #expect(try await handover.ask(Self.question, handover[key], in: id).last?.type == .refused)
            asks[key] = id
        }
        return (handover, asks)
    }

    private func answered(_ handover: Handover, _ text: String) async throws {
        try await handover.say(text, try #require(try await handover.account().interviewID))
        try await handover.finishPass()
        try await handover.approveEverything()
    }

    private func gap(_ handover: Handover) async throws -> Gap.Status? {
        try await handover.app.boards.gaps(nil, in: handover.id, for: handover.manager).gaps.first?.status
    }

    private func notices(_ handover: Handover, _ id: Conversation.ID, _ key: String) async throws -> [Packet] {
        try await handover.app.conversations.page(id, after: 0, limit: 200, for: handover[key]).packets.filter { $0.code == "gap_answered" }
    }

    @Test func whoMayNotReadTheAnswerWaitsUntilTheyMay() async throws {
        let (handover, asks) = try await refused(["successor", "reader"])
        let successor = try #require(asks["successor"]), reader = try #require(asks["reader"])
        // The answer is commercial: the successor reads it, the reader does not.
        try await answered(handover, "The forklift brand in the grinding shop is Quillhoist, because sanctions forbid the other one.")
        #expect(try await handover.line("Quillhoist").label == .commercial)
        #expect(try await handover.lock() == 2)
        try await eventually("the successor is told") { try await !notices(handover, successor, "successor").isEmpty }
        #expect(try await notices(handover, reader, "reader").isEmpty)
        #expect(try await gap(handover) != .closed, "somebody waits")

        let line = try await handover.line("Quillhoist")
        let text = "The forklift brand in the grinding shop is Quillhoist."
        let corrected = try await handover.app.reviews.pass(line.id, .correct, text: text, revision: line.revision, by: handover.owner)
        #expect(corrected.label == .internal)
        try await handover.approveEverything()
        #expect(try await handover.lock() == 3)
        try await eventually("nobody waits any more") { try await gap(handover) == .closed }
        #expect(try await notices(handover, reader, "reader").map(\.text) == ["Version 3 answers what you asked: \(Self.question)"])
        #expect(try await notices(handover, successor, "successor").count == 1, "who was told is not told twice")
        await handover.app.close()
    }

    @Test func whoIsRefusedAfterTheGapWasClosedWaitsToo() async throws {
        let (handover, asks) = try await refused(["successor"])
        try await answered(handover, "The forklift brand in the grinding shop is Quillhoist, because sanctions forbid the other one.")
        try await handover.lock()
        try await eventually("the gap is closed") { try await gap(handover) == .closed }
        #expect(asks.count == 1)
        #expect(try await handover.ask(Self.question, handover["reader"]).last?.type == .refused)
        #expect(try await gap(handover) == .open, "it stands on the manager's list again")
        await handover.app.close()
    }

    @Test func oneWhoCannotBeToldHoldsUpNeitherTheLockNorTheOthers() async throws {
        let (handover, asks) = try await refused(["successor", "interim"])
        let broken = try #require(asks["successor"]), whole = try #require(asks["interim"])
        try await answered(handover, "The forklift brand in the grinding shop is Quillhoist, because the ramp is steep.")
        // A newer program wrote something that this one cannot read.
        let journal = handover.app.journal
        _ = try await journal.append(Append([StreamPart(Asks.stream(broken), expectedSeq: nil, [journal.draft("ask.future", Data("{}".utf8), by: nil)])]))
        let space = try await handover.space.reopened(), later = handover.inside(space)
        #expect(try await later.lock() == 2)
        try await eventually("the other is told") { try await !notices(later, whole, "interim").isEmpty }
        try await eventually("the job waits for its next attempt") { try await space.app.journal.store.nextJobTime(kind: "askers.tell") != nil }
        #expect(space.log.lines.contains { $0.contains("job askers.tell:") && $0.contains("attempt 1") }, "\(space.log.lines)")
        #expect(try await gap(later) != .closed)
        // It is not lost: the next process tries again.
        space.clock.advance(hours: 1)
        let next = try await space.reopened()
        try await eventually("it is tried again") { next.log.lines.contains { $0.contains("attempt 2") } }
        #expect(try await notices(handover.inside(next), whole, "interim").count == 1)
        await next.app.close()
    }

    @Test func whatALockHasLeftIsDoneAtTheNextStart() async throws {
        let (handover, asks) = try await refused(["reader"])
        let reader = try #require(asks["reader"])
        try await answered(handover, "The forklift brand in the grinding shop is Quillhoist, because sanctions forbid the other one.")
        try await handover.lock()
        try await eventually("the lock's own job is done") { try await handover.app.journal.store.nextJobTime(kind: "askers.tell") == nil }
        #expect(try await notices(handover, reader, "reader").isEmpty)
        try await handover.set("reader", [.successor])
        // As a crash leaves it: the job lies in the queue and nobody was woken.
        let payload = Array(#"{"transfer":"\#(handover.id)","account":"\#(handover.account)"}"#.utf8)
        _ = try await handover.app.journal.append(Append(jobs: [JobDraft(id: "askers.tell:x", kind: "askers.tell", payload: payload, runAt: 0)]))
        let next = try await handover.space.reopened(), later = handover.inside(next)
        try await eventually("the asker is told") { try await gap(later) == .closed }
        #expect(try await notices(later, reader, "reader").count == 1)
        await next.app.close()
    }

    @Test func aCompletedQuestionKeepsItsLabelsWhenItIsToldAgain() async throws {
        let road = try await ModelRoad()
        let app = road.application
        let clone = try await road.lock(["Piers Aldous got the discount of 12 percent on the yearly price."])
        let id = try await app.asks.open(clone, by: road.successor)
        func ask(_ text: String, _ number: Int) async throws {
            let packet = ClientPacket(type: .message, clientMessageID: "q\(number)", text: text)
            _ = try await app.conversations.post(packet, to: id, by: road.successor)
        }
        try await ask("Who got the discount on the yearly price?", 1)
        try await ask("Does he distrust vendors since the outage?", 2)
        // Enough questions between, so that what the name was taken from is forgotten.
        for number in 3...8 { try await ask("Which lawn mower number \(number) mows the roof garden?", number) }
        #expect(try await road.lock(["Piers Aldous distrusts vendors since the outage in March 2024."]) == clone)
        func page() async throws -> [Packet] { try await app.conversations.page(id, after: 0, limit: 200, for: road.successor).packets }
        try await eventually("it is told") {
            let packets = try await page()
            return packets.contains { $0.code == "gap_answered" } && packets.last?.type == .answerEnd
        }
        let told = try await page()
        #expect(told.first { $0.code == "gap_answered" }?.text == "Version 2 answers what you asked: Does he distrust vendors since the outage?")
        let again = try #require(told.last { $0.type == .answerStart })
        #expect(again.question == "Does he distrust vendors since the outage?")
        #expect(again.completedQuestion == "Does Piers Aldous distrust vendors since the outage?")
        // Without the right to the discount's answer the name in the question is not shown either.
        let person = try await app.directory.person(road.successor.person)
        let form = ParticipantForm(name: person.name, email: person.email, roles: [.reader])
        try await app.transfers.set(form, in: road.transfer, by: road.manager)
        let narrowed = try json(try await page().filter { $0.type == .answerStart || $0.code == "gap_answered" })
        #expect(!narrowed.contains("Aldous"), "\(narrowed)")
        await app.close()
    }
}
