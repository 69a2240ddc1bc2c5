/// A WebSocket client for tests (RFC 6455) with masking of its own, so that the server is not checked against its own framing.
package final class WebSocketClient: Sendable {
    /// A frame as it came.
    package struct Frame: Sendable, Equatable {
        /// 1 text, 2 binary, 8 close, 9 ping, 10 pong.
        package let opcode: UInt8
        /// The payload.
        package let payload: [UInt8]

        /// A frame to compare with.
        package init(opcode: UInt8, payload: [UInt8]) {
            self.opcode = opcode
            self.payload = payload
        }

        /// The payload as UTF-8.
        package var text: String { String(decoding: payload, as: UTF8.self) }
        /// A close frame's code; 1005 without one.
        package var closeCode: Int { payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 1005 }
    }

    /// The connection beneath, for bytes that are no good frames.
    package let connection: RawConnection

    /// Connects and shakes hands.
    /// - Throws: `ClientError` when the server does not answer 101 with the right key.
    package init(port: UInt16, _ target: String, headers: [(name: String, value: String)] = []) async throws {
        connection = try await RawConnection(port: port)
        var head = "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        // Key and answer are the example of RFC 6455 §1.3.
        try await connection.send(head + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        let answer = try await connection.receive(until: "\r\n\r\n")
        guard answer.hasPrefix("HTTP/1.1 101 "), answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") else {
            throw ClientError(description: "no WebSocket: \(answer)")
        }
    }

    /// Sends a text message.
    package func send(_ text: String) async throws { try await send(opcode: 1, Array(text.utf8)) }

    /// Sends one frame of any kind, masked.
    package func send(opcode: UInt8, _ payload: [UInt8], final: Bool = true) async throws {
        try await connection.send(Self.frame(opcode: opcode, payload, final: final))
    }

    /// Sends a close frame.
    package func close(_ code: UInt16 = 1000) async throws { try await send(opcode: 8, [UInt8(code >> 8), UInt8(code & 255)]) }

    /// The bytes of a frame; without a mask it is one no server may take.
    package static func frame(opcode: UInt8, _ payload: [UInt8], final: Bool = true, masked: Bool = true, reserved: UInt8 = 0) -> [UInt8] {
        var bytes: [UInt8] = [(final ? 0x80 : 0) | reserved << 4 | opcode]
        let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D], bit: UInt8 = masked ? 0x80 : 0
        switch payload.count {
        case ..<126: bytes.append(bit | UInt8(payload.count))
        case ..<65536: bytes += [bit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [bit | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard masked else { return bytes + payload }
        bytes += mask
        bytes.reserveCapacity(bytes.count + payload.count)
        for (index, byte) in payload.enumerated() { bytes.append(byte ^ mask[index & 3]) }
        return bytes
    }

    /// The next frame; a masked or fragmented one is an error, for this server sends none.
    package func receiveFrame() async throws -> Frame {
        let start = try await connection.receive(count: 2)
        guard start[0] & 0x70 == 0, start[0] & 0x80 != 0, start[1] & 0x80 == 0 else {
            throw ClientError(description: "a frame this server must not send: \(start)")
        }
        var count = Int(start[1])
        // 126 and 127 say how the length follows; a length of 127 that follows is a length.
        if count >= 126 { count = try await connection.receive(count: count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
        return Frame(opcode: start[0] & 15, payload: try await connection.receive(count: count))
    }

    /// The next text message; pings are answered on the way.
    /// - Throws: `ClientError` when the server closes instead.
    package func receive() async throws -> String {
        while true {
            let frame = try await receiveFrame()
            switch frame.opcode {
            case 1: return frame.text
            case 9: try await send(opcode: 10, frame.payload)
            default: throw ClientError(description: "frame \(frame.opcode) instead of text, close code \(frame.closeCode)")
            }
        }
    }
}
