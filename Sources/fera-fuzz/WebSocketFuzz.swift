@testable import FeraHTTP

/// Frames: how the bytes arrive must not change which messages, pongs and close codes come out.
enum WebSocketFuzz {
    static func frames(_ bytes: [UInt8]) -> Int32 {
        for textOnly in [false, true] {
            let whole = decode([bytes[...]], textOnly), apart = decode(pieces(bytes), textOnly)
            hold(whole == apart, "whole: \(whole), in pieces: \(apart)")
        }
        return 0
    }

    private static func decode(_ pieces: [ArraySlice<UInt8>], _ textOnly: Bool) -> String {
        guard let decoder = WebSocketDecoder(limit: 300, textOnly: textOnly) else { return "" }
        var messages: [WebSocketMessage] = [], reply: [UInt8] = []
        for piece in pieces {
            let result = Array(piece).withUnsafeBytes { decoder.decode($0) }
            messages += result.messages
            reply += result.reply
            hold(result.messages.allSatisfy { $0.byteCount <= 300 }, "a message is over the limit")
            hold(result.violation == nil || result.closedBy == nil, "closed twice")
            // A connection that is failed owes no pong for what came before.
            if let code = result.violation { return "\(messages) violation \(code)" }
            if let code = result.closedBy { return "\(messages) \(reply) closed \(code)" }
        }
        return "\(messages) \(reply)"
    }
}
