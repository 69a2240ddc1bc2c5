import FeraApp
import FeraHTTP
import FeraServer
import FeraTestSupport
import Glibc
import Testing

/// Where a socket that was handed over truly listens decides what the configured address decides otherwise.
@Suite struct InheritedAddressTests {
    private static func listener(_ address: UInt32) throws -> InheritedListener {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var bound = sockaddr_in()
        bound.sin_family = sa_family_t(AF_INET)
        bound.sin_addr.s_addr = address.bigEndian
        let status = withUnsafePointer(to: &bound) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        try #require(status == 0 && listen(descriptor, 16) == 0)
        return try InheritedListener(descriptor)
    }

    /// On every address the names of this machine's own are not the server's: a page elsewhere could send its visitors there.
    @Test(arguments: [(UInt32(0), "127.0.0.1", 403), (UInt32(0x7F00_0001), "0.0.0.0", 200)])
    func whoseNameIsTaken(address: UInt32, configured: String, status: Int) async throws {
        let folder = try TemporaryFolder()
        var configuration = try ServerAssets.configuration(file: nil, environment: [:]).configuration
        configuration.server.host = configured
        configuration.server.port = 1
        configuration.server.drainSeconds = 5
        configuration.data.dir = folder.file("data")
        configuration.data.keysDir = folder.file("keys")
        let listener = try Self.listener(address)
        let service = try await FeraService.start(configuration, listener: listener)
        #expect(service.port == Int(listener.port) && service.port > 1)
        let connection = try await RawConnection(port: listener.port)
        try await connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(try await connection.receiveResponse().status == status)
        connection.reset()
        await service.stop()
    }
}
