import FeraApp
import FeraCrypto
import FeraDomain
import FeraServer
import FeraStore
import FeraTestSupport
import Foundation
import Testing

@testable import fera

/// The commands as they are typed, on real folders.
@Suite(.serialized) struct RestoreTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private var data: String { folder.path + "/data" }

    private func fera(_ words: String...) async -> Int32 {
        await Fera.run(words, Console(environment: ["FERA_DATA_KEYS_DIR": folder.path + "/keys"]))
    }

    private func open(_ data: String) async throws -> Application {
        var configuration = try ServerAssets.configuration(file: nil, environment: [:]).configuration
        configuration.data.dir = data
        configuration.data.keysDir = folder.path + "/keys"
        return try await Application.open(configuration, materials: ServerAssets.materials())
    }

    @Test func whoWasSignedInBeforeIsNobodyAfter() async throws {
        var application = try await open(data)
        let person = try await application.directory.register(name: "Ada", email: nil, roles: [.manager, .admin], by: nil)
        let me = Principal(person: person.id, workspaceRoles: [.manager, .admin], credential: .console)
        let token = try await application.directory.makeToken(for: person.id, ceiling: nil, days: nil, by: me).token
        let used = try await application.directory.makeLink(for: person.id, by: me).secret
        let session = try await application.directory.openSession(link: used, isLoopback: true).session
        let link = try await application.directory.makeLink(for: person.id, by: me).secret
        let demo = try await application.directory.makeLink(for: person.id, by: me, isDemo: true).secret
        let code = try await application.directory.makeRelayCode(by: me).code
        let spent = try await application.directory.makeRelayCode(by: me).code
        _ = try await application.directory.linkRelay("slack", user: "U1", code: spent)
        // The server runs meanwhile.
        #expect(await fera("backup", folder.path + "/backup", "--data", data) == 0)
        await application.close()

        #expect(await fera("restore", folder.path + "/backup", "--data", folder.path + "/new") == 2)
        #expect(await fera("restore", folder.path + "/backup", "--data", data, "--erasures", data) == 1)
        #expect(await fera("restore", folder.path + "/backup", "--data", folder.path + "/new", "--erasures", data) == 0)
        application = try await open(folder.path + "/new")
        let directory = application.directory
        #expect(try await directory.everybody().map(\.person.name) == ["Ada"])
        for secret in [token, session] { await #expect(throws: AppError.self) { try await directory.principal(secret: secret) } }
        for secret in [link, demo, used] { await #expect(throws: AppError.self) { try await directory.openSession(link: secret, isLoopback: true) } }
        await #expect(throws: AppError.self) { try await directory.linkRelay("slack", user: "U2", code: code) }
        #expect(try await directory.relayPrincipal("slack", user: "U1", ceiling: .open) == nil)
        // A new one works, and it stays so after the index was made anew.
        let fresh = try await directory.makeToken(for: person.id, ceiling: nil, days: nil, by: me).token
        #expect(try await directory.principal(secret: fresh).person == person.id)
        #expect(try await application.journal.audit(after: 0, limit: 99).map(\.action).contains("workspace.restore"))
        await application.close()
        #expect(await fera("token", "create", "--data", folder.path + "/new", "--person", "Ada", "--link") == 0)
    }

    @Test func theKeyLiesApart() async throws {
        await (try open(data)).close()
        #expect(await fera("backup", folder.path + "/b1", "--data", data, "--keys", folder.path + "/b1/keys") == 2)
        // What a crash left of an earlier copy is no key yet.
        try FileManager.default.createDirectory(atPath: folder.path + "/safe", withIntermediateDirectories: true)
        try Data("half".utf8).write(to: URL(fileURLWithPath: folder.path + "/safe/signing.fera-key.part"))
        #expect(await fera("backup", folder.path + "/b2", "--data", data, "--keys", folder.path + "/safe") == 0)
        #expect(FileManager.default.contentsEqual(atPath: folder.path + "/safe/signing.fera-key", andPath: folder.path + "/keys/signing.fera-key"))
        #expect(try FileManager.default.attributesOfItem(atPath: folder.path + "/safe/signing.fera-key")[.posixPermissions] as? Int == 0o600)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/b2")
        #expect(!names.contains { $0.contains("signing") } && names.contains("manifest.json"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/safe").sorted() == ["signing.fera-key", "signing.public"])
        // Once more into the same folder: the same key stays.
        #expect(await fera("backup", folder.path + "/b3", "--data", data, "--since", folder.path + "/b2", "--keys", folder.path + "/safe") == 0)
    }

    @Test func theConfigurationComesAlong() async throws {
        await (try open(data)).close()
        let file = folder.path + "/my.json5"
        try Data("{ access: { session_hours: 3 } }".utf8).write(to: URL(fileURLWithPath: file))
        #expect(await fera("backup", folder.path + "/b", "--data", data, "--config", file) == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/b/config/fera.json5")) == Data(contentsOf: URL(fileURLWithPath: file)))
        #expect(await fera("restore", folder.path + "/b", "--data", folder.path + "/new", "--no-erasures") == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/new/config"))
    }

    @Test func theDoctorSaysWhatToDo() async throws {
        await (try open(data)).close()
        #expect(await Command.storeChecks(data).allSatisfy(\.isGood))
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: data + "/fera.sqlite"))
        try handle.seek(toOffset: 8192)
        try handle.write(contentsOf: Data(repeating: 0, count: 4096))
        try handle.close()
        let bad = await Command.storeChecks(data).filter { !$0.isGood }
        #expect(bad.map(\.name) == ["log"] && bad.first?.advice?.contains("fera restore") == true)
        #expect(await fera("doctor", "--data", data) == 1)
        #expect(await fera("serve", "--data", data, "--port", "0") == 1)
        #expect(await fera("backup", folder.path + "/b", "--data", data) == 1)
    }

    @Test func aSecondServerIsRefused() async throws {
        let application = try await open(data)
        #expect(await fera("serve", "--data", data, "--port", "0") == 1)
        await application.close()
    }
}
