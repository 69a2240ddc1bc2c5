import FeraSQLite
import Testing

@testable import FeraStore

/// A stream is read from its end along the positions its events name; every page of it is what an index would have given.
@Suite struct StreamReadTests {
    @Test func everyPageOfInterleavedStreamsIsThere() async throws {
        let store = try await Workspace().open()
        for round in 0..<40 {
            for stream in 0..<3 where round % (stream + 1) == 0 {
                _ = try await store.append(Append([StreamPart("s\(stream)", expectedSeq: nil, [draft("\(round)"), draft("\(round) again")])]))
            }
        }
        let all = try await store.events(afterPosition: 0, limit: 1_000)
        #expect(all.map(\.position) == Array(1...Int64(all.count)))
        for name in ["s0", "s1", "s2"] {
            let stream = all.filter { $0.stream == name }
            #expect(stream.map(\.seq) == Array(1...Int64(stream.count)))
            for after in [-1, 0, 1, 7, stream.count - 1, stream.count, stream.count + 5] {
                for limit in [0, 1, 2, 9, stream.count, 1_000] {
                    let page = try await store.events(stream: name, after: Int64(after), limit: limit)
                    #expect(page == Array(stream.dropFirst(max(0, after)).prefix(limit)), "\(name) after \(after), at most \(limit)")
                }
            }
        }
        #expect(try await store.events(stream: "nobody", limit: 10) == [])
    }

    @Test(arguments: ["UPDATE events SET previous = 1 WHERE position = 4", "DELETE FROM events WHERE position = 3"])
    func aBrokenStreamIsSaidAndNotReadAround(_ damage: String) async throws {
        let space = Workspace()
        let store = try await space.open()
        for name in ["a", "b", "a", "a", "b"] { _ = try await store.append(Append([StreamPart(name, expectedSeq: nil, [draft("x")])])) }
        do {
            let db = try SQLConnection(path: space.folder + "/fera.sqlite", access: .write)
            try db.runScript("DROP TRIGGER events_stay; DROP TRIGGER events_remain; \(damage)")
        }
        await expectRefusal(.damaged) { _ = try await store.events(stream: "a", limit: 10) }
        #expect(try await store.events(stream: "b", limit: 10).map(\.seq) == [1, 2])
        await store.close()
        // The next start looks at the end of the log and does not begin.
        let error = await expectRefusal(.damaged) { _ = try await space.open() }
        #expect(error?.message.contains("fera restore") == true)
    }
}
