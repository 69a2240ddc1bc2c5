/// `method SP target SP HTTP-version` (RFC 9112 §3).
struct RequestLine {
    var method: String
    var target: String
    var minorVersion: Int
    /// The authority of an absolute-form target, which overrides the Host field (RFC 9112 §3.2.2).
    var authority: String?

    init(_ line: UnsafeRawBufferPointer, longestTarget: Int) throws(Refusal) {
        var end = 0
        while end < line.count, ASCII.isToken(line[end]) { end += 1 }
        guard end > 0, end < line.count, line[end] == 0x20 else { throw .bad("The request line has no method followed by one space.") }
        guard end <= 32 else { throw Refusal(status: 501, code: "method_unknown", detail: "The method's name is longer than any this server knows.") }
        method = String(decoding: line[..<end], as: UTF8.self)
        let start = end + 1
        end = start
        while end < line.count, line[end] != 0x20 {
            guard line[end] > 0x20, line[end] < 0x7F, line[end] != UInt8(ascii: "#") else {
                throw .bad("The request target holds a byte that must be percent-encoded.")
            }
            end += 1
        }
        guard end > start, end < line.count else { throw .bad("The request line has no target followed by one space.") }
        guard end - start <= longestTarget else {
            throw Refusal(status: 414, code: "target_too_long", detail: "The request target is longer than \(longestTarget) bytes.")
        }
        target = String(decoding: line[start..<end], as: UTF8.self)
        minorVersion = try Self.version(line[(end + 1)...])
        try absorbAuthority()
    }

    private static func version(_ bytes: Slice<UnsafeRawBufferPointer>) throws(Refusal) -> Int {
        guard bytes.count == 8, bytes.prefix(5).elementsEqual("HTTP/".utf8), bytes[bytes.startIndex + 6] == UInt8(ascii: ".") else {
            throw .bad("The request line does not end in an HTTP version.")
        }
        let major = bytes[bytes.startIndex + 5], minor = bytes[bytes.startIndex + 7]
        guard ASCII.isDigit(major), ASCII.isDigit(minor) else { throw .bad("The request line does not end in an HTTP version.") }
        guard major == UInt8(ascii: "1") else { throw Refusal(status: 505, code: "http_version", detail: "This server speaks HTTP/1.1.") }
        return minor == UInt8(ascii: "0") ? 0 : 1
    }

    private mutating func absorbAuthority() throws(Refusal) {
        if method.utf8.count == 7, method == "CONNECT" { throw Refusal(status: 501, code: "method_unknown", detail: "This server is no proxy.") }
        if target.utf8.first == UInt8(ascii: "/") || (target == "*" && method == "OPTIONS") { return }
        let prefix = target.utf8.prefix(7)
        guard ASCII.equalIgnoringCase(prefix, "http://".utf8) else { throw .bad("The request target is neither a path nor an http address.") }
        let rest = target.utf8.dropFirst(7)
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        let host = String(decoding: rest[..<end], as: UTF8.self)
        guard Authority.isHost(host.utf8) else { throw .bad("The address in the request line names no host.") }
        authority = host
        let path = String(decoding: rest[end...], as: UTF8.self)
        target = path.utf8.first == UInt8(ascii: "/") ? path : "/" + path
    }
}
