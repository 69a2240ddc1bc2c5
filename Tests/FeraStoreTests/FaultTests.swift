import CSQLite
import FeraSQLite
import Foundation
import Testing

@testable import FeraStore

/// What was told against what is there, with the disk failing at each of its operations in turn.
@Suite(.serialized) struct FaultTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        var name: String
        var fault: FaultyDisk.Fault
        /// What a refused append may be told.
        var told: Set<StoreError.Code>
        var testDescription: String { name }
    }

    static let kinds: [Kind] = [
        Kind(name: "disk full", fault: .init(operation: .write, nth: 0, times: 1, code: SQLITE_FULL, isDone: false), told: [.full]),
        Kind(name: "disk full for a while", fault: .init(operation: .write, nth: 0, times: 12, code: SQLITE_FULL, isDone: false), told: [.full]),
        Kind(
            name: "a write fails", fault: .init(operation: .write, nth: 0, times: 1, code: SQLITE_IOERR | (3 << 8), isDone: false), told: [.failed]),
        Kind(
            name: "a sync fails", fault: .init(operation: .sync, nth: 0, times: 1, code: SQLITE_IOERR | (4 << 8), isDone: true), told: [.failed]),
        Kind(
            name: "syncs fail for a while", fault: .init(operation: .sync, nth: 0, times: 9, code: SQLITE_IOERR | (4 << 8), isDone: true),
            told: [.failed, .unknownOutcome]),
        Kind(
            name: "a truncation fails", fault: .init(operation: .truncate, nth: 0, times: 2, code: SQLITE_IOERR | (6 << 8), isDone: false), told: [.failed]),
    ]

    /// Appends, and what it was told of each.
    private struct Ledger {
        var accepted: [String: Int64] = [:]
        var refused: Set<String> = []
        var unknown: Set<String> = []
    }

    @Test(arguments: kinds) func whatWasToldIsWhatIsThere(_ kind: Kind) async throws {
        var met = 0
        // The first while it opens, the rest while it appends.
        for nth in 0..<9 {
            let space = Workspace(), isOpening = nth < 3
            var fault = kind.fault
            fault.nth = isOpening ? nth * 5 : nth - 3
            FaultyDisk.set(space.folder, isOpening ? fault : nil)
            defer { FaultyDisk.set(space.folder, nil) }
            var ledger = Ledger()
            let image = Workspace()
            do {
                let store = try await space.open()
                // A reader has the log open, as in a server: otherwise the writer's closing connection is the last and takes the log away.
                _ = try await store.streamHead("s")
                if !isOpening { FaultyDisk.set(space.folder, fault) }
                for number in 0..<8 {
                    let refusals = ledger.refused.count
                    await append("c\(number)", number, to: store, &ledger, kind)
                    if ledger.refused.count > refusals, number < 7 {
                        // A kill right after it was told: the files as they are, without a last word.
                        let moment = Workspace()
                        try FileManager.default.copyItem(atPath: space.folder, toPath: moment.folder)
                        try await compare(moment, ledger, "\(kind.name) at \(nth), killed after the refusal of \(number)")
                    }
                }
                try FileManager.default.copyItem(atPath: space.folder, toPath: image.folder)
                met += FaultyDisk.failures(space.folder)
                FaultyDisk.set(space.folder, nil)
                await store.close()
            } catch let error as StoreError {
                // It met the fault while it opened.
                #expect([.full, .failed].contains(error.code), "\(kind.name) at \(nth): \(error)")
                met += FaultyDisk.failures(space.folder)
                FaultyDisk.set(space.folder, nil)
                try FileManager.default.copyItem(atPath: space.folder, toPath: image.folder)
            }
            for place in [space, image] {
                try await compare(place, ledger, "\(kind.name) at \(nth), \(place === image ? "killed" : "closed")")
            }
        }
        #expect(met > 5, "the faults were met")
    }

    private func append(_ id: String, _ number: Int, to store: Store, _ ledger: inout Ledger, _ kind: Kind) async {
        // Words that come and go, so that checkpoints that empty the log file are among what fails.
        let words = TextDraft(id: "t\(number)", content: "words")
        let erased = number % 3 == 2 && ledger.accepted["c\(number - 1)"] != nil ? ["t\(number - 1)"] : []
        let append = Append([StreamPart("s", expectedSeq: nil, [draft("x", clientID: id)])], texts: [words], erasures: erased)
        do throws(StoreError) {
            guard let event = try await store.append(append).events.first else { return }
            ledger.accepted[id] = event.position
        } catch {
            #expect(kind.told.contains(error.code), "\(kind.name): \(error)")
            if error.code == .unknownOutcome { ledger.unknown.insert(id) } else { ledger.refused.insert(id) }
        }
    }

    private func compare(_ space: Workspace, _ ledger: Ledger, _ what: String) async throws {
        let store = try await space.open()
        let events = try await store.events(stream: "s", limit: 100)
        #expect(events.map(\.seq) == Array(1..<Int64(events.count + 1)))
        let kept = Dictionary(uniqueKeysWithValues: events.map { ($0.clientID ?? "", $0.position) })
        for (id, position) in ledger.accepted { #expect(kept[id] == position, "\(what): \(id) was accepted") }
        for id in ledger.refused { #expect(kept[id] == nil, "\(what): \(id) was refused and is there") }
        for id in kept.keys { #expect(ledger.accepted[id] != nil || ledger.unknown.contains(id), "\(what): \(id) was never told") }
        let erased = Set(try ErasureLedger.read(space.folder).map(\.id))
        for number in 0..<8 {
            guard let text = try await store.texts(["t\(number)"])["t\(number)"] else { continue }
            #expect((text.erasedAt != nil) == erased.contains("t\(number)"), "\(what): the ledger says otherwise of t\(number)")
        }
        await store.close()
    }
}
