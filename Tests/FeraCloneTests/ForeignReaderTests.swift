import FeraClone
import FeraCrypto
import FeraDomain
import FeraTestSupport
import Foundation
import Testing

/// The format, held against a reader that shares no line with this program, and against hashes that this reader once computed.
@Suite struct ForeignReaderTests {
    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Yardsticks/clone_verify.py").path

    private static func hasPython() async -> Bool { (try? await ChildProcess(["python3", "-c", "import cryptography"]).ended().code) == 0 }

    private func read(_ path: String, _ arguments: [String] = []) async throws -> [String: Any] {
        let output = try await ChildProcess(["python3", Self.script, path] + arguments).ended().said
        return try #require(try JSONSerialization.jsonObject(with: Data(output)) as? [String: Any])
    }

    @Test(.enabled { await hasPython() }) func theForeignReaderAgrees() async throws {
        let folder = try Folder()
        let sealed = try Sample.seal(keys: [Sample.key, Sample.otherKey])
        for file in sealed.files.values {
            let path = try folder.put(file.bytes, file.name)
            let said = try await read(path, ["--trust", Sample.otherKey.publicKey.description])
            #expect(said["verdict"] as? String == "whole", "\(file.name): \(said)")
            #expect(said["root"] as? String == sealed.root.hex)
            #expect(try await read(path)["verdict"] as? String == "signer_unknown")
            let rows = try #require(said["rows"] as? [[String: Any]])
            let clone = try OpenClone(path: path)
            #expect(rows.compactMap { $0["id"] as? String } == (try clone.allRows().map(\.id)))
            #expect(rows.compactMap { $0["text"] as? String } == (try clone.passages().map(\.text)))
            #expect(rows.compactMap { $0["name"] as? String } == (try clone.people().map(\.name)))
        }
        let clone = try OpenClone(path: folder.path + "/team.fera")
        let redacted = try CloneRedaction.redact(
            clone, rows: [RowKey(.passage, "st_z")], by: "Max Berg", at: Timestamp(milliseconds: 1), signing: [Sample.key])
        let said = try await read(folder.put(redacted.bytes, redacted.name), ["--trust", Sample.key.publicKey.description])
        #expect(said["verdict"] as? String == "whole", "\(said)")
    }

    @Test(.enabled { await hasPython() }) func theForeignReaderSeesDamageToo() async throws {
        let folder = try Folder()
        let good = try Sample.file(.team).bytes
        for offset in [0, 17, 60, 90, 300, 4097, 8200, 12300, 14000, good.count - 1, good.count - 100] {
            var bytes = good
            bytes[offset] ^= 16
            #expect(try await read(folder.put(bytes))["verdict"] as? String == "broken", "\(offset)")
        }
        #expect(try await read(folder.put(good), ["--parent", Sample.hash])["verdict"] as? String == "broken")
    }

    /// The root does not depend on the index or the keys: it may change only with the format itself.
    @Test func theGoldenRootStands() throws {
        #expect(try Sample.seal().root.hex == "e65be825ec8b51e1e71da9392adbe8082a6753e21b1bce0e0bcb2bb04ce5bbe4")
        let empty = SealInput(
            clone: .init("cl_0"), account: .init("ac_0"), accountName: "", version: 1, parent: nil, template: "", lockedBy: "",
            lockedAt: Timestamp(milliseconds: 0), auditHead: SHA256.hash(""), program: "")
        #expect(try Sample.seal(empty).root.hex == "1b0c0df38cdbbedc3d1ba8d0e7165f78c5f5885b0f998ab3f10a54e17e875d58")
    }
}
