import FeraClone
import FeraCrypto
import FeraDomain
import FeraSearch
import Testing

@Suite struct SealingTests {
    @Test func everyRowComesBackAsItWasSealed() throws {
        let input = Sample.input()
        for row in input.rows {
            let bytes = try row.encoded()
            #expect(try CloneRow(decoding: bytes.span.bytes) == row)
        }
        let folder = try Folder()
        let clone = try folder.open(Sample.file(.lead).bytes)
        let held: (Label) -> Bool = { $0 != .security }
        #expect(try clone.passages() == input.passages.filter { held($0.label) })
        #expect(try clone.people() == input.people)
        #expect(try clone.relations() == input.relations)
        #expect(try clone.contradictions() == input.contradictions)
        #expect(try clone.gaps() == input.gaps)
        #expect(try clone.acceptanceQuestions() == input.acceptance)
        #expect(try clone.allRows() == input.rows.filter { held($0.label) })
        #expect(clone.manifest.accountName == "Brightwater")
        #expect(clone.manifest.counts[.gap] == 3)
        #expect(clone.manifest.signers == [Sample.key.publicKey.id])
    }

    @Test func rowsAreFoundByIdAndPassagesByOrdinal() throws {
        let folder = try Folder()
        let clone = try folder.open(Sample.file(.account).bytes)
        #expect(clone.passageCount == 4)
        #expect(try clone.passage(at: 1).id.rawValue == "st_price")
        #expect(try clone.passage(.init("st_full")) == Sample.fullPassage)
        for row in try clone.allRows() { #expect(try clone.row(row.key) == row) }
        #expect(try clone.passage(.init("st_none")) == nil)
        #expect(try clone.row(RowKey(.person, "st_z")) == nil)
        #expect(CloneFile.collect { _ = try clone.passage(at: 4) } == .malformedRows)
        #expect(CloneFile.collect { _ = try clone.passage(at: -1) } == .malformedRows)
    }

    @Test func allEditionsShareOneRootAndHoldTheirLabelsOnly() throws {
        let sealed = try Sample.seal()
        let folder = try Folder()
        #expect(sealed.files.count == 5)
        for (edition, file) in sealed.files {
            let clone = try folder.open(file.bytes, file.name)
            #expect(clone.root == sealed.root)
            #expect(clone.verify(trust: [Sample.key.publicKey]) == .whole)
            #expect(try clone.allRows().allSatisfy { edition.labels.contains($0.label) })
            #expect(try clone.allRows().count == Sample.input().rows.filter { edition.labels.contains($0.label) }.count)
            let index = try clone.index()
            #expect(index.documentCount == clone.passageCount)
            #expect(try (index.term("vault") != nil) == edition.labels.contains(.security))
        }
    }

    @Test func sealingAgainGivesTheSameBytes() throws {
        #expect(try Sample.seal() == Sample.seal())
        let other = try Sample.seal(salts: SealingSalts(seed: [UInt8](repeating: 9, count: 32))!)
        #expect(try other.root != Sample.seal().root)
    }

    @Test func hiddenRowsLeaveNoTraceOfTheirNumberOrSize() throws {
        let with = try Sample.seal(Sample.input(hidden: true)), without = try Sample.seal(Sample.input(hidden: false))
        for edition in [Edition.open, .team] {
            let a = try #require(with.files[edition]).bytes, b = try #require(without.files[edition]).bytes
            #expect(a.count == b.count)
            // Between the header and the signatures only the subtree roots of labels that are not held may differ.
            let differing = zip(a, b).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
            let treeOffset = try #require(Hostile.section("TREE", a)).offset
            let signature = Hostile.signatureOffset(a)
            let allowed = Label.sealed.enumerated().filter { !edition.labels.contains($1) }.map { index, _ in
                (treeOffset + index * 72 + 40)..<(treeOffset + (index + 1) * 72)
            }
            #expect(!differing.isEmpty)
            #expect(differing.allSatisfy { offset in offset < 4096 || offset >= signature || allowed.contains { $0.contains(offset) } })
        }
    }

    @Test func whatMustNotBeSealedIsRefused() throws {
        func code(_ change: (inout SealInput) -> Void, keys: [SigningKey] = [Sample.key]) -> CloneError.Code? {
            var input = Sample.input()
            change(&input)
            return CloneFile.collect { _ = try Sample.seal(input, keys: keys) }
        }
        #expect(code { _ in } == nil)
        #expect(code { $0.gaps[0].label = .private } == .privateRow)
        #expect(code { $0.passages.append($0.passages[0]) } == .duplicateRow)
        #expect(code { $0.people[0].passages = [.init("st_gone")] } == .unknownReference)
        #expect(code { $0.relations[0].to = .init("pe_9") } == .unknownReference)
        #expect(code { $0.people[0].passages = [.init("st_price")] } == .hiddenReference)
        #expect(code { $0.passages[0].blessedWording = .init("st_vault") } == .hiddenReference)
        #expect(code { $0.acceptance[1].expected = .answer(passages: [.init("st_hr")]) } == .hiddenReference)
        #expect(code { $0.language = "tlh" } == .badValue)
        #expect(code { $0.version = 0 } == .badValue)
        #expect(code { $0.version = 2 } == .badValue)
        #expect(code { $0.parent = SHA256.hash("x") } == .badValue)
        #expect(code { $0.passages[0].evidence = [Evidence(kind: .excerpt, name: "x", sha256: "AB", quote: "")] } == .badValue)
        #expect(code { $0.passages[0].saidOn = Day(number: .max) } == .badValue)
        #expect(code { $0.passages[0].revision = -1 } == .badValue)
        #expect(code({ _ in }, keys: []) == .keys)
        #expect(code({ _ in }, keys: [Sample.key, Sample.key]) == .keys)
    }

    @Test func linksThatSomeReadersMayNotFollowAreDropped() throws {
        var input = Sample.input()
        input.people[0].passages = [.init("st_price"), .init("st_z"), .init("st_gone")]
        input.relations[0].passages = [.init("st_vault")]
        input.dropUnreadableLinks()
        #expect(input.people[0].passages == [.init("st_z")])
        #expect(input.relations[0].passages.isEmpty)
        _ = try Sample.seal(input)
    }
}
