/// Header fields as RFC 9112 §5 has them, and what they say together about the message.
enum HeaderBlock {
    /// Lines `name: value`, each without its CRLF.
    static func parse(_ input: UnsafeRawBufferPointer, lines: ArraySlice<Range<Int>>) throws(Refusal) -> Headers {
        guard let first = lines.first, let last = lines.last else { return Headers() }
        let base = first.lowerBound
        var fields: [Headers.Field] = []
        fields.reserveCapacity(lines.count)
        for line in lines {
            var colon = line.lowerBound
            while colon < line.upperBound, ASCII.isToken(input[colon]) { colon += 1 }
            guard colon > line.lowerBound, colon < line.upperBound, input[colon] == UInt8(ascii: ":") else {
                throw .bad("A header line has no name directly followed by a colon (folded lines are not taken).")
            }
            var start = colon + 1, end = line.upperBound
            for index in start..<end where !ASCII.isFieldByte(input[index]) { throw .bad("A header value holds a control byte.") }
            while start < end, input[start] == 0x20 || input[start] == 0x09 { start += 1 }
            while end > start, input[end - 1] == 0x20 || input[end - 1] == 0x09 { end -= 1 }
            fields.append(
                Headers.Field(
                    nameStart: UInt32(line.lowerBound - base), nameCount: UInt32(colon - line.lowerBound),
                    valueStart: UInt32(start - base), valueCount: UInt32(end - start)))
        }
        return Headers(bytes: Array(input[base..<last.upperBound]), fields: fields)
    }

    static func head(_ line: RequestLine, _ headers: Headers) throws(Refusal) -> RequestHead {
        var headers = headers
        let seen = Seen(headers)
        guard seen.hosts <= 1, seen.hosts == 1 || line.minorVersion == 0 else { throw .bad("An HTTP/1.1 request has exactly one Host field.") }
        if seen.hosts == 1, !seen.isHost { throw .bad("The Host field names no host.") }
        if let authority = line.authority { headers.set("Host", authority) }
        let close = seen.connection && headers.lists("Connection", "close")
        var expects = false
        if seen.expect, line.minorVersion == 1 {
            guard headers.all("Expect").allSatisfy({ ASCII.equalIgnoringCase($0.utf8, "100-continue".utf8) }) else {
                throw Refusal(status: 417, code: "expectation_failed", detail: "The only expectation this server can meet is 100-continue.")
            }
            expects = true
        }
        return RequestHead(
            method: line.method, target: line.target, minorVersion: line.minorVersion, headers: headers,
            framing: seen.framing ? try framing(headers, line.minorVersion) : .none,
            keepAlive: !close && (line.minorVersion == 1 || headers.lists("Connection", "keep-alive")), expectsContinue: expects)
    }

    /// Which of the fields that say something about the message are there, found in one pass; most requests have but a Host.
    private struct Seen {
        var hosts = 0
        /// The Host field is well formed.
        var isHost = false
        var connection = false
        var expect = false
        /// Content-Length or Transfer-Encoding.
        var framing = false

        init(_ headers: Headers) {
            for field in headers.fields {
                switch field.nameCount {
                case 4 where headers.isNamed(field, "host"):
                    hosts += 1
                    isHost = Authority.isHost(headers.valueBytes(field))
                case 6 where headers.isNamed(field, "expect"): expect = true
                case 10 where headers.isNamed(field, "connection"): connection = true
                case 14 where headers.isNamed(field, "content-length"), 17 where headers.isNamed(field, "transfer-encoding"): framing = true
                default: break
                }
            }
        }
    }

    private static func framing(_ headers: Headers, _ minorVersion: Int) throws(Refusal) -> BodyFraming {
        let lengths = headers.all("Content-Length"), encodings = headers.all("Transfer-Encoding")
        if !encodings.isEmpty {
            guard lengths.isEmpty else { throw .bad("Content-Length and Transfer-Encoding must not come together.") }
            guard minorVersion == 1 else { throw .bad("HTTP/1.0 knows no Transfer-Encoding.") }
            // Bytes are compared, not text: as text a Kelvin sign is a k.
            let codings = encodings.flatMap { $0.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { ASCII.trim($0) } }
            let places = codings.indices.filter { ASCII.equalIgnoringCase(codings[$0], "chunked".utf8) }
            if codings.count == 1, places == [0] { return .chunked }
            guard codings.allSatisfy({ !$0.isEmpty }), places.allSatisfy({ $0 == codings.count - 1 }) else {
                throw .bad("The Transfer-Encoding field is malformed: chunked stands once and last.")
            }
            throw Refusal(status: 501, code: "transfer_encoding", detail: "The only transfer coding this server knows is chunked.")
        }
        guard let text = lengths.first else { return .none }
        guard lengths.count == 1, !text.isEmpty, text.utf8.count <= 18, text.utf8.allSatisfy(ASCII.isDigit), let length = Int(text) else {
            throw .bad("Content-Length must be one plain number.")
        }
        return .length(length)
    }
}
