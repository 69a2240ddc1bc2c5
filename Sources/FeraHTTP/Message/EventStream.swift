/// Writes server-sent events (WHATWG HTML, section 9.2).
package struct EventStream: Sendable {
    let writer: BodyWriter

    /// Sends one event.
    /// - Parameters:
    ///   - data: split into one `data:` line per line.
    ///   - event: the event's type; line ends in it become spaces.
    ///   - id: what `Last-Event-ID` carries when the client comes back.
    package func send(data: String, event: String? = nil, id: String? = nil) async throws {
        var text: [UInt8] = []
        if let id { Self.line("id: ", id, into: &text) }
        if let event { Self.line("event: ", event, into: &text) }
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            text.append(contentsOf: "data: ".utf8)
            text.append(contentsOf: line.utf8)
            text.append(0x0A)
        }
        text.append(0x0A)
        try await writer.write(text)
    }

    /// Sends a comment, which keeps proxies from closing a quiet stream.
    package func heartbeat() async throws { try await writer.write(":\n\n") }

    private static func line(_ name: String, _ value: String, into text: inout [UInt8]) {
        text.append(contentsOf: name.utf8)
        for byte in value.utf8 { text.append(byte == 0x0A || byte == 0x0D || byte == 0 ? 0x20 : byte) }
        text.append(0x0A)
    }
}

extension Response {
    /// Server-sent events. The task that runs `produce` is cancelled when the client goes away and when the server shuts down; the stream then ends cleanly.
    package static func events(_ produce: @escaping @Sendable (EventStream) async throws -> Void) -> Response {
        Response(
            headers: Headers([("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no")]),
            body: .stream(StreamBody(probe: Array(":\n\n".utf8)) { try await produce(EventStream(writer: $0)) }))
    }
}
