import FeraCrypto
import FeraSQLite
import Foundation
import Testing

@testable import FeraStore

@Suite struct BackupTests {
    private func backup(_ space: Workspace, to target: String, since previous: String? = nil) async throws -> Backup.Report {
        try await Backup(data: space.folder, target: target, previous: previous, extras: []) { "clones/\($0)/v\($1)" }.make(program: "test", now: 5)
    }

    private func fill(_ store: Store) async throws -> Digest {
        _ = try await store.append(
            Append(
                [StreamPart("s", expectedSeq: 0, [draft("1"), draft("2")])],
                texts: ["kept", "early", "late"].map { TextDraft(id: $0, content: "the words of \($0)") }))
        _ = try await store.append(Append(erasures: ["early"]))
        return try await store.blobs.put(Array("an original".utf8))
    }

    @Test func aBackupComesBackWhole() async throws {
        let space = Workspace(), shelf = Workspace(), new = Workspace()
        let store = try await space.open()
        let digest = try await fill(store)
        let report = try await backup(space, to: shelf.folder)
        #expect(report.manifest.position == 2 && report.missing.isEmpty)
        #expect(report.manifest.files.map(\.path) == ["blobs/\(digest.hex)", "erasures.log", "fera.sqlite"])
        // The server goes on.
        _ = try await store.append(Append([StreamPart("s", expectedSeq: 2, [draft("3")])]))
        let restored = try await Restore(backup: shelf.folder, target: new.folder, ledgers: []).run(now: 9)
        #expect(restored.digest == report.digest && restored.erased == 0)
        let again = try await new.open([WorkspaceIndex.projection])
        #expect(try await again.streamHead("s") == 2)
        try again.blobs.open(digest).verify()
        #expect(try await again.events(stream: Epoch.stream, limit: 9).map(\.type) == [Epoch.eventType])
        #expect(try await again.verifyAudit() == .whole(lines: 1, head: again.auditHead()))
        // The backup holds no side files, and nobody but its owner reads it.
        let mode = try FileManager.default.attributesOfItem(atPath: shelf.folder + "/fera.sqlite")[.posixPermissions] as? Int
        #expect(mode.map { $0 & 0o077 } == 0)
    }

