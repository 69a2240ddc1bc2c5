import FeraTestSupport
import Foundation
import Testing

/// Processes on one socket that outlives them, started as systemd starts them.
extension ProcessTests {
    /// The value of `key` in the units that docs/operations.md shows.
    private static func unit(_ key: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/operations.md"), encoding: .utf8)
        let lines = page.split(separator: "\n").filter { $0.hasPrefix(key + "=") }
        return String(try #require(lines.first).dropFirst(key.utf8.count + 1))
    }

    /// The address of the socket unit, but on a free port.
    private func listen() throws -> (socket: Int32, port: UInt16) {
        let address = try Self.unit("ListenStream").split(separator: ":")
        try #require(address.count == 2 && Int(address[1]) != nil)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var bound = sockaddr_in(), length = socklen_t(MemoryLayout<sockaddr_in>.size)
        bound.sin_family = sa_family_t(AF_INET)
        #expect(inet_pton(AF_INET, String(address[0]), &bound.sin_addr) == 1)
        let status = withUnsafeMutablePointer(to: &bound) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1 }
        }
        try #require(status == 0 && Glibc.listen(descriptor, 4096) == 0)
        return (descriptor, UInt16(bigEndian: bound.sin_port))
    }

    /// What the service unit starts, with this test's folder in place of the machine's.
    private func serve(on socket: Int32, forProcess: String = "$$") throws -> Running {
        let configuration = folder.path + "/fera.json5"
        try Data("{}".utf8).write(to: URL(fileURLWithPath: configuration))
        let words = try Self.unit("ExecStart").split(separator: " ").dropFirst().map { word in
            word == "/var/lib/fera/data" ? data : word == "/etc/fera/fera.json5" ? configuration : String(word)
        }
        #expect(words.contains(data) && words.contains(configuration))
        return try Running(words, keys: folder.path + "/keys", socket: socket, forProcess: forProcess)
    }

    @Test func aSocketThatIsHandedOverOutlivesTheServers() async throws {
        let (socket, port) = try listen()
        defer { close(socket) }
        let first = try serve(on: socket)
        #expect(await first.first("serves")?.hasSuffix("http://127.0.0.1:\(port)") == true)
        #expect(try await HTTPClient(port: port).get("/livez").status == 200)
        kill(first.pid, SIGTERM)
        #expect(await first.ended().code == 0)
        let between = try await RawConnection(port: port)
        try await between.send("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let second = try serve(on: socket)
        #expect(try await between.receiveAll().hasPrefix("HTTP/1.1 200 "))
        kill(second.pid, SIGTERM)
        #expect(await second.ended().code == 0)
    }

    @Test func whatIsNoSocketOfOursIsRefused() async throws {
        let (socket, _) = try listen(), file = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { for descriptor in [socket, file] { close(descriptor) } }
        let another = await (try serve(on: socket, forProcess: "1")).ended()
        #expect(another.code == 1 && another.said.contains("LISTEN_PID names process 1 and this is process"), "\(another.said)")
        let none = await (try serve(on: file)).ended()
        #expect(none.code == 1 && none.said.contains("no TCP socket that listens"), "\(none.said)")
    }
}
