import CZlib

/// What an event says of itself, so that a byte that changed within a row is noticed: SQLite knows when a page is torn, not when a letter
/// is another. Which event stands where is the chain's matter.
enum EventChecksum {
    /// CRC-32 (ISO 3309) over the numbers, little-endian, then each word and the payload behind its length; an absent word has the length -1.
    static func of(seq: Int64, type: String, version: Int, payload: [UInt8], at: Int64, by: String?, clientID: String?) -> Int64 {
        var head: [UInt8] = []
        head.reserveCapacity(64 + type.utf8.count + (by?.utf8.count ?? 0) + (clientID?.utf8.count ?? 0))
        for number in [seq, Int64(version), at] { append(number, to: &head) }
        for word in [type, by, clientID] {
            append(Int64(word?.utf8.count ?? -1), to: &head)
            if let word { head.append(contentsOf: word.utf8) }
        }
        append(Int64(payload.count), to: &head)
        let start = head.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) }
        return Int64(payload.withUnsafeBufferPointer { $0.isEmpty ? start : crc32_z(start, $0.baseAddress, $0.count) })
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * Int64(shift)))) }
    }
}

extension StoredEvent {
    /// The checksum that its row has to have.
    var checksum: Int64 { EventChecksum.of(seq: seq, type: type, version: version, payload: payload, at: at, by: by, clientID: clientID) }
}
