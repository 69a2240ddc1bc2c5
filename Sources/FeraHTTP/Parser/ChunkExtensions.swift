/// What may follow a chunk's size (RFC 9112 §7.1.1). What it says is ignored, but only what every parser ends at the same place is taken.
enum ChunkExtensions {
    /// `*( BWS ";" BWS name [ BWS "=" BWS value ] )`, where a value is a token or a quoted string.
    static func fit(_ bytes: some Sequence<UInt8>) -> Bool {
        var state = State.between
        for byte in bytes {
            guard let next = step(state, byte) else { return false }
            state = next
        }
        return state.mayEnd
    }

    private enum State {
        case between, blank, nameStart, name, nameEnd, valueStart, value, quoted, escaped

        var mayEnd: Bool {
            switch self {
            case .between, .name, .value: true
            default: false
            }
        }
    }

    private static func step(_ state: State, _ byte: UInt8) -> State? {
        let isBlank = byte == 0x20 || byte == 0x09, isToken = ASCII.isToken(byte)
        switch state {
        case .between, .blank: return byte == UInt8(ascii: ";") ? .nameStart : isBlank ? .blank : nil
        case .nameStart: return isToken ? .name : isBlank ? .nameStart : nil
        case .name, .nameEnd:
            if isToken { return state == .name ? .name : nil }
            if byte == UInt8(ascii: "=") { return .valueStart }
            return byte == UInt8(ascii: ";") ? .nameStart : isBlank ? .nameEnd : nil
        case .valueStart: return isToken ? .value : byte == UInt8(ascii: "\"") ? .quoted : isBlank ? .valueStart : nil
        case .value: return isToken ? .value : byte == UInt8(ascii: ";") ? .nameStart : isBlank ? .blank : nil
        case .quoted: return byte == UInt8(ascii: "\"") ? .between : byte == UInt8(ascii: "\\") ? .escaped : ASCII.isFieldByte(byte) ? .quoted : nil
        case .escaped: return ASCII.isFieldByte(byte) ? .quoted : nil
        }
    }
}
