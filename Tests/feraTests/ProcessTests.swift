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

    /// A child process, its lines as they come, and how it ended.
    private final class Running: Sendable {
        let pid: pid_t
        let lines: AsyncStream<String>
        private let end: AsyncStream<Int32>

        init(_ words: [String], keys: String, asNobody: Bool = false) throws {
            let program = try #require(ProcessTests.program)
            let words = (asNobody ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []) + [program] + words
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let (reading, writing) = (ends[0], ends[1])
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            posix_spawn_file_actions_adddup2(&actions, writing, 1)
            posix_spawn_file_actions_adddup2(&actions, writing, 2)
            var arguments = words.map { strdup($0) } + [nil], environment = [strdup("FERA_DATA_KEYS_DIR=\(keys)"), nil], pid: pid_t = 0
            defer { for text in arguments + environment { free(text) } }
            let code = posix_spawn(&pid, words[0], &actions, nil, &arguments, &environment)
            posix_spawn_file_actions_destroy(&actions)
            close(writing)
            try #require(code == 0)
            self.pid = pid
            let (lines, said) = AsyncStream.makeStream(of: String.self), (end, ended) = AsyncStream.makeStream(of: Int32.self), child = pid
            self.lines = lines
            self.end = end
            Thread.detachNewThread {
                var rest: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 4_096)
                while case let count = read(reading, &buffer, buffer.count), count > 0 {
                    rest += buffer[..<count]
                    while let end = rest.firstIndex(of: 10) {
                        said.yield(String(decoding: rest[..<end], as: UTF8.self))
                        rest.removeSubrange(...end)
                    }
                }
                said.finish()
                close(reading)
                var status: Int32 = 0
                waitpid(child, &status, 0)
                ended.yield(status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F))
                ended.finish()
            }
        }

        func first(_ part: String) async -> String? { await lines.first { $0.contains(part) } }

        /// What it said that nobody has heard yet, and its exit code; the negative signal where one ended it.
        func ended() async -> (said: String, code: Int32) {
            var said: [String] = []
            for await line in lines { said.append(line) }
            return (said.joined(separator: "\n"), await end.first { _ in true } ?? .min)
        }
    }

    private func run(_ words: String..., asNobody: Bool = false) throws -> Running {
        try Running(words, keys: folder.path + "/keys", asNobody: asNobody)
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
