import FeraCrypto
import FeraSQLite
import Foundation
import Testing

@testable import FeraStore

/// What a data folder may look like after a bad day: refused, said in plain words, and left as it is.
@Suite struct DamageTests {
    private func filled(_ space: Workspace, _ count: Int = 300) async throws {
        let store = try await space.open()
        for number in 0..<count / 10 {
            let events = (0..<10).map { _ in EventDraft(type: "test.said", payload: [UInt8](repeating: 120, count: 400), at: 1) }
            _ = try await store.append(Append([StreamPart("s\(number % 7)", expectedSeq: nil, events)]))
        }
        await store.close()
    }

    /// The pages of the table `events`, one of which is written over.
    private func breakPage(_ space: Workspace, _ mark: UInt8 = 0) throws {
        let page = try {
            let db = try SQLConnection(path: space.database, access: .read)
            return try db.first("SELECT pageno FROM dbstat WHERE name = 'events' AND pagetype = 'leaf' ORDER BY pageno LIMIT 1 OFFSET 3") { try $0.int(0) } ?? 0
        }()
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: space.database))
        try file.seek(toOffset: UInt64((page - 1) * 4096))
        try file.write(contentsOf: Data(repeating: mark, count: 64))
        try file.close()
    }

    private func log(_ space: Workspace) async -> StoreExamination.Finding? {
        await StoreExamination(folder: space.folder).findings().first { $0.name == "log" }
    }

    @Test func aWholeFolderIsSaidToBeWhole() async throws {
        let space = Workspace()
        #expect(await StoreExamination(folder: space.folder).findings().isEmpty)
        try await filled(space)
        let findings = await StoreExamination(folder: space.folder).findings()
        #expect(findings.map(\.name) == ["in use", "log", "originals", "erasures"])
        #expect(findings.allSatisfy { $0.advice == nil })
        #expect(findings.first { $0.name == "log" }?.found == "300 events, every page and every stream is whole")
        // While it is served too, and the holder is named.
        let store = try await space.open()
        _ = try await store.append(Append([StreamPart("s0", expectedSeq: nil, [draft("x")])]))
        let served = await StoreExamination(folder: space.folder).findings()
        #expect(served.first?.found.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        #expect(served.first { $0.name == "log" }?.found.hasPrefix("301 events") == true)
    }

    @Test func aBrokenPageIsRefusedSaidAndLeftAsItIs() async throws {
        let space = Workspace()
        try await filled(space)
        try breakPage(space)
        let before = try Data(contentsOf: URL(fileURLWithPath: space.database))
        let error = await expectRefusal(.damaged) { _ = try await space.open() }
        #expect(error?.message.contains("fera restore") == true && error?.message.contains("Nothing was changed") == true)
        let finding = await log(space)
        #expect(finding?.found.contains("damaged") == true && finding?.advice?.contains("fera restore") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: space.database)) == before)
    }

    @Test func aFileCutShortIsRefused() async throws {
        let space = Workspace()
        try await filled(space)
        let size = try Data(contentsOf: URL(fileURLWithPath: space.database)).count
        #expect(truncate(space.database, off_t(size / 2 / 4096 * 4096)) == 0)
        await expectRefusal(.damaged) { _ = try await space.open() }
        #expect(await log(space)?.found.contains("damaged") == true)
    }

    @Test(arguments: [
        "UPDATE events SET seq = seq + 1 WHERE position = 40", "UPDATE events SET previous = 7 WHERE position = 40",
        "UPDATE streams SET last = last - 1 WHERE id = 3", "DELETE FROM events WHERE position = 300", "DELETE FROM streams WHERE id = 2",
        "UPDATE texts SET salt = NULL",
    ])
    func aChangedLogIsSaidToBeDamaged(_ change: String) async throws {
        let space = Workspace()
        try await filled(space)
        let store = try await space.open()
        _ = try await store.append(Append(texts: [TextDraft(id: "t", content: "w")]))
        await store.close()
        try {
            let db = try SQLConnection(path: space.database, access: .write)
            try db.runScript("DROP TRIGGER events_stay; DROP TRIGGER events_remain; \(change)")
        }()
        let finding = await log(space)
        #expect(finding?.found.hasPrefix("damaged") == true && finding?.advice != nil, "\(finding?.found ?? "")")
    }

    /// A byte that changed within a row leaves a database of which SQLite finds nothing wrong.
    @Test(arguments: [
        "payload = zeroblob(400)", "type = 'test.sung'", "version = 2", "at = 2", "\"by\" = 'somebody'", "client_id = 'c'", "checksum = checksum + 1",
    ])
    func aChangedEventIsNotRead(_ change: String) async throws {
        let space = Workspace()
        try await filled(space)
        try {
            let db = try SQLConnection(path: space.database, access: .write)
            try db.runScript("DROP TRIGGER events_stay; UPDATE events SET \(change) WHERE position = 40")
        }()
        let found = await log(space)
        #expect(found?.found == "damaged: the event at position 40 of the log is not what was written" && found?.advice != nil, "\(found?.found ?? "")")
        let error = await expectRefusal(.damaged) { _ = try await space.open() }
        #expect(error?.message.contains("position 40") == true && error?.message.contains("fera restore") == true)
    }

    /// What lies further back than a start looks is found when it is read.
    @Test func aChangedEventIsRefusedWhereItIsRead() async throws {
        let space = Workspace()
        try await filled(space, 1200)
        try {
            let db = try SQLConnection(path: space.database, access: .write)
            try db.runScript("DROP TRIGGER events_stay; UPDATE events SET payload = zeroblob(400) WHERE position = 40")
        }()
        let store = try await space.open()
        let events = try await store.events(afterPosition: 40, limit: 10)
        #expect(events.count == 10)
        // Ten events an append, the fourth of which goes to the stream s3.
        let error = await expectRefusal(.damaged) { _ = try await store.events(stream: "s3", limit: 10_000) }
        #expect(error?.message.contains("position 40") == true)
        await expectRefusal(.damaged) { _ = try await store.events(afterPosition: 0, limit: 50) }
        #expect(try await store.events(stream: "s1", limit: 10_000).count > 100)
        await store.close()
    }

    @Test func otherStatesAreExplained() async throws {
        let space = Workspace(), foreign = Workspace()
        try await filled(space)
        try { try SQLConnection(path: space.database, access: .write).runScript("PRAGMA user_version = 99") }()
        #expect(await log(space)?.advice?.contains("run the newer Fera") == true)
        try FileManager.default.createDirectory(atPath: foreign.folder, withIntermediateDirectories: true)
        try { try SQLConnection(path: foreign.database, access: .create).runScript("CREATE TABLE theirs(a)") }()
        #expect(await log(foreign)?.found.contains("another program") == true)
        try Data(repeating: 7, count: 9_000).write(to: URL(fileURLWithPath: foreign.database))
        #expect(await log(foreign)?.found.contains("damaged") == true)
    }

    @Test func anOriginalThatWasChangedIsNamed() async throws {
        let space = Workspace()
        let store = try await space.open()
        let digest = try await store.blobs.put([1, 2, 3])
        try Data([1, 2, 4]).write(to: URL(fileURLWithPath: space.folder + "/blobs/" + digest.hex))
        try Data([1]).write(to: URL(fileURLWithPath: space.folder + "/blobs/notes.txt"))
        let finding = await StoreExamination(folder: space.folder).findings().first { $0.name == "originals" }
        #expect(finding?.found.contains("\(digest.hex) was changed") == true && finding?.found.contains("notes.txt is no original") == true)
        #expect(finding?.advice != nil)
    }

    @Test func theLedgerIsCutMendedAndRefused() async throws {
        let space = Workspace()
        var store = try await space.open()
        _ = try await store.append(Append(texts: ["a", "b"].map { TextDraft(id: $0, content: "w") }))
        _ = try await store.append(Append(erasures: ["a"]))
        _ = try await store.append(Append(erasures: ["b"]))
        await store.close()
        let path = space.folder + "/" + ErasureLedger.name
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        // A crash in the middle of a line: it is cut off, and made up for from the database.
        try whole.dropLast(5).write(to: URL(fileURLWithPath: path))
        #expect(try ErasureLedger.read(space.folder).map(\.id) == ["a"])
        store = try await space.open()
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
        await store.close()
        // Lost: made anew.
        try FileManager.default.removeItem(atPath: path)
        await (try space.open()).close()
        #expect(try Set(ErasureLedger.read(space.folder).map(\.id)) == ["a", "b"])
        // A flipped letter does not name another text.
        var bytes = [UInt8](whole)
        bytes[5] ^= 3
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        await expectRefusal(.damaged) { _ = try ErasureLedger.read(space.folder) }
        await expectRefusal(.damaged) { _ = try await space.open() }
        #expect(await StoreExamination(folder: space.folder).findings().first { $0.name == "erasures" }?.advice != nil)
    }

    @Test func aTextWhoseIDNoLineCanHoldIsNotErased() async throws {
        let store = try await Workspace().open()
        _ = try await store.append(Append(texts: [TextDraft(id: "a b", content: "w")]))
        await expectRefusal(.invalid) { _ = try await store.append(Append(erasures: ["a b"])) }
    }
}
