import FeraCurl
import FeraTestSupport
import Foundation
import Testing

/// A TLS server of OpenSSL's own tool with a certificate nobody vouches for; skipped where the tool is not installed.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")), .timeLimit(.minutes(1))) struct CertificateTests {
    @Test func aCertificateNobodyVouchesForIsRefused() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fera-tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = folder.appending(path: "key").path, certificate = folder.appending(path: "certificate").path
        let made = try ChildProcess(
            ["/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate]
                + ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"])
        #expect(await made.ended().code == 0)
        let server = try ChildProcess(["/usr/bin/openssl", "s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate, "-www"])
        // A child of a test runner may have SIGTERM blocked; it must not outlive the test.
        defer { kill(server.pid, SIGKILL) }
        let port = await server.first("ACCEPT")?.split(separator: ":").last.flatMap { Int($0) }
        let url = "https://127.0.0.1:\(try #require(port))/"
        let error = await #expect(throws: TransferError.self) { try await OutboundClient().send(OutboundRequest(.get, url)) }
        #expect(error?.code == .certificateRefused)
        #expect(error?.nothingWasSent == true)
        #expect(error?.message.contains("self") == true)
    }
}
