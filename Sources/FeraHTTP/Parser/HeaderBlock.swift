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
        let hosts = headers.all("Host")
        guard hosts.count <= 1, hosts.count == 1 || line.minorVersion == 0 else { throw .bad("An HTTP/1.1 request has exactly one Host field.") }
        if let host = hosts.first, !isHost(host.utf8) { throw .bad("The Host field names no host.") }
        if let authority = line.authority { headers.set("Host", authority) }
        let close = headers.lists("Connection", "close")
        var expects = false
        if let expect = headers["Expect"], line.minorVersion == 1 {
            guard ASCII.equalIgnoringCase(expect.utf8, "100-continue".utf8) else {
                throw Refusal(status: 417, code: "expectation_failed", detail: "The only expectation this server can meet is 100-continue.")
            }
            expects = true
        }
        return RequestHead(
            method: line.method, target: line.target, minorVersion: line.minorVersion, headers: headers, framing: try framing(headers, line.minorVersion),
            keepAlive: !close && (line.minorVersion == 1 || headers.lists("Connection", "keep-alive")), expectsContinue: expects)
    }

    /// `host[:port]`, with brackets around an IPv6 address; nothing that could hide a path, a user or a second host.
    static func isHost(_ host: some Collection<UInt8>) -> Bool {
        !host.isEmpty && host.count <= 255
            && host.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "-._~:[]%!$&'()*+;=".utf8.contains(byte)
                }
            }
    }

    private static func framing(_ headers: Headers, _ minorVersion: Int) throws(Refusal) -> BodyFraming {
        let lengths = headers.all("Content-Length"), encodings = headers.all("Transfer-Encoding")
        if !encodings.isEmpty {
            guard lengths.isEmpty else { throw .bad("Content-Length and Transfer-Encoding must not come together.") }
            guard minorVersion == 1 else { throw .bad("HTTP/1.0 knows no Transfer-Encoding.") }
            let codings = encodings.joined(separator: ",").utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                .map { String(decoding: ASCII.trim($0), as: UTF8.self).lowercased() }
            if codings == ["chunked"] { return .chunked }
            guard codings.allSatisfy({ !$0.isEmpty }), codings.filter({ $0 == "chunked" }).count < 2 else {
                throw .bad("The Transfer-Encoding field is malformed.")
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
