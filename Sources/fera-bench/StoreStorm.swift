import FeraStore
import Foundation

/// `fera-bench store --storm DIR`: many writers who append for ever and print what they do and what they are told, on a disk that fails;
/// to be killed. `--settle DIR LEDGER` holds the store against everything that was printed, exactly.
///
/// Lines, each in one write: `S stream id` before an append, `A position stream seq id` when it was accepted, `R stream id` when it was
/// refused and is given up for good. An id that heard nothing, or that its outcome is unknown, is sent again until it is accepted: that
/// a later try was refused says nothing of the first.
func storm(_ folder: String, ledger: String, writers: Int) async throws {
    let past = try StormLedger(path: ledger)
    var opened: Store?
    while opened == nil {
        do {
            opened = try await Store.open(folder: folder, clock: { 0 })
        } catch let error as StoreError where error.code == .full || error.code == .failed {
            // The disk fails already while it opens: try again, as an operator would.
            stormLine("X \(error.code.rawValue)")
        }
    }
    guard let store = opened else { return }
    stormLine("O")
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        for writer in 0..<writers { tasks.addTask { try await storm(store, "storm/\(writer)", past) } }
        try await tasks.waitForAll()
    }
}

private func storm(_ store: Store, _ stream: String, _ past: StormLedger) async throws {
    var count = past.last(stream), pending = past.open[stream], mine: Set<Int> = []
    var isInDoubt = pending != nil
    while true {
        let id: String
        if let open = pending {
            id = open
        } else {
            count += 1
            id = "c\(count)"
            stormLine("S \(stream) \(id)")
        }
        let event = EventDraft(type: "answer.given", payload: [UInt8](repeating: 120, count: 180), at: 0, by: stream, clientID: id)
        var append = Append([StreamPart(stream, expectedSeq: nil, [event])])
        // Now and then a long one, and words that come and go: checkpoints, erasures and a growing file are among what fails.
        if count % 32 == 0 { append.texts = [TextDraft(id: "\(stream)/\(id)", content: String(repeating: "w", count: 20_000))] }
        if count % 32 == 7, past.accepted["\(stream) c\(count - 7)"] != nil || mine.contains(count - 7) { append.erasures = ["\(stream)/c\(count - 7)"] }
        do throws(StoreError) {
            switch try await store.append(append) {
            case .appended(let events): for event in events { stormLine("A \(event.position) \(stream) \(event.seq) \(id)") }
            case .duplicate(let event): stormLine("A \(event.position) \(stream) \(event.seq) \(id)")
            }
            pending = nil
            mine.insert(count)
            isInDoubt = false
        } catch {
            switch error.code {
            case .full, .failed:
                // Half of them are given up: what was refused must never be found.
                if count % 2 == 0, !isInDoubt {
                    stormLine("R \(stream) \(id)")
                    pending = nil
                } else {
                    pending = id
                }
                try await Task.sleep(for: .milliseconds(2))
            case .unknownOutcome:
                pending = id
                isInDoubt = true
            case .busy: pending = id
            default: throw error
            }
        }
    }
}

private func stormLine(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
}

/// What was printed in all rounds; a line cut short was not heard.
struct StormLedger: Sendable {
    var accepted: [String: String] = [:]
    var refused: Set<String> = []
    /// By stream: the id that heard nothing yet.
    var open: [String: String] = [:]
    private var counts: [String: Int] = [:]

    init(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            let words = line.split(separator: " ").map(String.init)
            switch (words.first, words.count) {
            case ("S", 3):
                open[words[1]] = words[2]
                counts[words[1]] = Int(words[2].dropFirst())
            case ("A", 5):
                accepted["\(words[2]) \(words[4])"] = "\(words[1]) \(words[3])"
                open[words[2]] = nil
            case ("R", 3):
                refused.insert("\(words[1]) \(words[2])")
                open[words[1]] = nil
            default: break
            }
        }
    }

    func last(_ stream: String) -> Int { counts[stream] ?? 0 }
}

/// The log holds every accepted event where it was said to be, none that was refused, none twice, and beyond that at most the one of each
/// stream that heard nothing.
func settle(_ folder: String, ledger: String) async throws {
    let past = try StormLedger(path: ledger)
    let store = try await Store.open(folder: folder, clock: { 0 })
    var heads: [String: Int64] = [:], seen: Set<String> = [], position: Int64 = 0, untold = 0
    while true {
        let page = try await store.events(afterPosition: position, limit: 10_000)
        if page.isEmpty { break }
        for event in page {
            let key = "\(event.stream) \(event.clientID ?? "")"
            guard event.position == position + 1, event.seq == heads[event.stream, default: 0] + 1, seen.insert(key).inserted else {
                throw StoreBenchError(message: "gap or double at position \(event.position), seq \(event.seq) of \(event.stream)")
            }
            (position, heads[event.stream]) = (event.position, event.seq)
            if past.refused.contains(key) { throw StoreBenchError(message: "refused, and in the log at position \(position): \(key)") }
            if let place = past.accepted[key] {
                guard place == "\(event.position) \(event.seq)" else {
                    throw StoreBenchError(message: "accepted at \(place), and in the log at \(position) \(event.seq): \(key)")
                }
            } else {
                guard past.open[event.stream] == event.clientID else {
                    throw StoreBenchError(message: "in the log at \(position), and nobody was told: \(key)")
                }
                untold += 1
            }
        }
    }
    for (key, place) in past.accepted where !seen.contains(key) { throw StoreBenchError(message: "accepted at \(place), and not in the log: \(key)") }
    print("\(past.accepted.count) accepted, \(past.refused.count) refused for good, \(untold) untold, \(position) in the log")
    await store.close()
    let findings = await StoreExamination(folder: folder).findings().filter { $0.advice != nil }
    guard findings.isEmpty else { throw StoreBenchError(message: findings.map { "\($0.name): \($0.found)" }.joined(separator: "; ")) }
}
