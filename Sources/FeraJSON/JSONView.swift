/// A value of a parsed text that is asked by hand: for the few shapes that are read so often that `Codable` costs more than the reading.
/// The text has been parsed and checked whole before the first question. A view is of use only while the closure that it is given to runs.
package struct JSONView: ~Copyable {
    private let tape: Tape
    private let index: Int

    /// Parses bytes and gives their value to `read`.
    /// - Throws: `DecodingError` as `JSONReader` does, and what `read` throws.
    package static func read<T>(_ bytes: [UInt8], _ read: (borrowing JSONView) throws -> T) throws -> T {
        try bytes.withUnsafeBytes { memory in try read(JSONView(tape: try TapeParser.parse(memory, depthLimit: JSONReader.depthLimit), index: 0)) }
    }

    private init(tape: Tape, index: Int) {
        self.tape = tape
        self.index = index
    }

    /// The string of a member.
    /// - Throws: `DecodingError` where it is missing or something else, or this is no object; so do the others.
    package borrowing func string(_ name: StaticString) throws -> String { try tape.string(at: try member(name)) }

    /// The whole number of a member.
    package borrowing func int(_ name: StaticString) throws -> Int { try tape.integer(Int.self, at: try member(name)) }

    /// The elements of a member's array, each as `read` makes it.
    package borrowing func array<T>(_ name: StaticString, _ read: (borrowing JSONView) throws -> T) throws -> [T] {
        let array = try member(name)
        guard tape.entries[array].kind == .array else { throw tape.mismatch([Any].self, at: array) }
        var values: [T] = []
        values.reserveCapacity(Int(tape.entries[array].size))
        var index = array + 1
        while index < Int(tape.entries[array].next) {
            values.append(try read(JSONView(tape: tape, index: index)))
            index = Int(tape.entries[index].next)
        }
        return values
    }

    @inline(__always) private borrowing func member(_ name: StaticString) throws -> Int {
        guard tape.entries[index].kind == .object else { throw tape.mismatch([String: Any].self, at: index) }
        let found = tape.find(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), in: index)
        if found < 0 {
            throw DecodingError.keyNotFound(
                PathKey(stringValue: "\(name)"), .init(codingPath: tape.path(to: index), debugDescription: "the member '\(name)' is missing"))
        }
        return found
    }
}
