import FeraCrypto
import Foundation

/// A conversation's WebSocket (RFC 6455), from the client's side.
final class PlaySocket {
    private let wire: Wire
    private var random = SystemRandomNumberGenerator()

    /// Shakes hands.
    /// - Throws: `PlayError.refused` where the server answers with a problem, `.connection` otherwise.
    init(_ client: PlayClient, _ target: String) throws(PlayError) {
        wire = try Wire(host: client.address.host, port: client.address.port)
        var random = SystemRandomNumberGenerator()
        let key = Data((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }).base64EncodedString()
        let head = "GET \(target) HTTP/1.1\r\n\(client.identity)Upgrade: websocket\r\nConnection: Upgrade\r\n"
        try wire.send(Array("\(head)Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(key)\r\n\r\n".utf8))
        guard let reply = try PlayClient.reply(wire) else { throw PlayError(.connection, "GET \(target): the server closed in the handshake") }
        guard reply.status == 101 else {
            let problem = (try? JSONDecoder().decode(Problem.self, from: Data(reply.body))) ?? Problem()
            throw problem.error("GET \(target)", status: reply.status)
        }
        let expected = Data(SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))).base64EncodedString()
        guard reply.header("sec-websocket-accept") == expected else { throw PlayError(.connection, "GET \(target): the handshake's answer is wrong") }
    }

    /// Sends a packet.
    func send(_ packet: JSON) throws { try frame(1, packet.bytes()) }

    /// Says goodbye.
    func close() throws { try frame(8, [3, 232]) }

    private func frame(_ opcode: UInt8, _ payload: [UInt8]) throws(PlayError) {
        var bytes: [UInt8] = [0x80 | opcode]
        switch payload.count {
        case ..<126: bytes.append(0x80 | UInt8(payload.count))
        case ..<65536: bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        let mask = (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes += mask
        for (index, byte) in payload.enumerated() { bytes.append(byte ^ mask[index & 3]) }
        try wire.send(bytes)
    }

    /// The next packet; pings are answered on the way.
    /// - Throws: `PlayError.connection` when the server closes instead or breaks the framing.
    func next() throws -> Packet {
        var message: [UInt8] = []
        while true {
            let head = try wire.read(2)
            guard head[0] & 0x70 == 0, head[1] & 0x80 == 0 else { throw PlayError(.connection, "the server sent a frame that no client can take") }
            let count: UInt64 =
                switch head[1] {
                case 126: try wire.read(2).reduce(0) { $0 << 8 | UInt64($1) }
                case 127: try wire.read(8).reduce(0) { $0 << 8 | UInt64($1) }
                default: UInt64(head[1])
                }
            guard count <= 16 << 20 else { throw PlayError(.connection, "the server sent a message of \(count) bytes") }
            let payload = try wire.read(Int(count))
            switch head[0] & 15 {
            case 0, 1: message += payload
            case 9:
                try frame(10, payload)
                continue
            case 10: continue
            case 8:
                let code = payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 1005
                throw PlayError(
                    .connection, "the server closed the conversation's socket with code \(code) \(String(decoding: payload.dropFirst(2), as: UTF8.self))")
            default: throw PlayError(.connection, "the server sent a frame of kind \(head[0] & 15)")
            }
            if head[0] & 0x80 != 0 { return try PlayClient.decode(.init(status: 101, headers: [], body: message), "a packet") }
        }
    }
}
