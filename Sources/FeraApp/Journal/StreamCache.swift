package import FeraStore
import Synchronization

/// The newest states of one kind of stream: folded when first asked for, kept while there is room. One that somebody changes is kept for
/// two minutes after it was last used; of those that are only looked at (a chat that is opened and rests) the newest few are.
package final class StreamCache<State: Sendable>: Sendable {
    /// A state and the last event that it has taken in.
    package struct Entry: Sendable {
        package var state: State
        /// The seq of the stream's last event, 0 for a stream without any.
        package var seq: Int64
    }

    private struct Slot {
        var entry: Entry
        var used: ContinuousClock.Instant
    }

    private struct Kept {
        /// What was changed here.
        var changed: [String: Slot] = [:]
        /// What was only read.
        var seen: [String: Slot] = [:]
        /// Rises whenever a state is let go: what was folded from the log before then may be older than what was let go.
        var generation = 0
        /// A task looks now and then for what nobody uses any more.
        var isWatched = false

        subscript(stream: String) -> Slot? { changed[stream] ?? seen[stream] }

        mutating func use(_ stream: String) -> Entry? {
            if let slot = changed[stream] {
                changed[stream]?.used = .now
                return slot.entry
            }
            seen[stream]?.used = .now
            return seen[stream]?.entry
        }
    }
    private let kept = Mutex(Kept())
    private let folding = KeyedLock()
    private let capacity: Int
    private let seenCapacity: Int
    private let journal: Journal
    private let empty: @Sendable (String) -> State
    private let apply: @Sendable (inout State, StoredEvent) throws -> Void

    /// - Parameters:
    ///   - capacity: how many states are kept that somebody changes; past it the half that was not used for longest is let go.
    ///   - seen: how many are kept that are only looked at, in the same way.
    ///   - empty: the state of a stream without events, by its name.
    ///   - apply: takes in one event.
    package init(
        journal: Journal, capacity: Int, seen: Int, empty: @escaping @Sendable (String) -> State,
        apply: @escaping @Sendable (inout State, StoredEvent) throws -> Void
    ) {
        self.journal = journal
        self.capacity = capacity
        seenCapacity = seen
        self.empty = empty
        self.apply = apply
        // Its outcome may be unknown, or it met events that are not here: without this a state that lags behind the log would refuse
        // every later change.
        journal.whenAppendFails { [weak self] in self?.forget($0) }
    }

    /// The state now where it is at hand.
    package func known(_ stream: String) -> Entry? { kept.withLock { $0.use(stream) } }

    /// The state now. Hold the stream's lock when you mean to change it.
    package func entry(_ stream: String) async throws -> Entry {
        if let known = known(stream) { return known }
        // Once for all who ask at the same time: a crowd that comes back after a restart asks for the same few streams.
        return try await folding.withLock(stream) { try await fold(stream) }
    }

    private func fold(_ stream: String) async throws -> Entry {
        let (known, generation) = kept.withLock { ($0.use(stream), $0.generation) }
        if let known { return known }
        var entry = Entry(state: empty(stream), seq: 0)
        let events = try await journal.events(of: stream)
        // A long log takes milliseconds; whoever waits for this thread is let in between.
        for start in stride(from: 0, to: events.count, by: 32) {
            if start > 0 { await Task.yield() }
            try advance(&entry, events[start..<min(start + 32, events.count)])
        }
        // What does not exist is not kept: others may make it without this cache, and anybody can ask for any name.
        if entry.seq > 0 { keep(stream, entry, as: .seen, unlessPast: generation) }
        return entry
    }

    /// Takes in what was just appended to the stream and gives the new state.
    @discardableResult
    package func advanced(_ stream: String, _ entry: Entry, by events: [StoredEvent]) throws -> Entry {
        var next = entry
        try advance(&next, events.filter { $0.stream == stream })
        keep(stream, next)
        return next
    }

    /// Keeps a state that its caller has advanced itself.
    package func keep(_ stream: String, _ entry: Entry) { keep(stream, entry, as: .changed) }

    /// Keeps a state that its caller has only made fuller, with words that stand elsewhere.
    package func keep(filled entry: Entry, of stream: String) { keep(stream, entry, as: .seen) }

    private enum Use { case changed, seen }

    /// - Parameter generation: when the log was read of which the state was made, where it was.
    private func keep(_ stream: String, _ entry: Entry, as use: Use, unlessPast generation: Int? = nil) {
        let watch = kept.withLock { kept in
            if let generation, kept.generation != generation { return false }
            if let old = kept[stream], old.entry.seq > entry.seq { return false }
            let slot = Slot(entry: entry, used: .now)
            if use == .changed || kept.changed[stream] != nil {
                kept.seen[stream] = nil
                if kept.changed[stream] == nil, Self.makeRoom(&kept.changed, capacity) { kept.generation += 1 }
                kept.changed[stream] = slot
            } else {
                if kept.seen[stream] == nil, Self.makeRoom(&kept.seen, seenCapacity) { kept.generation += 1 }
                kept.seen[stream] = slot
            }
            defer { kept.isWatched = true }
            return !kept.isWatched
        }
        if watch { self.watch() }
    }

    /// Lets the half go that was not used for longest, if there are as many as may be.
    private static func makeRoom(_ slots: inout [String: Slot], _ capacity: Int) -> Bool {
        guard slots.count >= capacity else { return false }
        for (stream, _) in slots.sorted(by: { $0.value.used < $1.value.used }).prefix(max(1, slots.count / 2)) { slots[stream] = nil }
        return true
    }

    /// Lets a state go; the next question for it reads the log.
    package func forget(_ stream: String) {
        kept.withLock { kept in
            guard kept[stream] != nil else { return }
            kept.changed[stream] = nil
            kept.seen[stream] = nil
            kept.generation += 1
        }
    }

    /// Lets go what was not used since a moment. Who rests is read from the log again when it goes on.
    /// - Returns: whether none is left.
    package func forget(unusedSince moment: ContinuousClock.Instant) -> Bool {
        kept.withLock { kept in
            let before = kept.changed.count + kept.seen.count
            kept.changed = kept.changed.filter { $0.value.used >= moment }
            kept.seen = kept.seen.filter { $0.value.used >= moment }
            let left = kept.changed.count + kept.seen.count
            if left < before { kept.generation += 1 }
            if left == 0 { kept.isWatched = false }
            return left == 0
        }
    }

    /// Looks every half minute, as long as there is anything.
    private func watch() {
        Task { [weak self] in
            repeat { try await Task.sleep(for: .seconds(30)) } while self?.forget(unusedSince: .now - .seconds(120)) == false
        }
    }

    private func advance(_ entry: inout Entry, _ events: some Sequence<StoredEvent>) throws {
        for event in events {
            try apply(&entry.state, event)
            entry.seq = event.seq
        }
    }
}
