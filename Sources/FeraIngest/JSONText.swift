/// A JSON value (RFC 8259) with its members in their order; numbers stay as they are written.
indirect enum JSONText: Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONText])
    case object([(key: String, value: JSONText)])

    subscript(key: String) -> JSONText? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// A value that fits in a cell; `nil` for arrays and objects.
    var scalar: String? {
        switch self {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        case .number(let text), .string(let text): text
        case .array, .object: nil
        }
    }
}

/// Reads JSON by hand, because errors must name their line and depth must be bounded.
struct JSONParser {
    private let bytes: [UInt8]
    private let depthLimit: Int
    private let firstLine: Int
    private var at = 0

    /// - Parameter firstLine: the number of the text's first line in its file.
    init(_ bytes: [UInt8], depthLimit: Int, firstLine: Int = 1) {
        self.bytes = bytes
        self.depthLimit = depthLimit
        self.firstLine = firstLine
    }

    /// The one value of the text, with nothing but blanks around it.
    mutating func document() throws(IngestError) -> JSONText {
        let value = try value(depth: 0)
        skipBlanks()
        guard at == bytes.count else { throw broken("there is more after the end of the value") }
        return value
    }

    private var unit: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private func broken(_ why: String) -> IngestError {
        .unreadable(place: "line \(firstLine + bytes[..<min(at, bytes.count)].count { $0 == 10 })", why: why)
    }

    private mutating func skipBlanks() {
        while unit == 32 || unit == 10 || unit == 9 || unit == 13 { at += 1 }
    }

    private mutating func value(depth: Int) throws(IngestError) -> JSONText {
        guard depth <= depthLimit else { throw .tooLarge(what: "levels of JSON", limit: depthLimit) }
        skipBlanks()
        switch unit {
        case 0x7B: return try object(depth)
        case 0x5B: return try array(depth)
        case 34: return .string(try string())
        case 45, 48...57: return try number()
        default:
            for (word, value) in [("true", JSONText.bool(true)), ("false", .bool(false)), ("null", .null)] where bytes[at...].starts(with: word.utf8) {
                at += word.utf8.count
                return value
            }
            throw broken(at >= bytes.count ? "the file ends in the middle" : "a value was expected")
        }
    }

    private mutating func object(_ depth: Int) throws(IngestError) -> JSONText {
        at += 1
        var members: [(key: String, value: JSONText)] = []
        skipBlanks()
        if unit == 0x7D {
            at += 1
            return .object([])
        }
        while true {
            skipBlanks()
            guard unit == 34 else { throw broken("a member's name in quotes was expected") }
            let key = try string()
            skipBlanks()
            guard unit == 58 else { throw broken("a ':' was expected after '\(key.prefix(40))'") }
            at += 1
            members.append((key, try value(depth: depth + 1)))
            skipBlanks()
            at += 1
            if at <= bytes.count, bytes[at - 1] == 0x7D { return .object(members) }
            guard at <= bytes.count, bytes[at - 1] == 44 else { throw broken("a ',' or '}' was expected") }
        }
    }

    private mutating func array(_ depth: Int) throws(IngestError) -> JSONText {
        at += 1
        var elements: [JSONText] = []
        skipBlanks()
        if unit == 0x5D {
            at += 1
            return .array([])
        }
        while true {
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            at += 1
            if at <= bytes.count, bytes[at - 1] == 0x5D { return .array(elements) }
            guard at <= bytes.count, bytes[at - 1] == 44 else { throw broken("a ',' or ']' was expected") }
        }
    }

    private mutating func number() throws(IngestError) -> JSONText {
        let start = at
        while (48...57).contains(unit) || [43, 45, 46, 69, 101].contains(unit) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        guard text.utf8.count <= 400, Double(text) != nil else { throw broken("'\(text.prefix(40))' is no number") }
        return .number(text)
    }

    private mutating func string() throws(IngestError) -> String {
        at += 1
        var out: [UInt8] = []
        while true {
            guard at < bytes.count else { throw broken("the file ends inside a string") }
            let unit = bytes[at]
            at += 1
            if unit == 34 { return String(decoding: out, as: UTF8.self) }
            guard unit == 92 else {
                guard unit >= 32 else { throw broken("a control character stands in a string") }
                out.append(unit)
                continue
            }
            let escaped = self.unit
            at += 1
            switch escaped {
            case 34, 47, 92: out.append(escaped)
            case 98: out.append(8)
            case 102: out.append(12)
            case 110: out.append(10)
            case 114: out.append(13)
            case 116: out.append(9)
            case 117: out += Array(String(try unicode()).utf8)
            default: throw broken("an unknown escape stands in a string")
            }
        }
    }

    private mutating func unicode() throws(IngestError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if (0xD800...0xDBFF).contains(first), unit == 92, at + 1 < bytes.count, bytes[at + 1] == 117 {
            let mark = at
            at += 2
            let second = try hexadecimal()
            if (0xDC00...0xDFFF).contains(second) { return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}" }
            at = mark
        }
        return Unicode.Scalar(first) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(IngestError) -> UInt32 {
        guard at + 4 <= bytes.count, let value = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16) else {
            throw broken("four hexadecimal digits were expected")
        }
        at += 4
        return value
    }
}
