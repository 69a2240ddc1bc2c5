/// Who a request is for (RFC 9110 §7.2, RFC 3986 §3.2).
enum Authority {
    /// `host[:port]`: a name, an IPv4 address or an IPv6 address in brackets; nothing that could hide a path, a user or a second host.
    static func isHost(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard !bytes.isEmpty, bytes.count <= 255 else { return false }
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return false }
            return isAddress(bytes[bytes.index(after: bytes.startIndex)..<end]) && isPort(bytes[bytes.index(after: end)...])
        }
        let end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        return isName(bytes[..<end]) && isPort(bytes[end...])
    }

    private static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        var digits = 0
        for byte in bytes {
            if digits > 0 {
                guard ASCII.hexValue(byte) != nil else { return false }
                digits -= 1
                continue
            }
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: break
            case UInt8(ascii: "%"): digits = 2
            // -._~!$&'()*+;=
            case 0x2D, 0x2E, 0x5F, 0x7E, 0x21, 0x24, 0x26...0x2B, 0x3B, 0x3D: break
            default: return false
            }
        }
        return !bytes.isEmpty && digits == 0
    }

    /// Only the bytes that an IPv6 address is written with are looked at: no name and no path fits among them.
    private static func isAddress(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.count >= 2 && bytes.contains(UInt8(ascii: ":"))
            && bytes.allSatisfy { ASCII.hexValue($0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }

    /// Nothing, or a colon and a port; RFC 3986 lets the port's digits be missing.
    private static func isPort(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first else { return true }
        let digits = bytes.dropFirst()
        return first == UInt8(ascii: ":") && digits.count <= 5 && digits.allSatisfy(ASCII.isDigit) && digits.reduce(0, { $0 * 10 + Int($1 - 0x30) }) <= 65535
    }
}
