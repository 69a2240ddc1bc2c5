/// Bytes that stay where they are for as long as anyone holds this value: a mapped file's section, or a copy in memory.
/// Every read is checked against the end; there is no way past it.
package struct SectionBytes: @unchecked Sendable {  // The memory belongs to `owner`, which this value keeps alive; nobody writes to it.
    private let bytes: UnsafeRawBufferPointer
    private let owner: any AnyObject & Sendable

    /// - Parameters:
    ///   - bytes: memory that is valid and unchanged while `owner` lives.
    ///   - owner: the mapping.
    package init(_ bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) {
        self.bytes = bytes
        self.owner = owner
    }

    /// A copy of its own.
    package init(copying source: [UInt8]) {
        let copy = ByteCopy(source)
        self.init(copy.bytes, owner: copy)
    }

    /// How many bytes there are.
    package var count: Int { bytes.count }

    @inline(__always) func u8(_ offset: Int) throws(SearchError) -> UInt8 {
        guard offset >= 0, offset < bytes.count else { throw .damaged("byte \(offset)") }
        return bytes[offset]
    }

    @inline(__always) func u32(_ offset: Int) throws(SearchError) -> Int {
        guard offset >= 0, offset <= bytes.count - 4 else { throw .damaged("byte \(offset)") }
        return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }

    func u64(_ offset: Int) throws(SearchError) -> UInt64 {
        guard offset >= 0, offset <= bytes.count - 8 else { throw .damaged("byte \(offset)") }
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    func slice(_ range: Range<Int>) throws(SearchError) -> UnsafeRawBufferPointer {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { throw .damaged("byte \(range.lowerBound)") }
        return UnsafeRawBufferPointer(rebasing: bytes[range])
    }
}

/// A copy of bytes in memory of its own, freed with it.
private final class ByteCopy: @unchecked Sendable {  // Written once in `init`, read only after that.
    let bytes: UnsafeRawBufferPointer

    init(_ source: [UInt8]) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 8)
        memory.copyBytes(from: source)
        bytes = UnsafeRawBufferPointer(memory)
    }

    deinit { bytes.deallocate() }
}
