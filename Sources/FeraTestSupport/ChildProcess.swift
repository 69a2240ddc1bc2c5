package import Foundation
import Synchronization

/// Another program, run by a test: what it says as it comes, and how it ended. Nothing of it blocks a cooperative thread.
///
/// By posix_spawn: Foundation's Process reads past a directory entry when it looks for open descriptors (the address sanitizer ends
/// there), and hung once in a run of many.
package final class ChildProcess: Sendable {
    /// The child's number.
    package let pid: pid_t
    private let pieces: AsyncStream<[UInt8]>
    private let end: AsyncStream<Int32>
    /// What was taken from `pieces` and belongs to no whole line yet.
    private let rest = Mutex<[UInt8]>([])

    /// Why a child could not be started.
    package struct Failure: Error {
        /// errno.
        package let code: Int32
    }

    /// - Parameters:
    ///   - words: the program's path, or a name that is looked up in PATH, and its arguments.
    ///   - environment: `nil` hands on this process's own.
    ///   - errors: whether standard error is heard together with standard output; else it goes nowhere.
    ///   - descriptor: becomes descriptor 3 of the child.
    /// - Throws: `Failure` when it cannot be started.
    package init(_ words: [String], environment: [String: String]? = nil, errors: Bool = false, descriptor: Int32? = nil) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (reading, writing) = (ends[0], ends[1])
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, writing, 1)
        if errors { posix_spawn_file_actions_adddup2(&actions, writing, 2) } else { posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
        if let descriptor { posix_spawn_file_actions_adddup2(&actions, descriptor, 3) }
        let environment = environment ?? ProcessInfo.processInfo.environment
        var arguments = words.map { strdup($0) } + [nil], variables = environment.map { strdup("\($0)=\($1)") } + [nil], child: pid_t = 0
        let code = posix_spawnp(&child, words.first ?? "", &actions, nil, &arguments, &variables)
        for text in arguments + variables { free(text) }
        posix_spawn_file_actions_destroy(&actions)
        close(writing)
        guard code == 0 else {
            close(reading)
            throw Failure(code: code)
        }
        pid = child
        let (pieces, said) = AsyncStream.makeStream(of: [UInt8].self), (end, ended) = AsyncStream.makeStream(of: Int32.self), number = child
        self.pieces = pieces
        self.end = end
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(reading, &buffer, buffer.count), count > 0 { said.yield(Array(buffer[..<count])) }
            said.finish()
            close(reading)
            var status: Int32 = 0
            waitpid(number, &status, 0)
            ended.yield(status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F))
            ended.finish()
        }
    }

    /// The next line that holds `part`; what came before it is let go. `nil` when the child ended without it.
    package func first(_ part: String) async -> String? {
        while true {
            if let line = nextLine() {
                if line.contains(part) { return line }
                continue
            }
            guard let piece = await pieces.first(where: { _ in true }) else { return nil }
            rest.withLock { $0 += piece }
        }
    }

    private func nextLine() -> String? {
        rest.withLock { rest in
            guard let end = rest.firstIndex(of: 10) else { return nil }
            defer { rest.removeSubrange(...end) }
            return String(decoding: rest[..<end], as: UTF8.self)
        }
    }

    /// What it said that nobody has heard yet, and its exit code; the negative signal where one ended it.
    package func ended() async -> (said: [UInt8], code: Int32) {
        var said = rest.withLock { rest in
            defer { rest = [] }
            return rest
        }
        for await piece in pieces { said += piece }
        return (said, await end.first { _ in true } ?? .min)
    }
}
