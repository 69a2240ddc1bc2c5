import FeraJSON

/// An answer: status, header fields and a body. Content-Length, Transfer-Encoding, Connection and Date are the server's own.
package struct Response: Sendable {
    /// Where an answer's bytes come from.
    package enum Body: Sendable {
        /// Bytes in memory.
        case bytes([UInt8])
        /// A file, sent by the kernel from its page cache.
        case file(FileBody)
        /// Bytes as a producer makes them, held back while the peer does not read.
        case stream(StreamBody)
        /// The connection becomes a WebSocket.
        case webSocket(WebSocketUpgrade)
    }

    /// The HTTP status.
    package var status: Int
    /// The header fields.
    package var headers: Headers
    /// The body.
    package var body: Body
    /// Whether `negotiated(for:)` may tag and compress the body.
    package internal(set) var compression = Compression.none

    /// An answer of any kind.
    package init(status: Int = 200, headers: Headers = Headers(), body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Bytes of a media type.
    package static func bytes(_ bytes: [UInt8], type: String, status: Int = 200) -> Response {
        var headers = Headers()
        headers.add("Content-Type", type)
        return Response(status: status, headers: headers, body: .bytes(bytes))
    }

    /// Plain text in UTF-8.
    package static func text(_ text: String, status: Int = 200) -> Response {
        bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
    }

    /// A value as JSON with sorted keys, so that equal answers are equal bytes. A value that cannot be encoded becomes a 500 problem.
    package static func json(_ value: some Encodable, status: Int = 200) -> Response {
        do { return bytes(try JSONWriter().bytes(value), type: "application/json", status: status) } catch {
            return bytes(
                Array(#"{"type":"about:blank","status":500,"code":"internal","title":"The answer could not be written as JSON"}"#.utf8),
                type: "application/problem+json", status: 500)
        }
    }

    /// 204 without a body.
    package static var noContent: Response { Response(status: 204) }

    /// A redirect; 303 sends the client on with GET.
    package static func redirect(to location: String, status: Int = 303) -> Response {
        Response(status: status, headers: Headers([("Location", location)]))
    }

    /// Bytes as a producer makes them. The task that runs `produce` is cancelled when the peer goes away.
    package static func stream(type: String, status: Int = 200, _ produce: @escaping @Sendable (BodyWriter) async throws -> Void) -> Response {
        Response(status: status, headers: Headers([("Content-Type", type)]), body: .stream(StreamBody(probe: nil, produce: produce)))
    }
}

/// A body that is made while it is sent.
package struct StreamBody: Sendable {
    /// Bytes without meaning that are sent once when the client closed its sending side: a client that is gone answers them with a reset.
    let probe: [UInt8]?
    let produce: @Sendable (BodyWriter) async throws -> Void

    /// Has the bytes made. A stream that fails does not look whole to its reader.
    nonisolated(nonsending) func run(into outbox: Outbox, chunked: Bool) async {
        do {
            try await produce(BodyWriter(outbox: outbox, chunked: chunked))
            outbox.finish()
        } catch { outbox.finish(aborted: probe == nil || !(error is CancellationError)) }
    }
}
