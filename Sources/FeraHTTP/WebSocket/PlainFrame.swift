/// The frame that nearly all of a chat comes in: a whole text or binary message, masked and complete. Whatever is anything else, or could
/// be wrong, is left for the decoder, which then sees it from its first byte.
enum PlainFrame {
    /// The message at the beginning of what a socket between two messages has received, and the bytes of its frame.
    /// - Parameter room: where the text is unmasked; longer ones are left for the decoder.
    static func read(
        _ bytes: UnsafeRawBufferPointer, limit: Int, textOnly: Bool, room: UnsafeMutableRawBufferPointer
    ) -> (message: WebSocketMessage, count: Int)? {
        guard bytes.count >= 6, let base = bytes.baseAddress, let space = room.baseAddress else { return nil }
        let isText = bytes[0] == 0x81
        guard isText || (bytes[0] == 0x82 && !textOnly), bytes[1] & 0x80 != 0 else { return nil }
        var count = Int(bytes[1] & 0x7F), head = 6
        if count > 125 {
            guard count == 126, bytes.count >= 8 else { return nil }
            count = Int(bytes[2]) << 8 | Int(bytes[3])
            head = 8
            // The shortest form of a length is the only one (RFC 6455 §5.2).
            guard count > 125 else { return nil }
        }
        guard count <= limit, count <= room.count, count <= bytes.count - head else { return nil }
        let key = base.loadUnaligned(fromByteOffset: head - 4, as: UInt32.self)
        guard isText else {
            let payload = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                if let out = buffer.baseAddress { unmask(base + head, key, UnsafeMutableRawPointer(out), count) }
                filled = count
            }
            return (.binary(payload), head + count)
        }
        let isASCII = unmask(base + head, key, space, count)
        let text = UnsafeRawBufferPointer(rebasing: room[..<count])
        if isASCII { return (.text(String(decoding: text, as: UTF8.self)), head + count) }
        return text.withMemoryRebound(to: UInt8.self) { String(validating: $0, as: UTF8.self) }.map { (.text($0), head + count) }
    }

    /// Eight bytes at a time (RFC 6455 §5.3). `true` when all that came out is ASCII.
    @discardableResult
    private static func unmask(_ from: UnsafeRawPointer, _ key: UInt32, _ to: UnsafeMutableRawPointer, _ count: Int) -> Bool {
        let wide = UInt64(key) << 32 | UInt64(key)
        var index = 0, seen: UInt64 = 0
        while index + 8 <= count {
            let clear = from.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ wide
            seen |= clear
            to.storeBytes(of: clear, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        var left = key.littleEndian
        while index < count {
            let clear = from.load(fromByteOffset: index, as: UInt8.self) ^ UInt8(truncatingIfNeeded: left)
            seen |= UInt64(clear)
            to.storeBytes(of: clear, toByteOffset: index, as: UInt8.self)
            left >>= 8
            if index & 3 == 3 { left = key.littleEndian }
            index += 1
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }
}
