import FeraSQLite
import Foundation
import Synchronization
import Testing

@testable import FeraStore

/// A store folder that goes away with the test.
final class Workspace: Sendable {
    let folder: String
    private let now: Mutex<Int64> = Mutex(1_000)

    init() { folder = FileManager.default.temporaryDirectory.path + "/fera-store-" + UUID().uuidString }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// What the store's clock shows, 1,000 at first.
    func setTime(_ time: Int64) { now.withLock { $0 = time } }

    var database: String { folder + "/fera.sqlite" }

    func open(
        _ projections: [Projection] = [], limits: Store.Limits = Store.Limits(),
        onCommit: @escaping @Sendable ([StoredEvent]) -> Void = { _ in }
    ) async throws -> Store {
        try await Store.open(folder: folder, projections: projections, limits: limits, onCommit: onCommit) { self.now.withLock { $0 } }
    }

    /// With a COMMIT that the test decides about.
    func open(
        onCommit: @escaping @Sendable ([StoredEvent]) -> Void = { _ in },
        commit: @escaping @Sendable (borrowing SQLConnection) throws -> Void
    ) async throws -> Store {
        try await Store.open(
            folder: folder, projections: [], limits: Store.Limits(), onCommit: onCommit, clock: { self.now.withLock { $0 } }, commit: commit)
    }
}

/// A closed gate holds the writer inside its commit, so that a test can fill the queue behind it.
final class Gate: Sendable {
    private let bell = DispatchSemaphore(value: 0)
    private let arrivals = AsyncStream<Void>.makeStream()

    /// On the writer's thread.
    func wait() {
        arrivals.continuation.yield()
        bell.wait()
    }

    func arrived() async { for await _ in arrivals.stream { return } }

    func open() { bell.signal() }
}

/// What an `onCommit` observer heard.
final class Ear: Sendable {
    private let heard = Mutex<[StoredEvent]>([])

    var events: [StoredEvent] { heard.withLock { $0 } }

    func hear(_ events: [StoredEvent]) { heard.withLock { $0 += events } }
}

/// Counts from zero, on any thread.
final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}

func draft(_ text: String, clientID: String? = nil) -> EventDraft {
    EventDraft(type: "test.said", payload: Array("{\"text\":\"\(text)\"}".utf8), at: 7, by: "p1", clientID: clientID)
}

extension AppendOutcome {
    var events: [StoredEvent] {
        if case .appended(let events) = self { events } else { [] }
    }
}

/// Expects the append to be refused with `code` and gives the error.
@discardableResult
func expectRefusal(
    _ code: StoreError.Code, _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> StoreError? {
    do {
        try await body()
        Issue.record("expected \(code), nothing was thrown", sourceLocation: location)
    } catch let error as StoreError {
        #expect(error.code == code, sourceLocation: location)
        return error
    } catch {
        Issue.record("expected \(code), got \(error)", sourceLocation: location)
    }
    return nil
}
