import Dispatch
import Synchronization

/// A bounded queue from tasks to threads: putting never blocks, taking does.
final class Inbox<Element: Sendable>: Sendable {
    private struct State {
        var waiting: [(element: Element, bytes: Int)] = []
        var first = 0
        var bytes = 0
        var sleepers = 0
        var closed = false
    }

    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)
    private let mostCount: Int
    private let mostBytes: Int

    init(mostCount: Int, mostBytes: Int) {
        self.mostCount = mostCount
        self.mostBytes = mostBytes
    }

    /// Why an element was not taken in; `nil` when it was.
    func put(_ element: Element, bytes: Int) -> StoreError? {
        let (refusal, ring) = state.withLock { state -> (StoreError?, Bool) in
            if state.closed { return (StoreError(.closed, "The store is closed."), false) }
            if bytes > mostBytes { return (StoreError(.tooLarge, "The request has \(bytes) bytes; at most \(mostBytes) are taken at once."), false) }
            let count = state.waiting.count - state.first
            if count >= mostCount || state.bytes + bytes > mostBytes {
                return (StoreError(.busy, "\(count) requests wait for the database already; try again shortly."), false)
            }
            state.waiting.append((element, bytes))
            state.bytes += bytes
            guard state.sleepers > 0 else { return (nil, false) }
            state.sleepers -= 1
            return (nil, true)
        }
        if ring { bell.signal() }
        return refusal
    }

    /// The oldest elements, at most `count`; waits until there is one. `nil` once the queue is closed and empty.
    func take(atMost count: Int) -> [Element]? {
        while true {
            let (batch, closed) = state.withLock { state -> ([Element], Bool) in
                let upTo = min(state.first + count, state.waiting.count)
                guard upTo > state.first else {
                    if !state.closed { state.sleepers += 1 }
                    return ([], state.closed)
                }
                let taken = state.waiting[state.first..<upTo]
                state.bytes -= taken.reduce(0) { $0 + $1.bytes }
                let batch = taken.map(\.element)
                state.first = upTo
                if upTo == state.waiting.count {
                    state.waiting.removeAll(keepingCapacity: true)
                    state.first = 0
                } else if upTo > 1_024 {
                    state.waiting.removeFirst(upTo)
                    state.first = 0
                }
                return (batch, false)
            }
            if !batch.isEmpty { return batch }
            if closed { return nil }
            bell.wait()
        }
    }

    /// How many elements wait.
    var count: Int { state.withLock { $0.waiting.count - $0.first } }

    /// Takes in nothing more; what waits is still handed out.
    func close() {
        let sleepers = state.withLock { state in
            state.closed = true
            defer { state.sleepers = 0 }
            return state.sleepers
        }
        for _ in 0..<sleepers { bell.signal() }
    }
}
