package import FeraStore
import Synchronization

/// The newest states of one kind of stream: folded when first asked for, kept while there is room.
package final class StreamCache<State: Sendable>: Sendable {
    /// A state and the last event that it has taken in.
    package struct Entry: Sendable {
        package var state: State
        /// The seq of the stream's last event, 0 for a stream without any.
        package var seq: Int64
    }

    private struct Kept {
        var entries: [String: Entry] = [:]
        /// Rises whenever a state is let go: what was folded from the log before then may be older than what was let go.
        var generation = 0
    }
    private let kept = Mutex(Kept())
    private let folding = KeyedLock()
    private let capacity: Int
    private let journal: Journal
    private let empty: @Sendable (String) -> State
    private let apply: @Sendable (inout State, StoredEvent) throws -> Void

    /// - Parameters:
    ///   - capacity: how many states are kept; past it half of them are let go.
    ///   - empty: the state of a stream without events, by its name.
    ///   - apply: takes in one event.
    package init(
        journal: Journal, capacity: Int, empty: @escaping @Sendable (String) -> State, apply: @escaping @Sendable (inout State, StoredEvent) throws -> Void
    ) {
        self.journal = journal
        self.capacity = capacity
        self.empty = empty
        self.apply = apply
        // Its outcome may be unknown, or it met events that are not here: without this a state that lags behind the log would refuse
        // every later change.
        journal.whenAppendFails { [weak self] in self?.forget($0) }
    }

    /// The state now where it is at hand.
    package func known(_ stream: String) -> Entry? { kept.withLock { $0.entries[stream] } }

    /// The state now. Hold the stream's lock when you mean to change it.
    package func entry(_ stream: String) async throws -> Entry {
        if let known = known(stream) { return known }
        // Once for all who ask at the same time: a crowd that comes back after a restart asks for the same few streams.
        return try await folding.withLock(stream) { try await fold(stream) }
    }

    private func fold(_ stream: String) async throws -> Entry {
        let (known, generation) = kept.withLock { ($0.entries[stream], $0.generation) }
        if let known { return known }
        var entry = Entry(state: empty(stream), seq: 0)
        let events = try await journal.events(of: stream)
        // A long log takes milliseconds; whoever waits for this thread is let in between.
        for start in stride(from: 0, to: events.count, by: 32) {
            if start > 0 { await Task.yield() }
            try advance(&entry, events[start..<min(start + 32, events.count)])
        }
        // What does not exist is not kept: others may make it without this cache, and anybody can ask for any name.
        if entry.seq > 0 { keep(stream, entry, unlessPast: generation) }
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
    package func keep(_ stream: String, _ entry: Entry) { keep(stream, entry, unlessPast: nil) }

    private func keep(_ stream: String, _ entry: Entry, unlessPast generation: Int?) {
        kept.withLock { kept in
            if let generation, kept.generation != generation { return }
            if let old = kept.entries[stream] {
                if old.seq > entry.seq { return }
            } else if kept.entries.count >= capacity {
                for key in kept.entries.keys.prefix(kept.entries.count / 2) { kept.entries[key] = nil }
                kept.generation += 1
            }
            kept.entries[stream] = entry
        }
    }

    /// Lets a state go; the next question for it reads the log.
    package func forget(_ stream: String) {
        kept.withLock { kept in
            guard kept.entries.removeValue(forKey: stream) != nil else { return }
            kept.generation += 1
        }
    }

    private func advance(_ entry: inout Entry, _ events: some Sequence<StoredEvent>) throws {
        for event in events {
            try apply(&entry.state, event)
            entry.seq = event.seq
        }
    }
}
