import Foundation

/// A JSON5 value with the line it begins on, so that whoever edits a file is told where a mistake is. Foundation's decoder reads
/// the same files faster and says nothing of lines.
struct PlacedJSON: Hashable, Sendable {
    indirect enum Value: Hashable, Sendable {
        case object([Member])
        case array([PlacedJSON])
        case string(String)
        case number(Double)
        case bool(Bool)
        case null
    }

    /// A key with its value, in the order of the file.
    struct Member: Hashable, Sendable {
        var key: String
        var line: Int
        var value: PlacedJSON
    }

    /// Counted from 1.
    var line: Int
    var value: Value

    /// What it is, for a message.
    var kind: String {
        switch value {
        case .object: "an object"
        case .array: "a list"
        case .string: "a text"
        case .number: "a number"
        case .bool: "true or false"
        case .null: "null"
        }
    }

    /// Text that is not JSON5.
    struct Fault: Error, Hashable {
        var line: Int
        var what: String
    }

    /// Reads a whole file.
    /// - Throws: `Fault` for the first thing that does not parse.
    static func read(_ data: Data) throws(Fault) -> PlacedJSON {
        guard data.count <= 1 << 20 else { throw Fault(line: 1, what: "the file has more than a megabyte") }
        guard let text = String(validating: data, as: UTF8.self) else { throw Fault(line: 1, what: "the file is not UTF-8") }
        var reader = PlacedReader(bytes: Array(text.utf8))
        try reader.blanks()
        let value = try reader.value(depth: 0)
        try reader.blanks()
        guard reader.at == reader.bytes.count else { throw Fault(line: reader.line, what: "something stands behind the end of the value") }
        return value
    }
}

/// One pass over the bytes.
private struct PlacedReader {
    let bytes: [UInt8]
    var at = 0
    var line = 1

    private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func fault(_ what: String) -> PlacedJSON.Fault { PlacedJSON.Fault(line: line, what: what) }

    private mutating func step() {
        if bytes[at] == 10 { line += 1 }
        at += 1
    }

    private mutating func take(_ character: Character) -> Bool {
        guard byte == character.asciiValue else { return false }
        step()
        return true
    }

    /// White space and comments.
    mutating func blanks() throws(PlacedJSON.Fault) {
        while let byte {
            if byte == 32 || (9...13).contains(byte) {
                step()
            } else if byte == 0xEF, bytes[at...].starts(with: [0xEF, 0xBB, 0xBF]) {
                at += 3
            } else if bytes[at...].starts(with: Array("//".utf8)) {
                while self.byte.map({ $0 != 10 }) ?? false { step() }
            } else if bytes[at...].starts(with: Array("/*".utf8)) {
                let from = line
                while at < bytes.count, !bytes[at...].starts(with: Array("*/".utf8)) { step() }
                guard at < bytes.count else { throw PlacedJSON.Fault(line: from, what: "the comment that begins here does not end") }
                at += 2
            } else {
                return
            }
        }
    }

    mutating func value(depth: Int) throws(PlacedJSON.Fault) -> PlacedJSON {
        guard depth < 32 else { throw fault("it is nested more than 32 deep") }
        let from = line
        guard let byte else { throw fault("a value is missing at the end of the file") }
        switch byte {
        case UInt8(ascii: "{"): return PlacedJSON(line: from, value: .object(try members(depth)))
        case UInt8(ascii: "["): return PlacedJSON(line: from, value: .array(try items(depth)))
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return PlacedJSON(line: from, value: .string(try string()))
        default: return PlacedJSON(line: from, value: try word())
        }
    }

    private mutating func members(_ depth: Int) throws(PlacedJSON.Fault) -> [PlacedJSON.Member] {
        let from = line
        step()
        var members: [PlacedJSON.Member] = []
        while true {
            try blanks()
            if take("}") { return members }
            guard let byte else { throw PlacedJSON.Fault(line: from, what: "the object that begins here does not end") }
            let place = line
            let isQuoted = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            let key = isQuoted ? try string() : name()
            guard !key.isEmpty else { throw fault("a key is expected here") }
            guard !members.contains(where: { $0.key == key }) else { throw PlacedJSON.Fault(line: place, what: "'\(key)' stands here twice") }
            try blanks()
            guard take(":") else { throw fault("a colon is missing behind '\(key)'") }
            try blanks()
            members.append(PlacedJSON.Member(key: key, line: place, value: try value(depth: depth + 1)))
            try blanks()
            if take(",") { continue }
            guard self.byte != nil else { throw PlacedJSON.Fault(line: from, what: "the object that begins here does not end") }
            guard self.byte == UInt8(ascii: "}") else { throw fault("a comma or } is missing behind '\(key)'") }
        }
    }

    private mutating func items(_ depth: Int) throws(PlacedJSON.Fault) -> [PlacedJSON] {
        let from = line
        step()
        var items: [PlacedJSON] = []
        while true {
            try blanks()
            if take("]") { return items }
            guard byte != nil else { throw PlacedJSON.Fault(line: from, what: "the list that begins here does not end") }
            items.append(try value(depth: depth + 1))
            try blanks()
            if take(",") { continue }
            guard byte != nil else { throw PlacedJSON.Fault(line: from, what: "the list that begins here does not end") }
            guard byte == UInt8(ascii: "]") else { throw fault("a comma or ] is missing in the list") }
        }
    }

    private mutating func name() -> String {
        let from = at
        while let byte, byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || (48...57).contains(byte) || (65...90).contains(byte & 0xDF) {
            at += 1
        }
        return String(decoding: bytes[from..<at], as: UTF8.self)
    }

    private mutating func string() throws(PlacedJSON.Fault) -> String {
        let from = line
        let mark = bytes[at]
        at += 1
        var out: [UInt8] = []
        while let byte {
            if byte == mark {
                at += 1
                return String(decoding: out, as: UTF8.self)
            }
            if byte == 10 { break }
            if byte == UInt8(ascii: "\\") {
                out += try escape()
            } else {
                out.append(byte)
                at += 1
            }
        }
        throw PlacedJSON.Fault(line: from, what: "the text that begins here does not end on its line")
    }

    private mutating func escape() throws(PlacedJSON.Fault) -> [UInt8] {
        at += 1
        guard let byte else { throw fault("the file ends within a text") }
        defer { step() }
        switch byte {
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "u"):
            let digits = bytes[min(at + 1, bytes.count)..<min(at + 5, bytes.count)]
            guard digits.count == 4, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(code) else {
                throw fault("\\u is followed by four hexadecimal digits of a character")
            }
            at += 4
            return Array(String(scalar).utf8)
        // A line that goes on.
        case 10: return []
        default: return [byte]
        }
    }

    private mutating func word() throws(PlacedJSON.Fault) -> PlacedJSON.Value {
        let from = at
        while let byte, ![UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: "/")].contains(byte), byte > 32 { at += 1 }
        let word = String(decoding: bytes[from..<at], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            let digits = word.hasPrefix("+") ? String(word.dropFirst()) : word
            guard let number = Double(digits), number.isFinite, digits.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else {
                throw fault("'\(word)' is no value: texts stand in quotation marks")
            }
            return .number(number)
        }
    }
}
