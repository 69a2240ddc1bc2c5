package import FeraSQLite
import Foundation

/// The workbench: one folder with the event log, words, audit, jobs and projections in SQLite, and original files beside it.
///
/// Everything that blocks runs on threads of the store's own. What `append` has answered is committed and synced.
package final class Store: Sendable {
    /// Original files by their SHA-256.
    package let blobs: BlobStore
    private let writes: Inbox<WriteRequest>
    private let reads: Inbox<ReadRequest>
    private let gauge: StoreGauge
    private let threads: DispatchGroup

    /// How much may wait and how much goes into one transaction.
    package struct Limits: Sendable {
        /// Requests that may wait for the writer, and questions that may wait for the readers.
        package var waiting = 4_096
        /// Bytes that may wait for the writer.
        package var waitingBytes = 64 << 20
        /// Requests that share one transaction; 1 is one synced commit each.
        package var group = 512
        /// Reading threads.
        package var readers = 2

        package init() {}
    }

    /// Opens or makes the store in `folder`, one process at a time, and brings schema and projections up to date.
    ///
    /// - Parameters:
    ///   - onCommit: called by the writer's thread after each synced commit with its events in the order of their positions, before
    ///     their writers are answered. It must not block.
    ///   - clock: milliseconds since 1970, for erasures and for jobs that are due.
    /// - Throws: `StoreError`: `locked`, `newerSchema`, `foreignFile`, `projection`, `damaged`, `failed`.
    package static func open(
        folder: String, projections: [Projection] = [], limits: Limits = Limits(),
        onCommit: @escaping @Sendable ([StoredEvent]) -> Void = { _ in },
        clock: @escaping @Sendable () -> Int64
    ) async throws -> Store {
        try await open(folder: folder, projections: projections, limits: limits, onCommit: onCommit, clock: clock) { try $0.run("COMMIT") }
    }

    static func open(
        folder: String, projections: [Projection], limits: Limits, onCommit: @escaping @Sendable ([StoredEvent]) -> Void,
        clock: @escaping @Sendable () -> Int64, commit: @escaping @Sendable (borrowing SQLConnection) throws -> Void
    ) async throws -> Store {
        let gauge = StoreGauge(), threads = DispatchGroup()
        let ledger = ErasureLedger(folder: folder)
        let writer = Writer(
            folder: folder, projections: projections, onCommit: onCommit, clock: clock,
            inbox: Inbox(mostCount: limits.waiting, mostBytes: limits.waitingBytes), gauge: gauge, groupLimit: limits.group, ledger: ledger,
            commit: commit)
        let refusal = await withCheckedContinuation { (ready: CheckedContinuation<StoreError?, Never>) in
            startThread("fera writer", threads) {
                do {
                    try FileManager.default.createDirectory(
                        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                } catch {
                    return ready.resume(returning: StoreError(.failed, "The data folder \(folder) cannot be made: \(error.localizedDescription)"))
                }
                writer.run { ready.resume(returning: $0) }
            }
        }
        if let refusal { throw refusal }
        let reads = Inbox<ReadRequest>(mostCount: limits.waiting, mostBytes: limits.waiting)
        for number in 1...max(1, limits.readers) {
            startThread("fera reader \(number)", threads) { Reader(path: writer.path, inbox: reads).run() }
        }
        let blobs = BlobStore(folder: folder + "/blobs", waiting: limits.waiting, ledger: ledger, clock: clock)
        startThread("fera blobs", threads) { blobs.serve() }
        let store = Store(blobs, writer.inbox, reads, gauge, threads)
        try await blobs.prepare()
        return store
    }

    private init(_ blobs: BlobStore, _ writes: Inbox<WriteRequest>, _ reads: Inbox<ReadRequest>, _ gauge: StoreGauge, _ threads: DispatchGroup) {
        self.blobs = blobs
        self.writes = writes
        self.reads = reads
        self.gauge = gauge
        self.threads = threads
    }

    deinit { stop() }

    /// Takes in nothing more, finishes what waits, and returns when files and lock are released.
    package func close() async {
        stop()
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            threads.notify(queue: .global()) { done.resume() }
        }
    }

    private func stop() {
        reads.close()
        blobs.close()
        writes.close()
    }

    /// Counters since the store was opened.
    package var statistics: StoreStatistics {
        var statistics = gauge.statistics
        statistics.waiting = writes.count
        return statistics
    }

    func write(_ work: WriteRequest.Work, bytes: Int) async throws(StoreError) -> WriteRequest.Done {
        let writes = writes
        return try await withCheckedContinuation { (reply: CheckedContinuation<Result<WriteRequest.Done, StoreError>, Never>) in
            if let refusal = writes.put(WriteRequest(work: work, reply: reply), bytes: bytes) { reply.resume(returning: .failure(refusal)) }
        }.get()
    }

    /// Asks a reading thread. `body` sees one unchanging view of the database, with everything that was answered before the call.
    ///
    /// - Throws: what `body` throws, SQLite's errors as `StoreError`; `busy` when too many questions wait.
    package func read<T: Sendable>(_ body: @escaping @Sendable (borrowing SQLConnection) throws -> T) async throws -> T {
        let reads = reads
        return try await withCheckedContinuation { (reply: CheckedContinuation<Result<T, any Error>, Never>) in
            let request = ReadRequest { db in
                do {
                    let value = try db.snapshot { try body(db) }
                    reply.resume(returning: .success(value))
                    return true
                } catch let error as SQLError {
                    reply.resume(returning: .failure(StoreError(error)))
                    return !error.endsConnection
                } catch {
                    reply.resume(returning: .failure(error))
                    return true
                }
            } fail: {
                reply.resume(returning: .failure($0))
            }
            if let refusal = reads.put(request, bytes: 1) { reply.resume(returning: .failure(refusal)) }
        }.get()
    }
}

/// A thread of the store's own, counted so that `close` can wait for it.
func startThread(_ name: String, _ threads: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
    threads.enter()
    let thread = Thread {
        // Named from within: only then do the system's tools show it.
        Thread.current.name = name
        body()
        threads.leave()
    }
    thread.stackSize = 2 << 20
    thread.start()
}

/// Runs what blocks on a thread of its own.
func onOwnThread<T: Sendable>(_ name: String, _ body: @escaping @Sendable () throws -> T) async throws(StoreError) -> T {
    try await withCheckedContinuation { (reply: CheckedContinuation<Result<T, StoreError>, Never>) in
        startThread(name, DispatchGroup()) {
            do {
                reply.resume(returning: .success(try body()))
            } catch {
                reply.resume(returning: .failure(StoreError(error)))
            }
        }
    }.get()
}
