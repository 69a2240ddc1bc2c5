import FeraClone
import FeraCrypto
import FeraDomain
import Foundation
import Testing

@Suite struct VerifyTests {
    private let trust = [Sample.key.publicKey]

    private func faults(_ bytes: [UInt8], parent: Digest? = nil) throws -> [Verification.Fault] {
        let folder = try Folder()
        guard case .broken(let faults) = Verification.verify(path: try folder.put(bytes), trust: trust, parent: parent) else { return [] }
        return faults
    }

    private func parts(_ bytes: [UInt8], parent: Digest? = nil) throws -> [Verification.Fault.Part] { try faults(bytes, parent: parent).map(\.part) }

    @Test func wholeAndSignerUnknownAreToldApart() throws {
        let folder = try Folder()
        let one = try folder.open(Sample.file(.team).bytes, "one"), two = try folder.open(Sample.file(.team, keys: [Sample.key, Sample.otherKey]).bytes, "two")
        #expect(one.verify(trust: trust) == .whole)
        #expect(one.verify(trust: [Sample.otherKey.publicKey]) == .wholeButSignerUnknown([Sample.key.publicKey.id]))
        #expect(one.verify(trust: []) == .wholeButSignerUnknown([Sample.key.publicKey.id]))
        #expect(two.verify(trust: trust) == .whole)
        #expect(two.verify(trust: [Sample.otherKey.publicKey]) == .whole)
    }

    /// Every byte of a file, a different bit of each.
    @Test(arguments: 0..<4) func everyFlippedByteIsFound(part: Int) throws {
        let good = try Sample.file(.open).bytes
        let folder = try Folder()
        let path = try folder.put(good)
        let handle = open(path, O_RDWR)
        defer { close(handle) }
        for offset in stride(from: part, to: good.count, by: 4) {
            var byte = good[offset] ^ UInt8(1 << (offset / 4 % 8))
            #expect(pwrite(handle, &byte, 1, off_t(offset)) == 1)
            guard case .broken(let faults) = Verification.verify(path: path, trust: trust), !faults.isEmpty else {
                Issue.record("byte \(offset) was changed and nobody saw it")
                return
            }
            byte = good[offset]
            #expect(pwrite(handle, &byte, 1, off_t(offset)) == 1)
        }
        #expect(Verification.verify(path: path, trust: trust) == .whole)
    }

    @Test func cutAndLengthenedFilesAreRefused() throws {
        let good = try Sample.file(.team).bytes
        for count in [0, 1, 7, 8, 79, 4095, 4096, 5000, good.count - 105, good.count - 1] {
            #expect(try parts(Array(good.prefix(count))) == [.size], "\(count)")
        }
        #expect(try parts(good + [0]) == [.trailing])
        #expect(try parts(good + [UInt8](repeating: 0, count: 4096)) == [.trailing])
        #expect(try parts([UInt8](repeating: 0x20, count: 9000)) == [.file])
        let folder = try Folder()
        #expect(Verification.verify(path: folder.path, trust: trust) != .whole)
        #expect(CloneFile.collect { _ = try OpenClone(path: folder.path + "/none") } == .inputOutput)
    }

    @Test func whatIsBrokenIsNamed() throws {
        let good = try Sample.file(.team).bytes
        func changed(_ section: String, _ at: Int, _ change: (inout UInt8) -> Void = { $0 ^= 1 }) throws -> [UInt8] {
            var bytes = good
            change(&bytes[try #require(Hostile.section(section, good)).offset + at])
            return bytes
        }
        let rows = try #require(Hostile.section("ROWS", good))
        // The last byte of the section is the last row's.
        #expect(try parts(changed("ROWS", rows.length - 1)).contains(.row("acceptance aq_2")))
        let word = try #require(good.firstRange(of: Array("Priya".utf8))).lowerBound
        #expect(try parts(changed("ROWS", word - rows.offset)) == [.section("ROWS"), .row("passage st_z")])
        // A leaf that was changed with its row shows in the tree.
        #expect(try parts(changed("ROWS", 8 + 48)).contains(.tree(.internal)))
        #expect(try parts(changed("TREE", 72 + 50)).contains(.root))
        #expect(try parts(changed("INDX", 100)).contains(.section("INDX")))
        #expect(try parts(changed("MANI", 7)).contains(.section("MANI")))
        var padded = good
        padded[rows.offset + rows.length] = 1
        #expect(try parts(padded) == [.padding])
        var unsigned = good
        let signature = Hostile.signatureOffset(good)
        unsigned.replaceSubrange((signature + 40)..<(signature + 104), with: [UInt8](repeating: 0, count: 64))
        #expect(try parts(unsigned) == [.signature(Sample.key.publicKey.id)])
    }

    @Test func swappedSectionsAndMovedRowsAreFound() throws {
        let good = try Sample.file(.team).bytes
        let mani = try #require(Hostile.section("MANI", good)), tree = try #require(Hostile.section("TREE", good))
        var swapped = good
        for index in 0..<56 { swapped.swapAt(mani.entry + index, tree.entry + index) }
        #expect(try parts(swapped) == [.header])

        // Two passages of one label change places in the directory, and somebody signs the result with a key of their own.
        let rows = try #require(Hostile.section("ROWS", good))
        var moved = good
        for index in 0..<64 { moved.swapAt(rows.offset + 8 + 16 + index, rows.offset + 8 + 80 + 16 + index) }
        let forged = Hostile.resign(moved, key: Sample.otherKey)
        let found = try parts(forged)
        #expect(found.contains(.tree(.internal)))
        #expect(!found.contains(.section("ROWS")))
        #expect(found.contains(.signature(Sample.key.publicKey.id)))
    }

    @Test func aWrongParentIsFound() throws {
        var input = Sample.input()
        #expect(try parts(Sample.file(.team, input).bytes, parent: SHA256.hash("x")) == [.parent])
        let root = try Sample.seal(input).root
        input.version = 2
        input.parent = root
        #expect(try parts(Sample.file(.team, input).bytes, parent: root).isEmpty)
        #expect(try parts(Sample.file(.team, input).bytes, parent: SHA256.hash("x")) == [.parent])
    }

    @Test func unknownSectionsAreSkippedWhenOptionalAndRefusedOtherwise() throws {
        var good = try Sample.file(.team).bytes
        // An empty section at the end of the table: its place is the signature's.
        let at = 80 + 4 * 56
        good[15] = 5
        good.replaceSubrange(at..<(at + 8), with: Array("note".utf8) + [0, 0, 0, 9])
        Hostile.set(&good, at + 8, u64: UInt64(Hostile.signatureOffset(good)))
        let skipped = Hostile.resign(good, key: Sample.key)
        let folder = try Folder()
        #expect(try folder.open(skipped).verify(trust: trust) == .whole)
        good.replaceSubrange(at..<(at + 4), with: Array("NOTE".utf8))
        let refused = try folder.put(Hostile.resign(good, key: Sample.key))
        #expect(CloneFile.collect { _ = try OpenClone(path: refused) } == .unknownSection)
        good.replaceSubrange(at..<(at + 4), with: Array("MANI".utf8))
        let doubled = try folder.put(Hostile.resign(good, key: Sample.key))
        #expect(CloneFile.collect { _ = try OpenClone(path: doubled) } == .sectionMissing)
    }
}
