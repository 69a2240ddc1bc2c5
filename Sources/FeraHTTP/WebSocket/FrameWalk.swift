/// Where frames begin and end in a peer's bytes (RFC 6455 §5.2), without looking at what they hold.
struct FrameWalk {
    /// The head of the frame that has begun, as far as it has come.
    private var head: [UInt8] = []
    private var payloadLeft: UInt64 = 0

    /// Whether everything that has come belongs to whole frames.
    var isBetweenFrames: Bool { head.isEmpty && payloadLeft == 0 }

    /// Goes on over received bytes; gives how many of them come before the next close frame. Nothing is looked at behind its beginning.
    mutating func bytesBeforeClose(_ bytes: UnsafeRawBufferPointer) -> Int {
        var index = 0
        while index < bytes.count {
            if payloadLeft > 0 {
                let count = min(payloadLeft, UInt64(bytes.count - index))
                payloadLeft -= count
                index += Int(count)
                continue
            }
            if head.isEmpty, bytes[index] & 15 == 8 { return index }
            head.append(bytes[index])
            index += 1
            guard head.count >= 2, head.count == Self.headCount(head[1]) else { continue }
            payloadLeft = Self.payloadCount(head)
            head.removeAll(keepingCapacity: true)
        }
        return index
    }

    /// Whether bytes that begin with a control frame hold all of it; one whose length is not allowed is whole at once.
    static func holdsWholeControlFrame(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 2 else { return false }
        return bytes[1] & 127 > 125 || bytes.count >= headCount(bytes[1]) + Int(bytes[1] & 127)
    }

    private static func headCount(_ second: UInt8) -> Int {
        let length = second & 127
        return 2 + (length == 127 ? 8 : length == 126 ? 2 : 0) + (second & 128 != 0 ? 4 : 0)
    }

    private static func payloadCount(_ head: [UInt8]) -> UInt64 {
        let length = head[1] & 127
        guard length > 125 else { return UInt64(length) }
        return head[2..<(length == 126 ? 4 : 10)].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
