import FeraTestSupport
import Foundation
import Testing

/// The program itself, as processes that share a folder.
@Suite(.serialized) struct ProcessTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }
    init() throws { folder = try TemporaryFolder() }

    /// The program beside the tests.
    private static let program: String? = {
        let place = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "fera").path()
        return FileManager.default.isExecutableFile(atPath: place) ? place : nil
    }()

    private final class Running: Sendable {
        let process: Process
        let lines: AsyncStream<String>

        init(_ words: [String], keys: String, asNobody: Bool = false) throws {
            let process = Process(), pipe = Pipe()
            let program = try #require(ProcessTests.program)
            process.executableURL = URL(fileURLWithPath: asNobody ? "/usr/bin/setpriv" : program)
            process.arguments = (asNobody ? ["--reuid=65534", "--regid=65534", "--clear-groups", program] : []) + words
            process.environment = ["FERA_DATA_KEYS_DIR": keys]
            process.standardOutput = pipe
            process.standardError = pipe
            let (lines, continuation) = AsyncStream.makeStream(of: String.self)
            pipe.fileHandleForReading.readabilityHandler = { handle in
                let bytes = handle.availableData
                if bytes.isEmpty {
                    handle.readabilityHandler = nil
                    continuation.finish()
                }
                for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") { continuation.yield(String(line)) }
            }
            try process.run()
            self.process = process
            self.lines = lines
        }

        func first(_ part: String) async -> String? { await lines.first { $0.contains(part) } }

        /// Everything it said, and its exit code.
        func ended() async -> (said: String, code: Int32) {
            var said: [String] = []
            for await line in lines { said.append(line) }
            process.waitUntilExit()
            return (said.joined(separator: "\n"), process.terminationStatus)
        }
    }

    private func run(_ words: String..., asNobody: Bool = false) throws -> Running {
        try Running(words, keys: folder.path + "/keys", asNobody: asNobody)
    }

    @Test func aSecondOneIsRefusedAndOneThatTakesOverWaits() async throws {
        let first = try run("serve", "--data", data, "--port", "0")
        #expect(await first.first("serves") != nil)
        let second = await (try run("serve", "--data", data, "--port", "0")).ended()
        #expect(second.code == 1 && second.said.contains("in use by process \(first.process.processIdentifier)"), "\(second.said)")
        let doctor = await (try run("doctor", "--data", data)).ended()
        #expect(doctor.said.contains("by process \(first.process.processIdentifier)"), "\(doctor.said)")
        // A backup goes on beside it.
        #expect(await (try run("backup", folder.path + "/b", "--data", data)).ended().code == 0)
        let third = try run("serve", "--data", data, "--port", "0", "--take-over")
        first.process.terminate()
        #expect(await third.first("serves") != nil)
        #expect(await first.ended().code == 0)
        third.process.terminate()
        #expect(await third.ended().code == 0)
    }

    @Test func whatIsKilledIsTakenUp() async throws {
        let first = try run("serve", "--data", data, "--port", "0")
        #expect(await first.first("serves") != nil)
        kill(first.process.processIdentifier, SIGKILL)
        _ = await first.ended()
        let second = try run("serve", "--data", data, "--port", "0")
        #expect(await second.first("serves") != nil)
        second.process.terminate()
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
