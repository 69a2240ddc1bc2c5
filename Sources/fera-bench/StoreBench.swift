import FeraStore
import Foundation

/// `fera-bench store`: events per second with many writers, each resumed after its synced commit, against one commit per event.
///
/// - `--seconds S` how long each run lasts (default 2), `--runs R` how many runs the median is taken of (default 5),
///   `--writers W` (default 64), `--dir DIR` on which disk.
/// - `--projections EVENTS` fills a log with that many events and measures how long the index takes to be made anew.
/// - `--storm` and `--settle`: see `storm`.
/// - `--burst DIR` appends for ever and prints each accepted event, to be killed; `--check DIR LEDGER` holds the store against that.
func storeBench(_ arguments: [String]) async throws {
    var rest = arguments[...]
    var seconds = 2.0, runs = 5, writers = 64, folder = FileManager.default.temporaryDirectory.path
    while let flag = rest.popFirst() {
        switch (flag, rest.popFirst()) {
        case ("--seconds", let value?): seconds = Double(value) ?? seconds
        case ("--runs", let value?): runs = Int(value) ?? runs
        case ("--writers", let value?): writers = Int(value) ?? writers
        case ("--dir", let value?): folder = value
        case ("--burst", let value?): return try await burst(value, writers: writers)
        case ("--check", let value?): return try await check(value, ledger: rest.popFirst() ?? "")
        case ("--storm", let value?): return try await storm(value, ledger: rest.popFirst() ?? "", writers: writers)
        case ("--settle", let value?): return try await settle(value, ledger: rest.popFirst() ?? "")
        case ("--projections", let value?): return try await projectionsBench(value)
        default:
            throw StoreBenchError(
                message:
                    "usage: store [--seconds S] [--runs R] [--writers W] [--dir DIR] | --burst DIR | --check DIR LEDGER | --storm DIR LEDGER | --settle DIR LEDGER | --projections EVENTS"
            )
        }
    }
    _ = try await measureStore(seconds: seconds, runs: runs, writers: writers, folder: folder)
}

func measureStore(seconds: Double, runs: Int, writers: Int, folder: String) async throws -> [Row] {
    let plan = StoreRun(folder: folder, seconds: seconds, writers: writers)
    var grouped: [Double] = [], single: [Double] = []
    // Turn about, so that a busy minute of the machine hits both alike.
    for _ in 0..<max(1, runs) {
        grouped.append(try await plan.eventsPerSecond(group: Store.Limits().group))
        single.append(try await plan.eventsPerSecond(group: 1))
    }
    let (together, apart) = (median(grouped), median(single))
    print("store, \(writers) writers, \(cores) cores, median of \(runs) runs of \(seconds) s")
    print("  group commit          \(Int(together)) events/s   (\(grouped.map { Int($0) }))")
    print("  one commit per event  \(Int(apart)) events/s   (\(single.map { Int($0) }))")
    print("  ratio                 \(decimal(together / apart, 1))")
    return [
        Row(what: "events per second at the store, \(writers) writers, synced group commits", value: "\(Int(together))", goal: ""),
        Row(what: "against one commit per event", value: "\(decimal(together / apart, 1)) times (\(Int(apart)))", goal: "≥ 8 times"),
    ]
}

/// What the store did not keep, or was not asked rightly.
struct StoreBenchError: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}

/// One configuration to be measured.
private struct StoreRun {
    let folder: String
    let seconds: Double
    let writers: Int

    func eventsPerSecond(group: Int) async throws -> Double {
        let path = folder + "/fera-bench-store-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var limits = Store.Limits()
        limits.group = group
        let store = try await Store.open(folder: path, limits: limits, clock: { 0 })
        let clock = ContinuousClock(), start = clock.now, end = start + .seconds(seconds)
        let count = try await withThrowingTaskGroup(of: Int.self) { tasks in
            for writer in 0..<writers {
                tasks.addTask {
                    var count = 0
                    while clock.now < end {
                        _ = try await store.append(nextAppend(writer, count))
                        count += 1
                    }
                    return count
                }
            }
            return try await tasks.reduce(0, +)
        }
        let spent = start.duration(to: clock.now) / .seconds(1)
        await store.close()
        return Double(count) / spent
    }
}

/// An event of the size of an answer.
private func nextAppend(_ writer: Int, _ count: Int) -> Append {
    let payload = #"{"turn":"t0123456789","text":"x0123456789abcdef","seal":"\#(String(repeating: "5a", count: 32))","analysis":{"kind":"answer","fields":[]}}"#
    let event = EventDraft(type: "answer.given", payload: Array(payload.utf8), at: 1_700_000_000_000, by: "p\(writer)", clientID: "c\(count)")
    return Append([StreamPart("interview/\(writer)", expectedSeq: Int64(count), [event])])
}

/// Appends until it is killed. A line goes out in one write after its event was accepted; a line cut short was never finished.
private func burst(_ folder: String, writers: Int) async throws {
    let store = try await Store.open(folder: folder, clock: { 0 })
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        for writer in 0..<writers {
            tasks.addTask {
                var count = Int(try await store.streamHead("interview/\(writer)"))
                while true {
                    let outcome = try await store.append(nextAppend(writer, count))
                    guard case .appended(let events) = outcome, let event = events.first else { throw StoreError(.failed, "A fresh id was a duplicate.") }
                    let line = Array("\(event.position) \(event.stream) \(event.seq) c\(count)\n".utf8)
                    _ = line.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
                    count += 1
                }
            }
        }
        try await tasks.waitForAll()
    }
}

/// Every event of the ledger is in the log, where it was said to be; positions and seqs have no gap and no double.
private func check(_ folder: String, ledger: String) async throws {
    let store = try await Store.open(folder: folder, clock: { 0 })
    var places: [String: String] = [:], heads: [String: Int64] = [:], position: Int64 = 0
    while true {
        let page = try await store.events(afterPosition: position, limit: 10_000)
        if page.isEmpty { break }
        for event in page {
            guard event.position == position + 1, event.seq == heads[event.stream, default: 0] + 1, let id = event.clientID else {
                throw StoreBenchError(message: "gap or double at position \(event.position), seq \(event.seq) of \(event.stream)")
            }
            (position, heads[event.stream]) = (event.position, event.seq)
            guard places.updateValue("\(event.position) \(event.seq)", forKey: "\(event.stream) \(id)") == nil else {
                throw StoreBenchError(message: "the client id \(id) stands twice in \(event.stream)")
            }
        }
    }
    let lines = try String(contentsOfFile: ledger, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    for line in lines {
        let words = line.split(separator: " ")
        guard words.count == 4, places["\(words[1]) \(words[3])"] == "\(words[0]) \(words[2])" else {
            throw StoreBenchError(message: "accepted and not in the log: \(line)")
        }
    }
    print("\(lines.count) accepted, \(position) in the log, none lost, none doubled")
    await store.close()
}
