import FeraHTTP
import FeraTestSupport
import Synchronization
import Testing

/// Frames that break RFC 6455 §5 and §7. Every row goes in one piece and byte by byte, after a message that is good.
@Suite struct HostileFrameTests {
    typealias Client = WebSocketClient
    static func frame(_ opcode: UInt8, _ payload: [UInt8] = [], final: Bool = true) -> [UInt8] { Client.frame(opcode: opcode, payload, final: final) }
    static func close(_ code: Int, _ reason: [UInt8] = []) -> [UInt8] { frame(8, [UInt8(code >> 8), UInt8(code & 255)] + reason) }
    static let mask: [UInt8] = [1, 2, 3, 4]

    static var router: Router {
        var router = Router()
        router.get("/text") { _ in
            .webSocket(maxMessageBytes: 16, textOnly: true) { socket in
                for await message in socket.messages { if case .text(let text) = message { try await socket.send(text: text) } }
            }
        }
        router.get("/any") { _ in
            .webSocket(
                maxMessageBytes: 1 << 20, onOpen: { _ in },
                onMessage: { socket, message in
                    switch message {
                    case .text(let text): try? await socket.send(text: text)
                    case .binary(let bytes): try? await socket.send(binary: bytes)
                    }
                }, onClose: { _, _ in })
        }
        return router
    }

    /// The close code that comes back for frames; nothing else but pongs may come before it.
    func closes(_ code: Int, _ bytes: [UInt8], on path: String = "/text", sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await served(Self.router) { _, client in
            for alone in bytes.count > 1000 ? [false] : [false, true] {
                let socket = try await WebSocketClient(port: client.port, path)
                try await socket.send("ok")
                #expect(try await socket.receive() == "ok")
                if alone {
                    for byte in bytes {
                        // A server that has refused may close before the last byte.
                        do { try await socket.connection.send([byte]) } catch { break }
                    }
                } else {
                    try await socket.connection.send(bytes)
                }
                var answer = try await socket.receiveFrame()
                while answer.opcode == 10 { answer = try await socket.receiveFrame() }
                let how = Comment(rawValue: "\(alone ? "byte by byte" : "whole"): \(bytes.prefix(20))")
                #expect(answer.opcode == 8 && answer.closeCode == code, how, sourceLocation: sourceLocation)
                #expect(try await socket.connection.receiveAll() == "", how, sourceLocation: sourceLocation)
            }
        }
    }

    @Test(
        arguments: [
            [0x81, 1, 65], [0x81, 0], [0x89, 0], [0x88, 0], [0x88, 2, 3, 232], [0x82, 126, 1, 0, 65], [0x80, 0],
        ] as [[UInt8]])
    func unmasked(bytes: [UInt8]) async throws { try await closes(1002, bytes) }

    @Test(
        arguments: [
            [0xC1, 0x81], [0xA1, 0x81], [0x91, 0x81], [0xF1, 0x81], [0xC9, 0x80], [0xC8, 0x82], [0x41, 0x81], [0x83, 0x81], [0x84, 0x80], [0x85, 0x80],
            [0x86, 0x80], [0x87, 0x80],
            [0x8B, 0x80], [0x8C, 0x80], [0x8D, 0x80], [0x8E, 0x80], [0x8F, 0x80], [0x09, 0x80], [0x08, 0x82], [0x0A, 0x80], [0x89, 0xFE, 0, 126],
            [0x89, 0xFE, 0, 5],
            [0x88, 0xFE, 0, 126], [0x8A, 0xFF, 0, 0, 0, 0, 0, 0, 0, 126],
        ] as [[UInt8]])
    func heads(bytes: [UInt8]) async throws { try await closes(1002, bytes + Self.mask + Self.mask) }

    /// Lengths have one form; the 64-bit form has no sign (RFC 6455 §5.2).
    @Test(
        arguments: [
            (1002, [0x81, 0xFE, 0, 1]), (1002, [0x81, 0xFE, 0, 125]), (1002, [0x81, 0xFE, 0, 0]), (1002, [0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1]),
            (1002, [0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]), (1002, [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 1]),
            (1002, [0x81, 0xFF] + Array(repeating: 0xFF, count: 8)),
            (1009, [0x81, 0xFF, 0x7F] + Array(repeating: 0xFF, count: 7)), (1009, [0x81, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0]), (1009, [0x81, 0xFE, 1, 0]),
            (1009, [0x81, 0x91]),
        ] as [(Int, [UInt8])])
    func lengths(code: Int, bytes: [UInt8]) async throws { try await closes(code, bytes + Self.mask + [64]) }

