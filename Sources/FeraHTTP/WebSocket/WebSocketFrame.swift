import FeraCrypto

/// Frames of a server: never masked, never fragmented (RFC 6455 §5.2).
enum WebSocketFrame {
    enum Opcode: UInt8 {
        case text = 1, binary = 2, close = 8, ping = 9
    }

    static func make(_ opcode: Opcode, _ payload: some Collection<UInt8>) -> [UInt8] {
        let count = payload.count
        var frame: [UInt8] = []
        frame.reserveCapacity(count + 10)
        frame.append(0x80 | opcode.rawValue)
        switch count {
        case ..<126: frame.append(UInt8(count))
        case ..<65536: frame += [126, UInt8(count >> 8), UInt8(count & 255)]
        default:
            frame.append(127)
            for shift in stride(from: 56, through: 0, by: -8) { frame.append(UInt8(truncatingIfNeeded: count >> shift)) }
        }
        frame.append(contentsOf: payload)
        return frame
    }

    /// A close frame; the reason is cut to what a control frame holds, between characters.
    static func close(_ code: UInt16, _ reason: String) -> [UInt8] {
        var text = ""
        var count = 0
        for scalar in reason.unicodeScalars {
            count += UTF8.width(scalar)
            if count > 123 { break }
            text.unicodeScalars.append(scalar)
        }
        return make(.close, [UInt8(code >> 8), UInt8(code & 255)] + Array(text.utf8))
    }
}

/// The opening handshake of RFC 6455 §4.2.
enum WebSocketHandshake {
    /// The Sec-WebSocket-Accept value, or the problem that says what the request lacks.
    static func accept(_ head: RequestHead) throws(Problem) -> String {
        guard head.method == "GET", head.minorVersion == 1, head.headers.lists("Upgrade", "websocket"), head.headers.lists("Connection", "upgrade") else {
            var problem = Problem(426, "websocket_required", "This address is a WebSocket", detail: "Open it with a WebSocket client.")
            problem.headers = [("Upgrade", "websocket"), ("Connection", "Upgrade")]
            throw problem
        }
        guard head.headers.all("Sec-WebSocket-Version") == ["13"] else {
            var problem = Problem(426, "websocket_required", "Unknown WebSocket version", detail: "This server speaks version 13.")
            problem.headers = [("Sec-WebSocket-Version", "13")]
            throw problem
        }
        let keys = head.headers.all("Sec-WebSocket-Key")
        guard keys.count == 1, Base64.isOf16Bytes(keys[0].utf8) else {
            throw Problem(400, "malformed", "Malformed WebSocket handshake", detail: "Sec-WebSocket-Key must be 16 bytes in base 64.")
        }
        guard head.framing == .none else {
            throw Problem(400, "malformed", "Malformed WebSocket handshake", detail: "A request that opens a WebSocket has no body.")
        }
        return Base64.encode(SHA1.hash(Array((keys[0] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
    }
}

/// Base 64 of RFC 4648 §4, as far as the handshake needs it.
enum Base64 {
    /// 22 digits and two paddings; RFC 6455 §4.2.1 asks for no more.
    static func isOf16Bytes(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        text.count == 24 && text.suffix(2).elementsEqual("==".utf8)
            && text.dropLast(2).allSatisfy { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
    }

    static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for index in 0..<4 { out.append(index <= group.count ? digits[Int(value >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "=")) }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
