package import FeraStore
import Synchronization

/// Wakes who follows a conversation when something was committed to it. It carries no packets: a follower reads the log
/// from where it stands, so nothing can be missed, doubled or out of order. Where several follow, it keeps what the first of them has
/// read, for the others who may see the same.
package final class Hub: Sendable {
    /// One followed stream.
    private struct Feed {
        var wakes: [UInt64: @Sendable () -> Void] = [:]
        /// The last seq that was committed since somebody follows, 0 while nothing was.
        var head: Int64 = 0
        var pages: [Audience: SharedPage] = [:]
    }

    private struct State {
        var feeds: [String: Feed] = [:]
        var nextID: UInt64 = 0
        var count = 0
        /// Of all pages that are kept.
        var bytes = 0
        /// Rises whenever words were erased.
        var generation = 0
        var made = 0
        var shared = 0
    }
    private let state = Mutex(State())
    private let onRights = Mutex<(@Sendable ([StoredEvent]) -> Void)?>(nil)
    private let roomForPages: Int

    /// - Parameter roomForPages: bytes of packets that are kept for followers; past it all are let go.
    package init(roomForPages: Int = 8 << 20) { self.roomForPages = roomForPages }

    private static let changesRights: Set<String> = [
        "person.session_closed", "person.token_revoked", "person.registered",
    ]

    /// Called by the store's writer with what it has just committed.
    package func publish(_ events: [StoredEvent]) {
        // A right may have been taken away: everybody looks again whether they may still follow.
        let rights = events.filter { Self.changesRights.contains($0.type) }
        // What is known of credentials in memory is forgotten before anybody looks.
        if !rights.isEmpty { onRights.withLock { $0 }?(rights) }
        let wakes = state.withLock { state -> [@Sendable () -> Void] in
            guard !state.feeds.isEmpty else { return [] }
            var touched: [String] = []
            for event in events where state.feeds[event.stream] != nil {
                state.feeds[event.stream]?.head = event.seq
                if touched.last != event.stream { touched.append(event.stream) }
            }
            if !rights.isEmpty { return state.feeds.values.flatMap(\.wakes.values) }
            return touched.flatMap { stream in state.feeds[stream].map { Array($0.wakes.values) } ?? [] }
        }
        for wake in wakes { wake() }
    }

    /// Calls `body` with the events by which somebody may have lost a session, a token or a role, on the writer's thread, before it
    /// wakes who follows.
    func whenRightsChange(_ body: @escaping @Sendable ([StoredEvent]) -> Void) { onRights.withLock { $0 = body } }

    /// Lets everybody look again whether they may still follow. Whoever changes rights in a state that is kept in memory calls it
    /// once that state has changed: the commit alone is heard too early.
    func rightsChanged() {
        for wake in state.withLock({ $0.feeds.values.flatMap(\.wakes.values) }) { wake() }
    }

    /// Calls `wake` after every commit to the stream, on the writer's thread: it must not block.
    func follow(_ stream: String, wake: @escaping @Sendable () -> Void) -> UInt64 {
        state.withLock { state in
            state.nextID += 1
            state.feeds[stream, default: Feed()].wakes[state.nextID] = wake
            state.count += 1
            return state.nextID
        }
    }

    func unfollow(_ stream: String, _ id: UInt64) {
        state.withLock { state in
            guard state.feeds[stream]?.wakes.removeValue(forKey: id) != nil else { return }
            state.count -= 1
            guard let feed = state.feeds[stream], feed.wakes.isEmpty else { return }
            state.bytes -= feed.pages.values.reduce(0) { $0 + $1.bytes }
            state.feeds[stream] = nil
        }
    }

    /// How many follow something.
    package var followerCount: Int { state.withLock { $0.count } }

    // MARK: What followers share

    /// Pages that were kept, and those that somebody was given instead of reading for themselves, since the start.
    package var pages: (kept: Int, shared: Int) { state.withLock { ($0.made, $0.shared) } }

    /// Bytes of the pages that are kept.
    package var pageBytes: Int { state.withLock { $0.bytes } }

    /// Whether several follow the stream.
    func isShared(_ stream: String) -> Bool { state.withLock { $0.feeds[stream]?.wakes.count ?? 0 > 1 } }

    /// What follows after a seq up to the newest event of the stream, where it was made for somebody who sees the same. Whether the
    /// caller is one of `audience` was decided before.
    func page(_ stream: String, after seq: Int64, for audience: Audience) -> ArraySlice<Delivery>? {
        state.withLock { state in
            guard let feed = state.feeds[stream], let page = feed.pages[audience], page.last >= feed.head, (page.after...page.last).contains(seq) else {
                return nil
            }
            state.shared += 1
            return page.packets.dropFirst(Int(seq - page.after))
        }
    }

    /// To be given to `keep` with what is read from now on.
    var generation: Int { state.withLock { $0.generation } }

    /// Keeps what a follower has read, for the others.
    /// - Parameters:
    ///   - id: of the follower: while it follows, no commit to the stream went unheard.
    ///   - generation: from before the reading; what was read before words were erased is not kept.
    func keep(_ page: SharedPage, of stream: String, for audience: Audience, by id: UInt64, generation: Int) {
        state.withLock { state in
            guard state.generation == generation, page.bytes <= roomForPages / 4, let feed = state.feeds[stream], feed.wakes[id] != nil, feed.wakes.count > 1,
                page.last >= feed.head
            else { return }
            if let old = feed.pages[audience] {
                // Who comes from further back has read more of the same.
                if old.last == page.last, old.after <= page.after { return }
                state.bytes -= old.bytes
                state.feeds[stream]?.pages[audience] = nil
            }
            if state.bytes + page.bytes > roomForPages { Self.empty(&state) }
            state.feeds[stream]?.pages[audience] = page
            state.bytes += page.bytes
            state.made += 1
        }
    }

    /// Lets go of every page: words were erased that one of them may hold.
    func forgetPages() {
        state.withLock { state in
            state.generation += 1
            if state.bytes > 0 { Self.empty(&state) }
        }
    }

    private static func empty(_ state: inout State) {
        for stream in state.feeds.keys where state.feeds[stream]?.pages.isEmpty == false { state.feeds[stream]?.pages = [:] }
        state.bytes = 0
    }
}