    @Test(arguments: [
        frame(0, [65]), frame(0), frame(0, [65], final: false), frame(1, [65], final: false) + frame(1, [66]),
        frame(1, [65], final: false) + frame(1, [66], final: false),
        frame(1, [], final: false) + frame(1), frame(1, [65], final: false) + frame(0, [66]) + frame(0, [67]),
    ])
    func fragments(bytes: [UInt8]) async throws {
        // The last row is a good message first.
        if bytes.count > 20 {
            try await served(Self.router) { _, client in
                let socket = try await WebSocketClient(port: client.port, "/text")
                try await socket.connection.send(Array(bytes.prefix(14)))
                #expect(try await socket.receive() == "AB")
                try await socket.connection.send(Array(bytes.dropFirst(14)))
                #expect(try await socket.receiveFrame().closeCode == 1002)
            }
        } else {
            try await closes(1002, bytes)
        }
    }

    @Test(arguments: [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535]) func badCloseCodes(code: Int) async throws {
        try await closes(1002, Self.close(code))
        try await closes(1002, Self.close(code, [65]))
    }

    @Test(arguments: [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999]) func goodCloseCodesAreEchoed(code: Int) async throws {
        try await closes(code, Self.close(code))
        try await closes(code, Self.close(code, Array("κόσμε".utf8)))
    }

    @Test func closesWithoutACode() async throws {
        try await closes(1005, Self.frame(8))
        try await closes(1002, Self.frame(8, [3]))
    }

    static let badUTF8: [[UInt8]] = [
        [0xFF], [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0xAF],
        [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC3, 0x41], [65, 0xFE],
    ]

    @Test(arguments: badUTF8) func badUTF8Is1007(bytes: [UInt8]) async throws {
        try await closes(1007, Self.frame(1, bytes))
        try await closes(1007, Self.frame(1, [65], final: false) + Self.frame(0, bytes))
        try await closes(1007, bytes.enumerated().flatMap { Self.frame($0 == 0 ? 1 : 0, [$1], final: false) } + Self.frame(0))
        try await closes(1007, Self.close(1000, bytes))
        try await closes(1007, Self.close(1000, Array("why ".utf8) + bytes))
    }

    @Test func limits() async throws {
        let many = (0..<17).flatMap { Self.frame($0 == 0 ? 1 : 0, [65], final: false) }
        try await closes(1009, many)
        try await closes(1009, Self.frame(1, Array(repeating: 65, count: 16), final: false) + Self.frame(9, [1]) + Self.frame(0, [65]))
        try await closes(1003, Self.frame(2, [65]))
        try await closes(1003, Self.frame(2, [], final: false))
        // With the payload's first byte: what the head announces is not waited for.
        try await closes(1009, [0x81, 0x91] + Self.mask + [65])
    }

    @Test func emptyFragmentsAreNothing() async throws {
        try await served(Self.router) { _, client in
            let socket = try await WebSocketClient(port: client.port, "/text")
            let flood = Self.frame(1, [], final: false) + (0..<20_000).flatMap { _ in Self.frame(0, [], final: false) }
            try await socket.connection.send(flood + Self.frame(0, [66]))
            #expect(try await socket.receive() == "B")
            try await socket.connection.send(Self.frame(1))
            #expect(try await socket.receive() == "")
        }
    }

    @Test func maskedZeroesAndOddMasksArePayload() async throws {
        try await served(Self.router) { _, client in
            let socket = try await WebSocketClient(port: client.port, "/any")
            try await socket.connection.send([0x82, 0x84, 0, 0, 0, 0, 1, 2, 3, 4])
            #expect(try await socket.receiveFrame() == .init(opcode: 2, payload: [1, 2, 3, 4]))
            try await socket.connection.send([0x82, 0x84, 9, 8, 7, 6, 9, 8, 7, 6])
            #expect(try await socket.receiveFrame() == .init(opcode: 2, payload: [0, 0, 0, 0]))
            try await socket.connection.send([0x82, 0x80, 9, 8, 7, 6])
            #expect(try await socket.receiveFrame() == .init(opcode: 2, payload: []))
        }
    }

    @Test func controlFramesBetweenFragments() async throws {
        try await served(Self.router) { _, client in
            let socket = try await WebSocketClient(port: client.port, "/any")
            let longest = [UInt8](repeating: 7, count: 125)
            try await socket.connection.send(Self.frame(1, [65], final: false) + Self.frame(9, longest) + Self.frame(10, [1]) + Self.frame(9))
            #expect(try await socket.receiveFrame() == .init(opcode: 10, payload: longest))
            #expect(try await socket.receiveFrame() == .init(opcode: 10, payload: []))
            // A close within a message ends it: the half message is nobody's.
            try await socket.connection.send(Self.close(1000))
            #expect(try await socket.receiveFrame().closeCode == 1000)
            #expect(try await socket.connection.receiveAll() == "")
        }
    }

    @Test func nothingIsAnsweredAfterAClose() async throws {
        try await served(Self.router) { _, client in
            let socket = try await WebSocketClient(port: client.port, "/any")
            try await socket.connection.send(Self.close(1000) + Self.frame(1, [65]) + Self.frame(9, [1]) + Self.close(1001))
            #expect(try await socket.receiveFrame().closeCode == 1000)
            #expect(try await socket.connection.receiveAll() == "")
        }
    }
}
