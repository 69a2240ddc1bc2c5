import Glibc

/// Reads a text once, from the first byte to the last, onto a tape. Nothing recurses: an open array or object is an entry, whose parent
/// is taken up again when it closes.
struct TapeParser {
    let base: UnsafePointer<UInt8>
    let end: Int
    var at = 0
    /// The innermost array or object that is open.
    private var parent = Entry.none
    private var depth = 0
    private let depthLimit: Int
    private var entries: UnsafeMutablePointer<Entry>
    private var count = 0
    private var capacity: Int
    /// Where strings with escapes are written without them; no longer than the text.
    var unescaped: UnsafeMutablePointer<UInt8>?
    var unescapedCount = 0

    /// Parses a text.
    /// - Throws: a `JSONError` and the way to it.
    static func parse(_ text: UnsafeRawBufferPointer, depthLimit: Int) throws(DecodingError) -> Tape {
        // Places are 32 bits wide; nobody sends a text of four gigabytes to be held in memory.
        guard text.count < Int(UInt32.max) else { throw Self.error(JSONError(code: .size, message: "the text is too long", offset: 0, line: 1), []) }
        let bytes = text.bindMemory(to: UInt8.self)
        var empty: UInt8 = 0
        return try withUnsafePointer(to: &empty) { nothing throws(DecodingError) in
            var parser = try TapeParser(bytes.baseAddress ?? nothing, bytes.count, depthLimit)
            do throws(JSONError) {
                try parser.document()
                return Tape(entries: parser.entries, bytes: parser.base, byteCount: parser.end, unescaped: parser.unescaped)
            } catch {
                let path = parser.path()
                free(parser.entries)
                free(parser.unescaped)
                throw Self.error(error, path)
            }
        }
    }

    private static func error(_ error: JSONError, _ path: [any CodingKey]) -> DecodingError {
        .dataCorrupted(.init(codingPath: path, debugDescription: error.description, underlyingError: error))
    }

    private init(_ base: UnsafePointer<UInt8>, _ end: Int, _ depthLimit: Int) throws(DecodingError) {
        self.base = base
        self.end = end
        self.depthLimit = depthLimit
        capacity = end / 16 + 16
        guard let memory = malloc(capacity * MemoryLayout<Entry>.stride) else { throw Self.error(Self.noMemory(0), []) }
        entries = memory.bindMemory(to: Entry.self, capacity: capacity)
    }

    private static func noMemory(_ offset: Int) -> JSONError { JSONError(code: .size, message: "there is no memory for the text", offset: offset, line: 1) }

    func broken(_ code: JSONError.Code, _ message: String, at place: Int? = nil) -> JSONError {
        let place = min(place ?? at, end)
        return JSONError(code: code, message: message, offset: place, line: 1 + UnsafeBufferPointer(start: base, count: place).count { $0 == 10 })
    }

    /// What was wanted and what stands there.
    func wanted(_ what: String) -> JSONError {
        guard at < end else { return broken(.unfinished, "the text ends where \(what) is needed") }
        let unit = base[at]
        let shown = unit > 32 && unit < 127 ? "'\(Character(Unicode.Scalar(unit)))'" : "byte 0x\(unit < 16 ? "0" : "")\(String(unit, radix: 16))"
        return broken(.malformed, "\(what) is needed where \(shown) stands")
    }

    @inline(__always) mutating func skipBlanks() {
        while at < end {
            let unit = base[at]
            guard unit <= 32, unit == 32 || unit == 10 || unit == 13 || unit == 9 else { return }
            at &+= 1
        }
    }

    // MARK: The tape

    @inline(__always) private mutating func add(
        _ kind: Entry.Kind, at place: Int, size: Int = 0, ordinal: UInt32, isUnescaped: Bool = false, isWhole: Bool = false
    ) throws(JSONError) {
        if count == capacity { try grow() }
        (entries + count).initialize(
            to: Entry(
                at: UInt32(truncatingIfNeeded: place), size: UInt32(truncatingIfNeeded: size), next: UInt32(truncatingIfNeeded: count &+ 1), parent: parent,
                ordinal: ordinal, kind: kind, isUnescaped: isUnescaped, isWhole: isWhole))
        count &+= 1
    }

    private mutating func grow() throws(JSONError) {
        guard let larger = realloc(entries, 2 * capacity * MemoryLayout<Entry>.stride) else { throw Self.noMemory(at) }
        capacity *= 2
        entries = larger.bindMemory(to: Entry.self, capacity: capacity)
    }

    /// The way to the place where the parser stands, when it fails.
    private func path() -> [any CodingKey] {
        var path: [any CodingKey] = []
        var open = parent
        while open != Entry.none {
            let container = entries[Int(open)]
            if container.kind == .array {
                path.append(PathKey(intValue: max(Int(container.size) - 1, 0)))
            } else if let key = stride(from: count - 1, to: Int(open), by: -1).first(where: { entries[$0].kind == .key && entries[$0].parent == open }) {
                path.append(PathKey(stringValue: String(decoding: span(key), as: UTF8.self)))
            }
            open = container.parent
        }
        return path.reversed()
    }

    private func span(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let entry = entries[index]
        let start = entry.isUnescaped ? unescaped.map { UnsafePointer($0) } : base
        return UnsafeBufferPointer(start: start.map { $0 + Int(entry.at) }, count: Int(entry.size))
    }

    // MARK: The grammar

