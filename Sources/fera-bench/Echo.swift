import FeraHTTP
import Foundation

/// `echo --port N [--loops N]`: the server layer alone.
/// `/echo` gives back any body under any method, `/ws` whole messages of up to 16 MiB, `/sse` sends twenty events;
/// `/hello` answers a small JSON, `/json` parses a chat packet and writes it anew.
enum Echo {
    static func run(_ arguments: [String]) async throws {
        var configuration = HTTPServer.Configuration()
        configuration.port = UInt16(option("--port", arguments) ?? "") ?? 8080
        configuration.loops = Int(option("--loops", arguments) ?? "") ?? 1
        let server = try HTTPServer(configuration: configuration, router: router())
        try server.start()
        print("listening on http://127.0.0.1:\(server.port)")
        fflush(nil)
        await stopSignal()
        await server.shutdown(deadline: .seconds(5))
    }

    /// What a chat client sends.
    private struct Packet: Codable {
        struct Quote: Codable {
            let file: String
            let line: Int
        }
        let conversation_id: String
        let seq: Int
        let type: String
        let text: String
        let quotes: [Quote]
    }

    static func router() -> Router {
        var router = Router()
        router.on("*", "/echo", body: .collect(64 << 20)) { request in
            .bytes(request.body, type: request.headers["Content-Type"] ?? "application/octet-stream")
        }
        router.get("/hello") { _ in .bytes(Array(#"{"ok":true}"#.utf8), type: "application/json") }
        router.on("POST", "/json", body: .collect(1 << 20)) { request in
            let packet = try JSONDecoder().decode(Packet.self, from: Data(request.body))
            return .bytes(Array(try JSONEncoder().encode(packet)), type: "application/json")
        }
        router.get("/ws") { _ in
            .webSocket(
                maxMessageBytes: 16 << 20, onOpen: { _ in },
                onMessage: { socket, message in
                    // A peer that has gone away needs no echo.
                    switch message {
                    case .text(let text): try? await socket.send(text: text)
                    case .binary(let bytes): try? await socket.send(binary: bytes)
                    }
                }, onClose: { _, _ in })
        }
        router.get("/sse") { _ in
            .events { stream in
                for number in 1...20 { try await stream.send(data: "event \(number)", event: "count", id: "\(number)") }
            }
        }
        return router
    }

    /// Returns at SIGINT or SIGTERM.
    static func stopSignal() async {
        let (stops, continuation) = AsyncStream<Void>.makeStream()
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        for await _ in stops { break }
        for source in sources { source.cancel() }
    }

    private static func option(_ name: String, _ arguments: [String]) -> String? {
        guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
        return arguments[index + 1]
    }
}
