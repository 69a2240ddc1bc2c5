import FeraCurl
import Foundation
import Testing

/// A TLS server of OpenSSL's own tool with a certificate nobody vouches for; skipped where the tool is not installed.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")), .timeLimit(.minutes(1))) struct CertificateTests {
    static func openssl(_ arguments: [String], output: Pipe? = nil, atEnd: (@Sendable (Int32) -> Void)? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        if let atEnd { process.terminationHandler = { atEnd($0.terminationStatus) } }
        try process.run()
        return process
    }

    @Test func aCertificateNobodyVouchesForIsRefused() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fera-tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = folder.appending(path: "key").path, certificate = folder.appending(path: "certificate").path
        let ended = AsyncStream<Int32>.makeStream()
        _ = try Self.openssl(
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate, "-days", "2"]
                + ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
            atEnd: { ended.continuation.yield($0) })
        for await status in ended.stream {
            #expect(status == 0)
            break
        }
        let output = Pipe(), lines = AsyncStream<String>.makeStream()
        let server = try Self.openssl(["s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www"], output: output)
        // A child of a test runner may have SIGTERM blocked; it must not outlive the test.
        defer { kill(server.processIdentifier, SIGKILL) }
        output.fileHandleForReading.readabilityHandler = { lines.continuation.yield(String(decoding: $0.availableData, as: UTF8.self)) }
        var seen = "", port: Int?
        for await piece in lines.stream {
            seen += piece
            guard let line = seen.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT") }), seen.contains("\n") else { continue }
            port = line.split(separator: ":").last.flatMap { Int($0) }
            break
        }
        output.fileHandleForReading.readabilityHandler = nil
        let url = "https://127.0.0.1:\(try #require(port))/"
        let error = await #expect(throws: TransferError.self) { try await OutboundClient().send(OutboundRequest(.get, url)) }
        #expect(error?.code == .certificateRefused)
        #expect(error?.nothingWasSent == true)
        #expect(error?.message.contains("self") == true)
    }
}