    private mutating func document() throws(JSONError) {
        skipBlanks()
        guard at < end else { throw broken(.unfinished, "there is no value") }
        repeat { try value() } while try !closed()
        guard at == end else { throw broken(.trailing, "there is more behind the end of the value") }
    }

    /// A scalar, an empty container, or the beginning of one as far as its first value.
    @inline(__always) private mutating func value() throws(JSONError) {
        while true {
            guard at < end else { throw wanted("a value") }
            var ordinal: UInt32 = 0
            if parent != Entry.none {
                ordinal = entries[Int(parent)].size
                entries[Int(parent)].size = ordinal &+ 1
            }
            let unit = base[at]
            switch unit {
            case UInt8(ascii: "\""):
                let string = try string()
                try add(.string, at: string.at, size: string.size, ordinal: ordinal, isUnescaped: string.isUnescaped)
                return
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isObject = unit == UInt8(ascii: "{")
                guard depth < depthLimit else { throw broken(.depth, "arrays and objects lie in each other more than \(depthLimit) deep") }
                try add(isObject ? .object : .array, at: at, ordinal: ordinal)
                at &+= 1
                skipBlanks()
                if at < end, base[at] == unit &+ 2 {
                    at &+= 1
                    if isObject { entries[count &- 1].size = UInt32(truncatingIfNeeded: count) }
                    return
                }
                depth &+= 1
                parent = UInt32(truncatingIfNeeded: count &- 1)
                if isObject { try key(0) }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let start = at
                let isWhole = try number()
                try add(.number, at: start, size: at &- start, ordinal: ordinal, isWhole: isWhole)
                return
            case UInt8(ascii: "t"):
                try word("true")
                try add(.yes, at: at, ordinal: ordinal)
                return
            case UInt8(ascii: "f"):
                try word("false")
                try add(.no, at: at, ordinal: ordinal)
                return
            case UInt8(ascii: "n"):
                try word("null")
                try add(.null, at: at, ordinal: ordinal)
                return
            default: throw wanted("a value")
            }
        }
    }

    /// Goes from the end of a value to the beginning of the next one.
    /// - Returns: true when the outermost value has ended.
    @inline(__always) private mutating func closed() throws(JSONError) -> Bool {
        while true {
            skipBlanks()
            guard parent != Entry.none else { return true }
            let isObject = entries[Int(parent)].kind == .object
            let unit = at < end ? base[at] : 0
            if unit == UInt8(ascii: ",") {
                at &+= 1
                skipBlanks()
                if isObject { try key(entries[Int(parent)].size) }
                return false
            }
            guard unit == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw wanted(isObject ? "',' or '}'" : "',' or ']'") }
            at &+= 1
            let container = Int(parent)
            entries[container].next = UInt32(truncatingIfNeeded: count)
            if isObject {
                if entries[container].size > 1, let name = duplicate(container) { throw broken(.duplicate, "the object has two members '\(name)'") }
                entries[container].size = UInt32(truncatingIfNeeded: container &+ 1)
            }
            parent = entries[container].parent
            depth &-= 1
        }
    }

    @inline(__always) private mutating func key(_ ordinal: UInt32) throws(JSONError) {
        guard at < end, base[at] == UInt8(ascii: "\"") else { throw wanted("a member's name in quotes") }
        let name = try string()
        try add(.key, at: name.at, size: name.size, ordinal: ordinal, isUnescaped: name.isUnescaped)
        skipBlanks()
        guard at < end, base[at] == UInt8(ascii: ":") else { throw wanted("':'") }
        at &+= 1
        skipBlanks()
    }

    @inline(__always) private mutating func word(_ word: StaticString) throws(JSONError) {
        guard end - at >= word.utf8CodeUnitCount, memcmp(base + at, word.utf8Start, word.utf8CodeUnitCount) == 0 else { throw wanted("a value") }
        at &+= word.utf8CodeUnitCount
    }

    // MARK: Names

    /// A name that two members have. What two parsers would read differently is refused.
    private func duplicate(_ object: Int) -> String? {
        // Nearly every object is small: comparing each with each costs less than a table.
        if entries[object].size > 24 { return duplicateOfMany(object) }
        var index = object + 1
        while index < count {
            let mine = span(index)
            var other = object + 1
            while other < index {
                if entries[other].size == entries[index].size, Name(span(other)) == Name(mine) { return String(decoding: mine, as: UTF8.self) }
                other = Int(entries[other + 1].next)
            }
            index = Int(entries[index + 1].next)
        }
        return nil
    }

    private func duplicateOfMany(_ object: Int) -> String? {
        var seen = Set<Name>(minimumCapacity: Int(entries[object].size))
        var index = object + 1
        while index < count {
            let name = span(index)
            if !seen.insert(Name(name)).inserted { return String(decoding: name, as: UTF8.self) }
            index = Int(entries[index + 1].next)
        }
        return nil
    }

    /// A name by its bytes; the hash is seeded anew in every process, so that nobody can choose names that collide.
    private struct Name: Hashable {
        let bytes: UnsafeBufferPointer<UInt8>

        @inline(__always) init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        @inline(__always) static func == (a: Name, b: Name) -> Bool {
            guard a.bytes.count == b.bytes.count else { return false }
            guard let left = a.bytes.baseAddress, let right = b.bytes.baseAddress, !a.bytes.isEmpty else { return true }
            return left[0] == right[0] && memcmp(left, right, a.bytes.count) == 0
        }

        func hash(into hasher: inout Hasher) { hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
    }
}
