import FeraTestSupport
import Foundation
import Testing

/// The program itself, as processes that share a folder.
@Suite(.serialized) struct ProcessTests {
    let folder: TemporaryFolder
    var data: String { folder.path + "/data" }
    init() throws { folder = try TemporaryFolder() }

    /// The program beside the tests.
    private static let program: String? = {
        let place = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "fera").path()
        return FileManager.default.isExecutableFile(atPath: place) ? place : nil
    }()

    /// The program as a child that a test talks to.
    struct Running {
        let child: ChildProcess
        var pid: pid_t { child.pid }

        init(_ words: [String], keys: String, asNobody: Bool = false, socket: Int32? = nil, forProcess: String = "$$") throws {
            let program = try #require(ProcessTests.program)
            var words = (asNobody ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []) + [program] + words
            // The number is the child's own, which nobody knows before it runs.
            if socket != nil { words = ["/bin/sh", "-c", "export LISTEN_FDS=1 LISTEN_PID=\(forProcess); exec \"$@\"", "sh"] + words }
            // A child under a sanitizer is told what its parent was told.
            var environment = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("SAN_OPTIONS") }
            environment["FERA_DATA_KEYS_DIR"] = keys
            child = try ChildProcess(words, environment: environment, errors: true, descriptor: socket)
        }

        func first(_ part: String) async -> String? { await child.first(part) }

        func ended() async -> (said: String, code: Int32) {
            let end = await child.ended()
            return (String(decoding: end.said, as: UTF8.self), end.code)
        }
    }

    private func run(_ words: String..., asNobody: Bool = false) throws -> Running {
        try Running(words, keys: folder.path + "/keys", asNobody: asNobody)
    }

    /// What the sample's owner says has to be filed and found again as its script tells, or the demonstration shows a refusal.
    @Test func theDemonstrationGoesAsScripted() async throws {
        let demo = await (try run("demo", "--no-serve", "--data", data)).ended()
        #expect(demo.code == 0 && demo.said.contains("handed over") && !demo.said.contains("not as scripted"), "\(demo.said.suffix(2000))")
    }

    @Test func aSecondOneIsRefusedAndOneThatTakesOverWaits() async throws {
        let first = try run("serve", "--data", data, "--port", "0")
        #expect(await first.first("serves") != nil)
        let second = await (try run("serve", "--data", data, "--port", "0")).ended()
        #expect(second.code == 1 && second.said.contains("in use by process \(first.pid)"), "\(second.said)")
        let doctor = await (try run("doctor", "--data", data)).ended()
        #expect(doctor.said.contains("by process \(first.pid)"), "\(doctor.said)")
        // A backup goes on beside it.
        #expect(await (try run("backup", folder.path + "/b", "--data", data)).ended().code == 0)
        let third = try run("serve", "--data", data, "--port", "0", "--take-over")
        kill(first.pid, SIGTERM)
        #expect(await third.first("serves") != nil)
        #expect(await first.ended().code == 0)
        kill(third.pid, SIGTERM)
        #expect(await third.ended().code == 0)
    }

    @Test func whatIsKilledIsTakenUp() async throws {
        let first = try run("serve", "--data", data, "--port", "0")
        #expect(await first.first("serves") != nil)
        kill(first.pid, SIGKILL)
        _ = await first.ended()
        let second = try run("serve", "--data", data, "--port", "0")
        #expect(await second.first("serves") != nil)
        kill(second.pid, SIGTERM)
        #expect(await second.ended().code == 0)
    }

    /// Root writes everywhere, so that it is tried as nobody.
    @Test func aFolderThatCannotBeWrittenIsSaid() async throws {
        let made = await (try run("token", "create", "--data", data, "--person", "Ada")).ended()
        #expect(made.code == 0, "\(made.said)")
        let isRoot = geteuid() == 0
        let files = FileManager.default
        for name in try files.subpathsOfDirectory(atPath: data) + [""] {
            var isFolder: ObjCBool = false
            let path = data + "/" + name
            _ = files.fileExists(atPath: path, isDirectory: &isFolder)
            try files.setAttributes([.posixPermissions: isFolder.boolValue ? 0o555 : 0o444], ofItemAtPath: path)
        }
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        let server = await (try run("serve", "--data", data, "--port", "0", asNobody: isRoot)).ended()
        #expect(server.code == 1 && server.said.contains("Permission denied"), "\(server.said)")
        let doctor = await (try run("doctor", "--data", data, asNobody: isRoot)).ended()
        #expect(doctor.code == 1 && doctor.said.contains("cannot be written") && doctor.said.contains("give it to the user"), "\(doctor.said)")
        // It can be looked at nevertheless.
        #expect(doctor.said.contains("every page and every stream is whole"), "\(doctor.said)")
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: data)
    }
}
