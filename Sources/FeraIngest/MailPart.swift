/// One part of a mail: its headers, unfolded, and its body as bytes.
struct MailPart {
    private let headers: [(name: String, value: String)]
    let body: ArraySlice<UInt8>
    /// The media type in lower case; `text/plain` where none is given.
    let type: String

    init(_ bytes: ArraySlice<UInt8>, limits: IngestLimits) throws(IngestError) {
        var headers: [(name: String, value: [UInt8])] = []
        var at = bytes.startIndex
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at += 3 }
        var bodyStart = bytes.endIndex
        while at < bytes.endIndex {
            let lineEnd = bytes[at...].firstIndex(of: 10) ?? bytes.endIndex
            var end = lineEnd
            if end > at, bytes[end - 1] == 13 { end -= 1 }
            let next = min(lineEnd + 1, bytes.endIndex)
            if end == at {
                bodyStart = next
                break
            }
            guard end - at <= limits.pieceBytes, headers.count < 10_000 else { throw .tooLarge(what: "bytes or lines of headers", limit: limits.pieceBytes) }
            if bytes[at] == 32 || bytes[at] == 9 {
                if !headers.isEmpty {
                    headers[headers.count - 1].value.append(32)
                    headers[headers.count - 1].value += bytes[at..<end].drop { $0 == 32 || $0 == 9 }
                }
            } else if let colon = bytes[at..<end].firstIndex(of: 58) {
                headers.append((String(decoding: bytes[at..<colon], as: UTF8.self).lowercased(), Array(bytes[(colon + 1)..<end].drop { $0 == 32 || $0 == 9 })))
            }
            at = next
        }
        self.headers = headers.map { ($0.name, TextDecoding.decode($0.value, charset: "").text) }
        body = bytes[bodyStart...]
        let given = self.headers.first { $0.name == "content-type" }?.value.prefix { $0 != ";" }
        let type = TextLines.trimmed(String(given ?? "text/plain")).lowercased()
        self.type = type.isEmpty ? "text/plain" : type
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// `name=value` or `name="value"` behind a header's first semicolon.
    func parameter(_ name: String, of headerName: String) -> String? {
        guard let header = header(headerName) else { return nil }
        let bytes = Array(header.utf8)
        var at = bytes.firstIndex(of: 59) ?? bytes.count
        while at < bytes.count {
            at += 1
            while at < bytes.count, bytes[at] == 32 || bytes[at] == 9 { at += 1 }
            guard let equals = bytes[at...].firstIndex(of: 61) else { return nil }
            let key = TextLines.trimmed(String(decoding: bytes[at..<equals], as: UTF8.self)).lowercased()
            at = equals + 1
            var value: [UInt8] = []
            if at < bytes.count, bytes[at] == 34 {
                at += 1
                while at < bytes.count, bytes[at] != 34 {
                    if bytes[at] == 92, at + 1 < bytes.count { at += 1 }
                    value.append(bytes[at])
                    at += 1
                }
                while at < bytes.count, bytes[at] != 59 { at += 1 }
            } else {
                while at < bytes.count, bytes[at] != 59 {
                    value.append(bytes[at])
                    at += 1
                }
            }
            if key == name { return TextLines.trimmed(String(decoding: value, as: UTF8.self)) }
        }
        return nil
    }

    var isAttachment: Bool { header("content-disposition")?.lowercased().hasPrefix("attachment") == true }

    var fileName: String {
        let name = parameter("filename", of: "content-disposition") ?? parameter("name", of: "content-type")
        return name.map(EncodedWords.decode) ?? type
    }

    /// The body with its transfer encoding undone.
    func decodedBody() throws(IngestError) -> [UInt8] {
        switch header("content-transfer-encoding").map({ TextLines.trimmed($0).lowercased() }) ?? "7bit" {
        case "quoted-printable": return TransferEncoding.quotedPrintable(body)
        case "base64":
            guard let bytes = TransferEncoding.base64(body) else { throw .unreadable(place: "a part of the mail", why: "its base64 is broken") }
            return bytes
        default: return Array(body)
        }
    }

    /// The parts between the boundary's lines.
    func children(limits: IngestLimits) throws(IngestError) -> [MailPart] {
        guard let boundary = parameter("boundary", of: "content-type"), (1...200).contains(boundary.utf8.count) else {
            throw .unreadable(place: "the mail's Content-Type", why: "a multipart mail without a boundary")
        }
        let mark = Array("--\(boundary)".utf8)
        var parts: [MailPart] = []
        var start: Int?
        var at = body.startIndex
        while at < body.endIndex {
            let lineEnd = body[at...].firstIndex(of: 10) ?? body.endIndex
            if body[at] == 45, body[at..<lineEnd].starts(with: mark) {
                let tail = body[(at + mark.count)..<lineEnd].filter { $0 != 13 && $0 != 32 && $0 != 9 }
                if tail.isEmpty || tail == [45, 45] {
                    if let start { parts.append(try MailPart(body[start..<max(start, at - lineBreak(before: at))], limits: limits)) }
                    if tail == [45, 45] { return parts }
                    start = min(lineEnd + 1, body.endIndex)
                    guard parts.count < 1_000 else { throw .tooLarge(what: "parts of a mail", limit: 1_000) }
                }
            }
            at = lineEnd + 1
        }
        throw .unreadable(
            place: "the end of the mail", why: start == nil ? "the boundary of its parts never comes" : "the last part is not closed; the file is cut off")
    }

    private func lineBreak(before index: Int) -> Int {
        guard index > body.startIndex, body[index - 1] == 10 else { return 0 }
        return index - 1 > body.startIndex && body[index - 2] == 13 ? 2 : 1
    }
}