    @Test func erasuresOutliveTheBackup() async throws {
        let space = Workspace(), shelf = Workspace(), new = Workspace(), second = Workspace()
        let store = try await space.open()
        let digest = try await fill(store)
        _ = try await backup(space, to: shelf.folder)
        _ = try await store.append(Append(erasures: ["late"]))
        try await store.blobs.remove(digest)
        let restored = try await Restore(backup: shelf.folder, target: new.folder, ledgers: [space.folder]).run(now: 9)
        #expect(restored.erased == 2)
        let again = try await new.open([WorkspaceIndex.projection])
        let texts = try await again.texts(["kept", "early", "late"])
        #expect(texts.mapValues(\.content) == ["kept": "the words of kept", "early": nil, "late": nil])
        await expectRefusal(.notFound) { _ = try again.blobs.open(digest) }
        // Not even in the bytes of the file.
        await again.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: new.database))
        #expect(bytes.range(of: Data("the words of late".utf8)) == nil && bytes.range(of: Data("the words of kept".utf8)) != nil)
        // The new folder's ledger knows them all: the same backup restored once more, with it alone.
        #expect(Set(try ErasureLedger.read(new.folder).map(\.id)) == ["early", "late", digest.hex])
        #expect(try await Restore(backup: shelf.folder, target: second.folder, ledgers: [new.folder]).run(now: 10).erased == 2)
    }

    @Test func aBackupInABurstIsOneMomentOfTheLog() async throws {
        let space = Workspace(), shelf = Workspace(), new = Workspace()
        let store = try await space.open()
        let writers = Task {
            await withTaskGroup(of: Int.self) { group in
                for writer in 0..<16 {
                    group.addTask {
                        var count = 0
                        while !Task.isCancelled {
                            let both = Append([
                                StreamPart("a\(writer)", expectedSeq: Int64(count), [draft("x")]),
                                StreamPart("b\(writer)", expectedSeq: Int64(count), [draft("x")]),
                            ])
                            guard (try? await store.append(both)) != nil else { break }
                            count += 1
                        }
                        return count
                    }
                }
                return await group.reduce(0, +)
            }
        }
        while try await store.streamHead("a0") < 50 { await Task.yield() }
        let before = try await store.read { try EventLog.headPosition($0) }
        let report = try await backup(space, to: shelf.folder)
        let after = try await store.read { try EventLog.headPosition($0) }
        writers.cancel()
        let count = await writers.value
        #expect(count > 16 * 40 && report.manifest.position >= before && report.manifest.position <= after)
        _ = try await Restore(backup: shelf.folder, target: new.folder, ledgers: []).run(now: 9)
        let faults = try { try LogCheck.faults(try SQLConnection(path: new.database, access: .read)) }()
        #expect(faults == [])
        let again = try await new.open([WorkspaceIndex.projection])
        for writer in 0..<16 { #expect(try await again.streamHead("a\(writer)") == again.streamHead("b\(writer)")) }
    }

    @Test(arguments: ["fera.sqlite", "blobs", "erasures.log", "manifest.json", "gone", "outside", "twice"])
    func aBackupThatWasChangedIsRefusedBeforeAnythingIsWritten(_ what: String) async throws {
        let space = Workspace(), shelf = Workspace(), new = Workspace()
        let store = try await space.open()
        let digest = try await fill(store)
        _ = try await backup(space, to: shelf.folder)
        let manifest = shelf.folder + "/manifest.json"
        func edit(_ path: String, _ change: (inout Data) -> Void) throws {
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            change(&bytes)
            try bytes.write(to: URL(fileURLWithPath: path))
        }
        func rename(_ from: String, _ to: String) throws {
            try edit(manifest) { $0 = Data(String(decoding: $0, as: UTF8.self).replacingOccurrences(of: from, with: to).utf8) }
        }
        switch what {
        case "blobs": try edit(shelf.folder + "/blobs/" + digest.hex) { $0[3] ^= 1 }
        case "manifest.json": try edit(manifest) { $0.removeLast(5) }
        case "gone": try FileManager.default.removeItem(atPath: shelf.folder + "/blobs/" + digest.hex)
        case "outside": try rename("erasures.log", "../erasures.log")
        case "twice": try rename("erasures.log", "fera.sqlite")
        default: try edit(shelf.folder + "/" + what) { $0[$0.count - 2] ^= 1 }
        }
        await expectRefusal(.damaged) { _ = try await Restore(backup: shelf.folder, target: new.folder, ledgers: []).run(now: 9) }
        #expect(!FileManager.default.fileExists(atPath: new.folder) && !FileManager.default.fileExists(atPath: new.folder + ".restoring"))
    }

    @Test func whatIsNotEmptyAndWhatIsNotFinishedIsRefused() async throws {
        let space = Workspace(), shelf = Workspace(), new = Workspace()
        let store = try await space.open()
        _ = try await fill(store)
        _ = try await backup(space, to: shelf.folder)
        await expectRefusal(.invalid) { _ = try await backup(space, to: shelf.folder) }
        await expectRefusal(.invalid) { _ = try await Restore(backup: shelf.folder, target: space.folder, ledgers: []).run(now: 9) }
        await expectRefusal(.notFound) { _ = try await Restore(backup: space.folder, target: new.folder, ledgers: []).run(now: 9) }
        await expectRefusal(.notFound) { _ = try await Restore(backup: shelf.folder, target: new.folder, ledgers: ["/nowhere"]).run(now: 9) }
        await expectRefusal(.notFound) { _ = try await backup(Workspace(), to: new.folder) }
        // An empty folder will do.
        try FileManager.default.createDirectory(atPath: new.folder, withIntermediateDirectories: true)
        _ = try await Restore(backup: shelf.folder, target: new.folder, ledgers: []).run(now: 9)
    }

    @Test func theNextBackupLinksWhatIsThereAndWhole() async throws {
        let space = Workspace(), first = Workspace(), second = Workspace(), third = Workspace()
        let store = try await space.open()
        let digest = try await fill(store)
        _ = try await backup(space, to: first.folder)
        _ = try await store.blobs.put([1, 2, 3])
        let report = try await backup(space, to: second.folder, since: first.folder)
        #expect(report.linked == 1 && report.manifest.files.count == 4)
        // A bit that rotted in the backup before is not taken over.
        var bytes = try Data(contentsOf: URL(fileURLWithPath: second.folder + "/blobs/" + digest.hex))
        bytes[0] ^= 1
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: second.folder + "/blobs/" + digest.hex))
        try handle.write(contentsOf: bytes)
        try handle.close()
        #expect(try await backup(space, to: third.folder, since: second.folder).linked == 1)
        let copied = try Data(contentsOf: URL(fileURLWithPath: third.folder + "/blobs/" + digest.hex))
        #expect(SHA256.hash([UInt8](copied)) == digest)
    }

    @Test func aDamagedWorkspaceGivesNoBackup() async throws {
        let space = Workspace(), shelf = Workspace(), other = Workspace()
        let store = try await space.open()
        let digest = try await fill(store)
        await store.close()
        try { try SQLConnection(path: space.database, access: .write).runScript("UPDATE streams SET seq = 9") }()
        await expectRefusal(.damaged) { _ = try await backup(space, to: shelf.folder) }
        #expect(!FileManager.default.fileExists(atPath: shelf.folder + "/manifest.json"))
        try { try SQLConnection(path: space.database, access: .write).runScript("UPDATE streams SET seq = 2") }()
        try Data("another".utf8).write(to: URL(fileURLWithPath: space.folder + "/blobs/" + digest.hex))
        await expectRefusal(.damaged) { _ = try await backup(space, to: other.folder) }
    }
}
