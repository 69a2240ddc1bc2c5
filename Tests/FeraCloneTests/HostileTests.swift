import FeraClone
import FeraCrypto
import FeraDomain
import Testing

@Suite struct HostileTests {
    /// Every eight bytes of header, manifest, tree and rows become numbers that break careless arithmetic; nothing may trap.
    @Test(arguments: [UInt64.max, 1 << 62, 0xFFFF_FFFF, 0x0000_0001_0000_0000])
    func hostileLengthsNeverTrap(value: UInt64) throws {
        let good = try Sample.file(.team).bytes
        let folder = try Folder()
        let rows = try #require(Hostile.section("ROWS", good))
        var offsets = Array(stride(from: 8, to: 80 + 4 * 56, by: 4))
        for name in ["MANI", "TREE", "ROWS"] {
            let section = try #require(Hostile.section(name, good))
            offsets += stride(from: section.offset, to: section.offset + min(section.length, 1100) - 8, by: 4)
        }
        offsets += [rows.offset + rows.length - 8]
        for offset in offsets {
            var bytes = good
            Hostile.set(&bytes, offset, u64: value)
            guard bytes != good else { continue }
            let path = try folder.put(bytes)
            guard case .broken = Verification.verify(path: path, trust: [Sample.key.publicKey]) else {
                Issue.record("\(value) at \(offset) was taken for whole")
                return
            }
            guard let clone = try? OpenClone(path: path) else { continue }
            for key in Sample.input().rows.map(\.key) { _ = try? clone.row(key) }
            for ordinal in 0..<min(clone.passageCount, 10) { _ = try? clone.passage(at: ordinal) }
            _ = try? clone.allRows()
            _ = try? clone.index()
        }
    }

    @Test func cutAndChangedRowsGiveErrors() throws {
        for row in Sample.input().rows {
            let good = try row.encoded()
            for count in 0..<good.count {
                let cut = Array(good.prefix(count))
                #expect(throws: CloneError.self) { try CloneRow(decoding: cut.span.bytes) }
            }
            #expect(throws: CloneError.self) { try CloneRow(decoding: (good + [0]).span.bytes) }
            for offset in good.indices {
                var bytes = good
                bytes[offset] = 0xFF
                // Most are refused; what is not must be another row, for every row has one encoding.
                if let other = try? CloneRow(decoding: bytes.span.bytes) { #expect(try other.encoded() == bytes) }
            }
        }
    }

    @Test func aNewerSchemaIsCalledNewer() throws {
        var bytes = try CloneRow.passage(Sample.fullPassage).encoded()
        bytes[1] = 2
        #expect(CloneFile.collect { _ = try CloneRow(decoding: bytes.span.bytes) } == .newerFormat)
        var file = try Sample.file(.team).bytes
        file[11] = 2
        let folder = try Folder(), path = try folder.put(file)
        #expect(CloneFile.collect { _ = try OpenClone(path: path) } == .newerFormat)
    }
}
