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

    private let entries = Mutex<[String: Entry]>([:])
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
    }

    /// The state now. Hold the stream's lock when you mean to change it.
    package func entry(_ stream: String) async throws -> Entry {
        if let entry = entries.withLock({ $0[stream] }) { return entry }
        var entry = Entry(state: empty(stream), seq: 0)
        let events = try await journal.events(of: stream)
        // A long log takes milliseconds; whoever waits for this thread is let in between.
        for start in stride(from: 0, to: events.count, by: 32) {
            if start > 0 { await Task.yield() }
            try advance(&entry, events[start..<min(start + 32, events.count)])
        }
        // What does not exist is not kept: others may make it without this cache, and anybody can ask for any name.
        if entry.seq > 0 { keep(stream, entry) }
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
    package func keep(_ stream: String, _ entry: Entry) {
        entries.withLock { entries in
            if entries.count >= capacity, entries[stream] == nil {
                for key in entries.keys.prefix(entries.count / 2) { entries[key] = nil }
            }
            if let old = entries[stream], old.seq > entry.seq { return }
            entries[stream] = entry
        }
    }

    /// Lets a state go; the next question for it reads the log.
    package func forget(_ stream: String) { entries.withLock { $0[stream] = nil } }

    private func advance(_ entry: inout Entry, _ events: some Sequence<StoredEvent>) throws {
        for event in events {
            try apply(&entry.state, event)
            entry.seq = event.seq
        }
    }
}
