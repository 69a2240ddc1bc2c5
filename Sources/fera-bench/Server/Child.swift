import FeraApp
import FeraServer
import Foundation
import Glibc

/// A server in a process of its own, so that its processor time and memory stand apart from the client's.
final class ServerChild {
    let pid: Int32
    let port: UInt16
    private let output: FileHandle
    private let process: Process

    /// Starts this program again with the hidden command `child`, or another program that prints `http://127.0.0.1:PORT`.
    init(folder: String, program: (path: String, arguments: [String])? = nil) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: program?.path ?? "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = program?.arguments ?? ["child", folder]
        let pipe = Pipe()
        process.standardOutput = pipe
        output = pipe.fileHandleForReading
        try process.run()
        pid = process.processIdentifier
        var text = ""
        var found: UInt16?
        while found == nil {
            let bytes = output.availableData
            guard !bytes.isEmpty else { throw BenchError("the server ended before it listened: \(text)") }
            text += String(decoding: bytes, as: UTF8.self)
            if let place = text.range(of: "http://127.0.0.1:"), let end = text[place.upperBound...].firstIndex(where: { !$0.isNumber }) {
                found = UInt16(text[place.upperBound..<end])
            }
        }
        port = found ?? 0
    }

    func figures() throws -> ProcessFigures { try ProcessFigures(pid) }

    /// Ends it and waits.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Ends it as a crash does.
    func kill() {
        Glibc.kill(pid, SIGKILL)
        process.waitUntilExit()
    }

    /// The hidden command: serves a workspace on a free port until SIGTERM.
    static func run(_ arguments: [String]) async throws {
        guard let folder = arguments.first else { throw BenchError("usage: child FOLDER") }
        OpenFiles.raise()
        let service = try await FeraService.start(try configuration(folder))
        print("listening on http://127.0.0.1:\(service.port)/")
        fflush(nil)
        await Echo.stopSignal()
        await service.stop()
    }

    /// The shipped configuration over a folder, on a free port.
    static func configuration(_ folder: String) throws -> Configuration {
        var configuration = try ServerAssets.configuration(file: nil, environment: [:]).configuration
        configuration.data.dir = folder + "/data"
        configuration.data.keysDir = folder + "/data.keys"
        configuration.server.host = "127.0.0.1"
        configuration.server.port = 0
        configuration.server.drainSeconds = 1
        // A measurement is one person or few, and asks as fast as it can.
        configuration.limits.requestsPerPerson = 0
        configuration.limits.framesPerSecond = 0
        configuration.limits.openConversations = 20_000
        configuration.limits.conversationsPerPerson = 20_000
        configuration.limits.openConnections = 20_000
        return configuration
    }
}
