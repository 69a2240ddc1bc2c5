import FeraClone
import FeraCrypto
import FeraDomain
import Foundation
import Testing

@Suite struct DiffExportTests {
    @Test func aDiffTellsWhatChangedAndWhy() throws {
        let folder = try Folder()
        var input = Sample.input()
        let first = try folder.open(Sample.file(.account, input).bytes, "one")
        #expect(try CloneDiff(from: first, to: first).isEmpty)
        input.version = 2
        input.parent = first.root
        input.passages[0].text = "Priya Nair was the champion until June."
        input.passages[0].revision = 2
        input.passages[0].approvals = [.init(by: "Sam Lee", route: .receiving, on: Sample.day)]
        input.passages[1].label = .personnel
        input.passages[2].evidence.removeLast()
        input.passages[2].label = .commercial
        input.passages[2].blessedWording = nil
        input.relations.removeAll()
        input.gaps[0].status = .closed
        input.people[1].title = "AE"
        input.passages.append(Sample.passage("st_new", "New."))
        let second = try folder.open(Sample.file(.account, input).bytes, "two")
        let diff = try CloneDiff(from: first, to: second)
        #expect(diff.added.map(\.id) == ["st_new"])
        // The commercial line became personnel: to a reader of this edition it is gone.
        #expect(diff.removed.map(\.id) == ["st_price", "rl_1"])
        #expect(diff.changed.map(\.after.id) == ["st_z", "st_full", "pe_2", "ga_1"])
        #expect(diff.changed.map(\.reasons) == [[.revision, .approval], [.label, .evidence], [.other], [.status]])
    }

    @Test func twoSpellingsOfAnAccentDiffer() throws {
        let folder = try Folder()
        var input = Sample.input()
        input.passages[0].text = "Zo\u{EB}"
        let first = try folder.open(Sample.file(.team, input).bytes, "one")
        input.passages[0].text = "Zoe\u{308}"
        let second = try folder.open(Sample.file(.team, input).bytes, "two")
        #expect(first.root != second.root)
        #expect(try CloneDiff(from: first, to: second).changed.map(\.reasons) == [[.revision]])
    }

    @Test func theExportHoldsTheEditionAndNothingElse() throws {
        let folder = try Folder()
        let clone = try folder.open(Sample.file(.team).bytes)
        let export = try CloneExport(clone)
        let json = try export.json()
        let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        let manifest = try #require(object["manifest"] as? [String: Any])
        #expect(manifest["root"] as? String == clone.root.hex)
        #expect(manifest["locked_at"] as? String == "2026-03-20T09:46:40.000Z")
        #expect((object["passages"] as? [[String: Any]])?.count == 3)
        struct Back: Decodable {
            var passages: [ClonePassage], people: [ClonePerson], relations: [CloneRelation], contradictions: [CloneContradiction], gaps: [CloneGap]
            var acceptance: [AcceptanceQuestion]
        }
        let back = try JSONDecoder().decode(Back.self, from: json)
        #expect(try back.passages == clone.passages())
        #expect(try back.people == clone.people())
        #expect(try back.acceptance == clone.acceptanceQuestions())
        let page = export.markdown()
        for words in ["Priya Nair", "## Relationships", "waived: no answer", "“moved to 14 May”", "row 2", "may be said to the customer"] {
            #expect(page.contains(words), "\(words)")
        }
        for words in ["180,000", "vault 4", "Which margin"] {
            #expect(!page.contains(words), "\(words)")
            #expect(!String(decoding: json, as: UTF8.self).contains(words), "\(words)")
        }
    }

    @Test func markupInWordsStaysWords() throws {
        let folder = try Folder()
        var input = Sample.input()
        input.passages[0].text = "<script>x</script>\n# [a](b) *c*"
        let page = try CloneExport(folder.open(Sample.file(.team, input).bytes)).markdown()
        #expect(page.contains("\\<script\\>x\\</script\\> \\# \\[a\\](b) \\*c\\*"))
    }
}
