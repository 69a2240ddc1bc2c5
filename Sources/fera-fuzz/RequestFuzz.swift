@testable import FeraHTTP

/// Heads and bodies of requests: how the bytes arrive must not change how they are read.
enum RequestFuzz {
    static func head(_ bytes: [UInt8]) -> Int32 {
        var whole = outcome([bytes[...]])
        let apart = outcome(pieces(bytes))
        // In pieces a fault may be seen before its block has ended; whole, it must be seen at the end.
        if whole == "waiting", apart == "refused" { whole = outcome([(bytes + Array("\r\n\r\n".utf8))[...]]) }
        hold(whole == apart, "whole: \(whole), in pieces: \(apart)")
        return 0
    }

    private static func outcome(_ pieces: [ArraySlice<UInt8>]) -> String {
        var parser = RequestParser(limits: Limits()), input: [UInt8] = []
        for piece in pieces {
            input += piece
            switch input.withUnsafeBytes({ parser.parse($0) }) {
            case .needMore: continue
            // Which of two faults is seen first may depend on what has come.
            case .refuse: return "refused"
            case .head(let head, let consumed):
                hold(consumed <= input.count, "more was taken than there is")
                guard let components = try? Router.components(head.target) else { return "refused" }
                let fields = head.headers.list.map { "\($0.name): \($0.value)" }
                return "\(head.method) \(head.target) \(components) \(head.minorVersion) \(fields) \(head.framing) \(head.keepAlive) \(consumed)"
            }
        }
        return "waiting"
    }

    static func body(_ bytes: [UInt8]) -> Int32 {
        guard let first = bytes.first else { return 0 }
        let framing: BodyFraming = first == 0 ? .length(Int(bytes.count / 2)) : .chunked
        let whole = decode([bytes.dropFirst()], framing), apart = decode(pieces(Array(bytes.dropFirst())), framing)
        hold(whole == apart, "whole: \(whole), in pieces: \(apart)")
        return 0
    }

    private static func decode(_ pieces: [ArraySlice<UInt8>], _ framing: BodyFraming) -> String {
        var decoder = BodyDecoder(framing: framing, limit: 1000, trailerLimit: 200), input: [UInt8] = [], body: [UInt8] = [], taken = 0
        for piece in pieces {
            input += piece
            let (consumed, outcome) = input.withUnsafeBytes { decoder.decode($0) { body.append(contentsOf: $0) } }
            hold(consumed <= input.count && body.count <= 1000 && body.count == decoder.received, "bytes were made up")
            input.removeFirst(consumed)
            taken += consumed
            switch outcome {
            case .more: continue
            case .done: return "\(taken) \(body)"
            case .refuse(let refusal): return "\(refusal.status)"
            }
        }
        return "waiting \(body)"
    }
}
