import FeraCrypto
import Foundation
import Testing

@testable import FeraStore

@Suite struct BlobTests {
    @Test func bytesAndFilesAreKeptUnderTheirHash() async throws {
        let space = Workspace()
        let store = try await space.open()
        let bytes = Random.bytes(3_000_000)
        let digest = try await store.blobs.put(bytes)
        #expect(digest == SHA256.hash(bytes))
        let source = space.folder + "/upload"
        try Data(bytes).write(to: URL(fileURLWithPath: source))
        #expect(try await store.blobs.put(file: source) == digest)
        #expect(FileManager.default.fileExists(atPath: source))
        let blob = try store.blobs.open(digest)
        #expect(blob.withBytes { Array($0) } == bytes)
        try blob.verify()
        #expect(try FileManager.default.contentsOfDirectory(atPath: space.folder + "/blobs") == [digest.hex])
        let empty = try store.blobs.open(try await store.blobs.put([]))
        #expect(empty.count == 0)
        try empty.verify()
    }

    @Test func aFlippedByteIsFound() async throws {
        let space = Workspace()
        let store = try await space.open()
        let digest = try await store.blobs.put(Array("the contract".utf8))
        try Data("the kontract".utf8).write(to: URL(fileURLWithPath: space.folder + "/blobs/" + digest.hex))
        await expectRefusal(.damaged) { try store.blobs.open(digest).verify() }
    }

    @Test func linksFoldersAndMissingFilesAreRefused() async throws {
        let space = Workspace()
        let store = try await space.open()
        let link = space.folder + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: space.database)
        await expectRefusal(.failed) { _ = try await store.blobs.put(file: link) }
        await expectRefusal(.invalid) { _ = try await store.blobs.put(file: space.folder) }
        await expectRefusal(.notFound) { _ = try await store.blobs.put(file: space.folder + "/nothing") }
        let digest = SHA256.hash("absent")
        await expectRefusal(.notFound) { _ = try store.blobs.open(digest) }
        try FileManager.default.createSymbolicLink(atPath: space.folder + "/blobs/" + digest.hex, withDestinationPath: space.database)
        await expectRefusal(.failed) { _ = try store.blobs.open(digest) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: space.folder + "/blobs") == [digest.hex])
    }

    @Test func removingDestroysAndLeftoversAreSweptAway() async throws {
        let space = Workspace()
        var store = try await space.open()
        let digest = try await store.blobs.put([1, 2, 3])
        try await store.blobs.remove(digest)
        try await store.blobs.remove(digest)
        await expectRefusal(.notFound) { _ = try store.blobs.open(digest) }
        await store.close()
        try Data([1]).write(to: URL(fileURLWithPath: space.folder + "/blobs/incoming-abc"))
        store = try await space.open()
        #expect(try FileManager.default.contentsOfDirectory(atPath: space.folder + "/blobs").isEmpty)
    }
}
