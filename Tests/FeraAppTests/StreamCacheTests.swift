import FeraApp
import FeraDomain
import FeraStore
import FeraTestSupport
import Foundation
import Synchronization
import Testing

/// What is kept of conversations: those that go on, and few of those that rest.
@Suite struct StreamCacheTests {
    private final class Count: Sendable { let folded = Mutex<[String: Int]>([:]) }

    private func withCache(
        capacity: Int, seen: Int, _ body: (StreamCache<Int>, Journal, @Sendable (String) -> Int) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder(), count = Count()
        let store = try await Store.open(folder: folder.file("data"), clock: { 1 })
        let journal = Journal(store: store, now: { Timestamp(milliseconds: 1) }, log: { _ in })
        let cache = StreamCache<Int>(journal: journal, capacity: capacity, seen: seen) { name in
            count.folded.withLock { $0[name, default: 0] += 1 }
            return 0
        } apply: { state, _ in
            state += 1
        }
        for number in 0..<20 {
            let drafts = (0...number).map { _ in EventDraft(type: "test.said", payload: [], at: 1) }
            _ = try await journal.append(Append([StreamPart("s\(number)", expectedSeq: 0, drafts)]))
        }
        try await body(cache, journal) { name in count.folded.withLock { $0[name] ?? 0 } }
        await store.close()
    }

    private func said(_ journal: Journal, _ stream: String, _ seq: Int64) async throws -> [StoredEvent] {
        let part = StreamPart(stream, expectedSeq: seq, [EventDraft(type: "test.said", payload: [], at: 1)])
        guard case .appended(let events) = try await journal.append(Append([part])) else { return [] }
        return events
    }

    @Test func whatIsOnlyLookedAtMakesRoomForTheNext() async throws {
        try await withCache(capacity: 100, seen: 4) { cache, journal, folded in
            let busy = try await cache.entry("s0")
            try cache.advanced("s0", busy, by: try await said(journal, "s0", 1))
            for number in 1..<20 {
                let entry = try await cache.entry("s\(number)")
                #expect(entry.state == number + 1 && entry.seq == Int64(number + 1))
                // Filled with words as it is, it is still one that was only looked at.
                cache.keep(filled: entry, of: "s\(number)")
            }
            let known = (0..<20).filter { cache.known("s\($0)") != nil }
            #expect(known.count <= 5 && known.contains(0) && known.contains(19) && !known.contains(1), "\(known)")
            #expect(try await cache.entry("s0").state == 2 && folded("s0") == 1)
            #expect(try await cache.entry("s1").state == 2 && folded("s1") == 2)
        }
    }

    @Test func whatWasUsedOfLateStays() async throws {
        try await withCache(capacity: 100, seen: 8) { cache, _, folded in
            for number in 0..<20 {
                _ = try await cache.entry("s\(number)")
                #expect(cache.known("s0") != nil, "it is used all the time")
            }
            #expect(folded("s0") == 1)
        }
    }

    @Test func whoRestsIsReadAgainWhenItGoesOn() async throws {
        try await withCache(capacity: 100, seen: 100) { cache, journal, folded in
            let first = try await cache.entry("s3")
            let changed = try cache.advanced("s3", first, by: try await said(journal, "s3", 4))
            _ = try await cache.entry("s4")
            #expect(!cache.forget(unusedSince: .now - .seconds(60)) && cache.known("s3")?.state == changed.state && cache.known("s4") != nil)
            #expect(cache.forget(unusedSince: .now + .seconds(1)) && cache.known("s3") == nil && cache.known("s4") == nil)
            let again = try await cache.entry("s3")
            #expect(again.state == 5 && again.seq == 5 && folded("s3") == 2)
        }
    }
}
