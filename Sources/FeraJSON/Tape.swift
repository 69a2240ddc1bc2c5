import Glibc

/// One step of a parsed text: a value, or the name in front of a member's value.
struct Entry {
    enum Kind: UInt8 { case null, no, yes, number, string, key, array, object }

    /// The first byte: of a string behind its quote, of a number, of a bracket. An unescaped string lies on the tape's own bytes.
    var at: UInt32
    /// Bytes of a string or number; elements of an array; of an object, where the next member is looked for first.
    var size: UInt32
    /// The entry behind this value and all that it holds.
    var next: UInt32
    /// The array or object around it; `Entry.none` for the outermost value.
    var parent: UInt32
    /// Its place among the elements or members around it.
    var ordinal: UInt32
    var kind: Kind
    /// A string that had escapes, whose bytes are on the tape.
    var isUnescaped = false
    /// A number without fraction and exponent.
    var isWhole = false

    static let none = UInt32.max
}

/// A parsed text as one flat list of entries in the order of the text: an array or object is followed by what it holds, a member is
/// its name and then its value. The bytes stay where they came from for as long as the reading lasts.
final class Tape {
    let entries: UnsafeMutablePointer<Entry>
    private(set) var bytes: UnsafePointer<UInt8>
    private let byteCount: Int
    private let unescaped: UnsafeMutablePointer<UInt8>?
    private var kept: UnsafeMutablePointer<UInt8>?

    /// Takes over the entries and the unescaped bytes, which were allocated with `malloc`.
    init(entries: UnsafeMutablePointer<Entry>, bytes: UnsafePointer<UInt8>, byteCount: Int, unescaped: UnsafeMutablePointer<UInt8>?) {
        self.entries = entries
        self.bytes = bytes
        self.byteCount = byteCount
        self.unescaped = unescaped
    }

    deinit {
        free(entries)
        free(unescaped)
        free(kept)
    }

    /// Copies the bytes, for a type that keeps its decoder beyond the reading.
    func keepBytes() {
        guard kept == nil, let copy = malloc(max(byteCount, 1)) else { return }
        memcpy(copy, bytes, byteCount)
        let own = copy.assumingMemoryBound(to: UInt8.self)
        kept = own
        bytes = UnsafePointer(own)
    }

    /// The bytes of a string, a name or a number.
    @inline(__always) func span(_ entry: Entry) -> UnsafeBufferPointer<UInt8> {
        if entry.isUnescaped, let unescaped { return UnsafeBufferPointer(start: unescaped + Int(entry.at), count: Int(entry.size)) }
        return UnsafeBufferPointer(start: bytes + Int(entry.at), count: Int(entry.size))
    }

    @inline(__always) func text(_ entry: Entry) -> String { String(decoding: span(entry), as: UTF8.self) }

    /// The value of an object's member, -1 where there is none. Members are mostly asked for in the order in which they were written, so
    /// the search goes on from the one found last.
    func find(_ name: String, in object: Int) -> Int {
        var name = name
        return name.withUTF8 { find($0, in: object) }
    }

    func find(_ name: UnsafeBufferPointer<UInt8>, in object: Int) -> Int {
        let end = Int(entries[object].next)
        let hint = Int(entries[object].size)
        var index = hint
        while index < end {
            if isNamed(index, name) { return found(index + 1, in: object) }
            index = Int(entries[index + 1].next)
        }
        index = object + 1
        while index < hint {
            if isNamed(index, name) { return found(index + 1, in: object) }
            index = Int(entries[index + 1].next)
        }
        return -1
    }

    @inline(__always) private func found(_ value: Int, in object: Int) -> Int {
        entries[object].size = entries[value].next
        return value
    }

    @inline(__always) private func isNamed(_ key: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        let entry = entries[key]
        guard Int(entry.size) == name.count else { return false }
        guard let other = span(entry).baseAddress, let mine = name.baseAddress, !name.isEmpty else { return name.isEmpty }
        return other[0] == mine[0] && memcmp(other, mine, name.count) == 0
    }

    /// The way from the outermost value to a value.
    func path(to index: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var index = index
        while entries[index].parent != Entry.none {
            let parent = Int(entries[index].parent)
            path.append(entries[parent].kind == .object ? PathKey(stringValue: text(entries[index - 1])) : PathKey(intValue: Int(entries[index].ordinal)))
            index = parent
        }
        return path.reversed()
    }
}
