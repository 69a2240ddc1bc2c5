import FeraHTTP
import FeraJSON
import Foundation

/// `echo --port N [--loops N]`: the server layer alone.
/// `/echo` gives back any body under any method, `/ws` whole messages of up to 16 MiB, `/sse` sends twenty events;
/// `/hello` answers a small JSON, `/json` parses a chat packet and writes it anew;
/// `/parsed/…` says how it read the request: `Tests/Yardsticks/smuggle.py` holds that against what was sent.
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
    private struct Packet {
        struct Quote {
            let file: String
            let line: Int
        }
        let conversation: String
        let seq: Int
        let type: String
        let text: String
        let quotes: [Quote]

        /// Parses the whole body, then takes every member with its type.
        init(_ body: [UInt8]) throws {
            self = try JSONView.read(body) { packet in
                Packet(
                    conversation: try packet.string("conversation"), seq: try packet.int("seq"), type: try packet.string("type"),
                    text: try packet.string("text"),
                    quotes: try packet.array("quotes") { Quote(file: try $0.string("file"), line: try $0.int("line")) })
            }
        }

        private init(conversation: String, seq: Int, type: String, text: String, quotes: [Quote]) {
            self.conversation = conversation
            self.seq = seq
            self.type = type
            self.text = text
            self.quotes = quotes
        }

        /// The packet written anew.
        var json: [UInt8] {
            var pen = JSONPen(capacity: 192 + text.utf8.count)
            pen.object { pen in
                pen.member("conversation", conversation)
                pen.member("seq", Int64(seq))
                pen.member("type", type)
                pen.member("text", text)
                pen.array("quotes") { pen in
                    for quote in quotes {
                        pen.object { pen in
                            pen.member("file", quote.file)
                            pen.member("line", Int64(quote.line))
                        }
                    }
                }
            }
            return pen.bytes
        }
    }

    static func router() -> Router {
        var router = Router()
        router.on("*", "/echo", body: .collect(64 << 20)) { request in
            .bytes(request.body, type: request.headers["Content-Type"] ?? "application/octet-stream")
        }
        router.on("*", "/parsed/*rest", body: .collect(64 << 10)) { request in
            let fields = request.headers.list.map { [$0.name, $0.value] }
            return .json(Parsed(method: request.method, target: request.target, fields: fields, body: Data(request.body)))
        }
        router.get("/hello", on: .loop) { _ in .bytes(Array(#"{"ok":true}"#.utf8), type: "application/json") }
        router.on("POST", "/json", body: .collect(1 << 20), on: .loop) { request in
            .bytes(try Packet(request.body).json, type: "application/json")
        }
        router.get("/ws") { _ in
            .webSocket(
                maxMessageBytes: 16 << 20, on: .loop, onOpen: { _ in },
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

    private struct Parsed: Encodable {
        var method: String
        var target: String
        var fields: [[String]]
        /// In base 64.
        var body: Data
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
