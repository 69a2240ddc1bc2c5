import FeraClone
import FeraCrypto
import FeraDomain
import FeraSearch
import Testing

@Suite struct RedactionTests {
    private let at = Timestamp(milliseconds: 1_775_000_000_000)
    private let trust = [Sample.key.publicKey]

    @Test func redactedWordsAreGoneAndTheRootStands() throws {
        let folder = try Folder()
        let clone = try folder.open(Sample.file(.team).bytes, "team.fera")
        let key = RowKey(.passage, "st_z")
        let file = try CloneRedaction.redact(clone, rows: [key, RowKey(.gap, "ga_1")], by: "Max Berg", at: at, signing: [Sample.otherKey])
        #expect(file.name == "team.r1.fera")
        #expect(file.root == clone.root)
        for word in ["champion.", "Who signs?", "st_z is"] { #expect(file.bytes.firstRange(of: Array(word.utf8)) == nil, "\(word)") }
        // The salt is gone as well: with it, guesses at the words could be tried out.
        let rows = try #require(Hostile.section("ROWS", Sample.file(.team).bytes))
        let salt = Array(try Sample.file(.team).bytes[(rows.offset + 8 + 16)..<(rows.offset + 8 + 48)])
        #expect(file.bytes.firstRange(of: salt) == nil)

        let redacted = try folder.open(file.bytes, file.name)
        #expect(redacted.verify(trust: trust) == .wholeButSignerUnknown([Sample.otherKey.publicKey.id]))
        #expect(redacted.verify(trust: [Sample.otherKey.publicKey]) == .whole)
        #expect(try redacted.row(key) == nil)
        #expect(redacted.redactedCount == 2)
        #expect(redacted.passageCount == 2)
        #expect(try redacted.passage(at: 0) == Sample.fullPassage)
        #expect(try redacted.passages() == clone.passages().filter { $0.id.rawValue != "st_z" })
        let index = try redacted.index()
        #expect(index.documentCount == 2)
        #expect(redacted.manifest.redaction == .init(number: 1, by: "Max Berg", at: at))

        let again = try CloneRedaction.redact(redacted, rows: [RowKey(.passage, "st_full")], by: "Max Berg", at: at, signing: [Sample.key])
        let twice = try folder.open(again.bytes, again.name)
        #expect(again.name == "team.r2.fera")
        #expect(twice.verify(trust: trust) == .whole)
        #expect(twice.redactedCount == 3)
        #expect(try twice.passages().map(\.id.rawValue) == ["st_open"])
    }

    @Test func whatCannotBeRedactedIsRefused() throws {
        let folder = try Folder()
        let bytes = try Sample.file(.open).bytes
        let clone = try folder.open(bytes)
        func code(_ clone: OpenClone, _ id: String) -> CloneError.Code? {
            CloneFile.collect { _ = try CloneRedaction.redact(clone, rows: [RowKey(.passage, id)], by: "M", at: at, signing: [Sample.key]) }
        }
        #expect(code(clone, "st_z") == .nothingToRedact)
        var broken = bytes
        broken[broken.count - 1] ^= 1
        let other = try folder.open(broken, "broken")
        #expect(code(other, "st_open") == .notWhole)
    }

    @Test func suppressionListsAreSignedAndRule() throws {
        let key = RowKey(.passage, "st_z"), other = RowKey(.person, "pe_1")
        let list = SuppressionList(
            clone: .init("cl_1"), number: 3, issuedBy: "Max Berg", issuedAt: at,
            entries: [
                .init(row: key, throughVersion: 2, ruling: .removed), .init(row: other, throughVersion: 4, ruling: .restricted(.personnel)),
                .init(row: RowKey(.gap, "g"), throughVersion: 1, ruling: .restricted(.private)),
            ])
        let bytes = try list.encoded(key: Sample.key)
        #expect(try SuppressionList(decoding: bytes, trust: trust) == list)
        #expect(list.label(of: key, label: .internal, version: 2) == nil)
        #expect(list.label(of: key, label: .internal, version: 3) == .internal)
        #expect(list.label(of: other, label: .internal, version: 1) == .personnel)
        #expect(list.label(of: other, label: .security, version: 1) == .security)
        #expect(CloneFile.collect { _ = try SuppressionList(decoding: bytes, trust: [Sample.otherKey.publicKey]) } == .keys)
        for offset in bytes.indices {
            var bad = bytes
            bad[offset] ^= 4
            #expect(throws: CloneError.self) { try SuppressionList(decoding: bad, trust: trust) }
            #expect(throws: CloneError.self) { try SuppressionList(decoding: Array(bytes.prefix(offset)), trust: trust) }
        }
    }
}
