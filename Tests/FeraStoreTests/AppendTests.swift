import FeraSQLite
import Testing

@testable import FeraStore

@Suite struct AppendTests {
    @Test func eventsComeBackAsTheyWent() async throws {
        let space = Workspace()
        let store = try await space.open()
        let payload: [UInt8] = Array("{\"a\": 1.0, \"b\":\"e\u{0301}/\"}".utf8)
        let first = EventDraft(type: "answer.given", version: 3, payload: payload, at: -5, by: nil, clientID: "c1")
        let outcome = try await store.append(Append([StreamPart("interview/1", expectedSeq: 0, [first, draft("two")])]))
        #expect(outcome.events.map(\.seq) == [1, 2])
        #expect(outcome.events.map(\.position) == [1, 2])
        let read = try await store.events(stream: "interview/1", limit: 10)
        #expect(read == outcome.events)
        #expect(read.first?.payload == payload)
        #expect(try await store.streamHead("interview/1") == 2)
        #expect(try await store.streamHead("interview/2") == 0)
        #expect(try await store.events(stream: "interview/1", after: 1, limit: 10).map(\.seq) == [2])
        #expect(try await store.events(afterPosition: 0, limit: 1).map(\.position) == [1])
        await store.close()
        let again = try await space.open()
        #expect(try await again.events(afterPosition: 0, limit: 10) == read)
    }

    @Test func aStaleSeqIsAConflictThatSaysWhereTheStreamStands() async throws {
        let store = try await Workspace().open()
        _ = try await store.append(Append([StreamPart("s", expectedSeq: 0, [draft("one")])]))
        let error = await expectRefusal(.conflict) { _ = try await store.append(Append([StreamPart("s", expectedSeq: 0, [draft("two")])])) }
        #expect(error?.currentSeq == 1)
        await expectRefusal(.conflict) { _ = try await store.append(Append([StreamPart("s", expectedSeq: 2, [draft("two")])])) }
        #expect(try await store.append(Append([StreamPart("s", expectedSeq: nil, [draft("two")])])).events.map(\.seq) == [2])
    }

    @Test func theSameClientIDGetsTheSameAnswer() async throws {
        let store = try await Workspace().open()
        let first = try await store.append(Append([StreamPart("s", expectedSeq: 0, [draft("one", clientID: "c1")])])).events
        let again = Append(
            [StreamPart("other", expectedSeq: 0, [draft("x")]), StreamPart("s", expectedSeq: 0, [draft("changed", clientID: "c1")])],
            texts: [TextDraft(id: "t1", content: "words")])
        #expect(try await store.append(again) == .duplicate(of: try #require(first.first)))
        #expect(try await store.streamHead("other") == 0)
        #expect(try await store.texts(["t1"]).isEmpty)
        // Another stream may use the id.
        #expect(try await store.append(Append([StreamPart("t", expectedSeq: 0, [draft("one", clientID: "c1")])])).events.count == 1)
    }

    @Test func severalStreamsAreOneUnit() async throws {
        let store = try await Workspace().open()
        let both = Append([StreamPart("a", expectedSeq: 0, [draft("1")]), StreamPart("b", expectedSeq: 0, [draft("2"), draft("3")])])
        #expect(try await store.append(both).events.map { "\($0.stream)\($0.seq)@\($0.position)" } == ["a1@1", "b1@2", "b2@3"])
        let mixed = Append(
            [StreamPart("a", expectedSeq: 1, [draft("4")]), StreamPart("b", expectedSeq: 0, [draft("5")])],
            texts: [TextDraft(id: "t", content: "w")], audit: [AuditDraft(at: 1, actor: "p", action: "x", subject: "y")],
            jobs: [JobDraft(id: "j", kind: "k", payload: [], runAt: 0)])
        let error = await expectRefusal(.conflict) { _ = try await store.append(mixed) }
        #expect(error?.currentSeq == 2)
        #expect(try await store.streamHead("a") == 1)
        #expect(try await store.texts(["t"]).isEmpty)
        #expect(try await store.auditLines(limit: 1).isEmpty)
        #expect(try await store.nextJobTime(kind: "k") == nil)
        // Nothing of the refused append used up a position.
        #expect(try await store.append(Append([StreamPart("c", expectedSeq: 0, [draft("6")])])).events.map(\.position) == [4])
    }

    @Test func whatContradictsItselfIsRefused() async throws {
        let store = try await Workspace().open()
        let one = [draft("1")]
        await expectRefusal(.invalid) { _ = try await store.append(Append([StreamPart("", expectedSeq: 0, one)])) }
        await expectRefusal(.invalid) { _ = try await store.append(Append([StreamPart("s", expectedSeq: 0, [])])) }
        await expectRefusal(.invalid) {
            _ = try await store.append(Append([StreamPart("s", expectedSeq: 0, one), StreamPart("s", expectedSeq: 1, one)]))
        }
        await expectRefusal(.invalid) {
            _ = try await store.append(Append([StreamPart("s", expectedSeq: 0, [draft("1", clientID: "c"), draft("2", clientID: "c")])]))
        }
        await expectRefusal(.invalid) { _ = try await store.append(Append(texts: [TextDraft(id: "t", salt: [1], content: "w")])) }
        await expectRefusal(.notFound) { _ = try await store.append(Append(erasures: ["nothing"])) }
        await expectRefusal(.notFound) { _ = try await store.append(Append(finishedJobs: ["nothing"])) }
        _ = try await store.append(Append(texts: [TextDraft(id: "t", content: "w")]))
        await expectRefusal(.invalid) { _ = try await store.append(Append(texts: [TextDraft(id: "t", content: "v")])) }
        #expect(try await store.events(afterPosition: 0, limit: 1).isEmpty)
    }

    @Test func theLogCannotBeRewritten() async throws {
        let space = Workspace()
        let clumsy = Projection(name: "clumsy", version: 1, schema: "CREATE TABLE clumsy(a)") { event, db in
            if event.type == "test.rewrite" { try db.run("UPDATE events SET payload = x'00'") }
            if event.type == "test.delete" { try db.run("DELETE FROM events") }
        }
        let store = try await space.open([clumsy])
        _ = try await store.append(Append([StreamPart("s", expectedSeq: 0, [draft("1")])]))
        for type in ["test.rewrite", "test.delete"] {
            let event = EventDraft(type: type, payload: [], at: 0)
            await expectRefusal(.projection) { _ = try await store.append(Append([StreamPart("s", expectedSeq: 1, [event])])) }
        }
        #expect(try await store.events(stream: "s", limit: 10).count == 1)
    }
}
