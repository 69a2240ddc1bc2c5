@testable import FeraHTTP

/// Frames: how the bytes arrive must not change which messages, pongs and close codes come out, nor may the short way that whole frames take.
enum WebSocketFuzz {
    private static let limit = 300

    private struct Outcome: Equatable {
        var messages: [WebSocketMessage] = []
        var reply: [UInt8] = []
        var farewell: [UInt8] = []
        var closedBy: UInt16?
        var violation: UInt16?
    }

    static func frames(_ bytes: [UInt8]) -> Int32 {
        for textOnly in [false, true] {
            for isShort in [false, true] {
                let whole = decode([bytes[...]], textOnly, isShort), apart = decode(pieces(bytes), textOnly, isShort)
                hold(whole == apart, "whole: \(whole), in pieces: \(apart)")
            }
            let long = decode([bytes[...]], textOnly, false), short = decode([bytes[...]], textOnly, true)
            hold(long == short, "by wslay: \(long), by the short way: \(short)")
            plain(bytes, textOnly)
        }
        return 0
    }

    /// As the loop does it: a decoder is asked for where no whole frame can be read without one, and given back between messages.
    private static func decode(_ pieces: [ArraySlice<UInt8>], _ textOnly: Bool, _ isShort: Bool) -> Outcome {
        guard let decoder = WebSocketDecoder(limit: limit, textOnly: textOnly) else { return Outcome() }
        var all = Outcome(), input: [UInt8] = []
        for piece in pieces {
            input += piece
            while !input.isEmpty {
                if isShort, decoder.isAtRest, let (message, count) = read(input, textOnly) {
                    all.messages.append(message)
                    input.removeFirst(count)
                    continue
                }
                let count = min(input.count, 4096), result = input[..<count].withUnsafeBytes { decoder.decode($0) }
                input.removeFirst(count)
                all.messages += result.messages
                all.reply += result.reply
                all.farewell = result.farewell
                all.closedBy = result.closedBy
                all.violation = result.violation
                hold(result.messages.allSatisfy { $0.byteCount <= limit }, "a message is over the limit")
                hold(result.violation == nil || result.closedBy == nil, "closed twice")
                hold(result.farewell.isEmpty == (result.closedBy == nil), "a close frame without a close, or none with one")
                // A connection that is failed owes no pong for what came before.
                if result.violation != nil { all.reply = [] }
                if result.violation != nil || result.closedBy != nil { return all }
            }
        }
        return all
    }

    /// A plain frame is one message of one frame for a decoder too, wherever in the bytes it is looked for.
    private static func plain(_ bytes: [UInt8], _ textOnly: Bool) {
        for start in bytes.indices where bytes[start] & 0xFC == 0x80 {
            let rest = Array(bytes[start...])
            guard let (message, count) = read(rest, textOnly), let decoder = WebSocketDecoder(limit: limit, textOnly: textOnly) else { continue }
            let result = rest[..<count].withUnsafeBytes { decoder.decode($0) }
            hold(
                result.messages == [message] && result.frames == 1 && result.reply.isEmpty && result.farewell.isEmpty && result.violation == nil
                    && result.closedBy == nil && decoder.isAtRest, "\(message) of \(count) bytes is for wslay \(result)")
        }
    }

    private static func read(_ bytes: [UInt8], _ textOnly: Bool) -> (message: WebSocketMessage, count: Int)? {
        // Shorter than the limit, so that some messages have no room and go the long way.
        var room = [UInt8](repeating: 0, count: 200)
        let found = room.withUnsafeMutableBytes { room in
            bytes.withUnsafeBytes { PlainFrame.read($0, limit: limit, textOnly: textOnly, room: room) }
        }
        hold(found.map { $0.count <= bytes.count } ?? true, "more was taken than there is")
        return found
    }
}
