/// Header lines in, response head out. Lines come one by one, as libcurl hands them over, with their line ends; each
/// interim response (1xx) begins anew and is dropped; trailers after the body are ignored.
struct HeadParser {
    private var status = 0
    private var headers = ResponseHeaders()
    private(set) var isComplete = false

    /// The final head when this line ended it, otherwise nil.
    mutating func line(_ bytes: UnsafeRawBufferPointer) -> ResponseHead? {
        guard !isComplete else { return nil }
        var end = bytes.count
        while end > 0, bytes[end - 1] == 13 || bytes[end - 1] == 10 { end -= 1 }
        let text = bytes[..<end]
        if text.isEmpty {
            guard status >= 200 else { return nil }
            isComplete = true
            return ResponseHead(status: status, headers: headers)
        }
        if text.starts(with: "HTTP/".utf8) {
            status = Self.status(text)
            headers = ResponseHeaders()
        } else if text.first == 32 || text.first == 9 {
            guard let last = headers.lines.indices.last else { return nil }
            headers.lines[last].value += " " + Self.trimmed(text)
        } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(decoding: text[..<colon], as: UTF8.self).lowercased()
            headers.lines.append(.init(name: name, value: Self.trimmed(text[(colon + 1)...])))
        }
        return nil
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        var slice = bytes
        while let first = slice.first, first == 32 || first == 9 { slice.removeFirst() }
        while let last = slice.last, last == 32 || last == 9 { slice.removeLast() }
        return String(decoding: slice, as: UTF8.self)
    }

    /// The three digits after the version; 0 when there are none.
    private static func status(_ line: Slice<UnsafeRawBufferPointer>) -> Int {
        guard let space = line.firstIndex(of: 32) else { return 0 }
        var value = 0
        for byte in line[(space + 1)...].prefix(3) {
            guard (48...57).contains(byte) else { return 0 }
            value = value * 10 + Int(byte - 48)
        }
        return value
    }
}
