import FeraApp
import FeraDomain
import FeraTestSupport
import Foundation
import Testing

/// Files that come late, are replaced, or are refused at the last moment.
struct SourceTests {
    @Test func aFileThatCameAfterTheInterviewSaysSo() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        #expect(try await space.app.conversations.snapshot(interview, for: handover.owner).sourcesNotRead == nil)
        let path = try space.folder.write("late.md", "# Late\n\nTheir new director is Oda Fenn.\n")
        let added = try await space.app.sources.add(name: "late.md", mediaType: "", path: path, accounts: [], to: handover.id, by: handover.manager)
        #expect(added.notReadFor == [handover.account], "the other account's interview is not open yet")
        #expect(try json(added).contains(#""not_read_for":["\#(handover.account)"]"#))
        try await eventually("the late file is read") {
            try await space.app.conversations.snapshot(interview, for: handover.owner).sourcesNotRead == nil
        }
        #expect(try await space.app.sources.list(handover.id, for: handover.manager).allSatisfy(\.notReadFor.isEmpty))
        await space.app.close()
    }

    @Test func whatTheInterviewHasReadStaysQuotableWhenItIsReplaced() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        // The contradiction is asked about, so that it stays whatever the newer files say.
        let interview = try await handover.interview()
        try await handover.say("Nothing comes to mind.", interview)
        #expect(try await space.app.conversations.snapshot(interview, for: handover.owner).turn?.kind == "contradiction")
        for (name, _) in Papers.files { try await handover.add(name, name.hasSuffix(".csv") ? "id,text\n1,Nothing.\n" : "Nothing of it stays.\n") }
        try await eventually("the newer files are read") {
            try await space.app.conversations.snapshot(interview, for: handover.owner).sourcesNotRead == nil
        }
        let later = try await space.reopened()
        let gaps = try await later.app.boards.gaps(handover.account, in: handover.id, for: handover.manager)
        #expect(gaps.contradictions.count == 1 && gaps.contradictions[0].b.quote?.contains("13 November 2026") == true)
        #expect(gaps.fields.allSatisfy { $0.hint?.quote?.contains("health: green") != true }, "hints are of what the record says now")
        await later.app.close()
    }

    @Test func whatTheLastGateRefusesLeavesNoFile() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover(files: false)
        _ = try await together(17) { number -> Bool in
            if number == 8 {
                try await space.app.transfers.close(handover.id, by: handover.manager)
                return true
            }
            return try await code { try await handover.add("n\(number).md", "# Note \(number)\n\nWritten by Mara Lenz.\n") } == nil
        }
        let kept = Set(try await space.app.sources.list(handover.id, for: handover.manager).map(\.source.sha256))
        let folder = space.folder.file("data/blobs")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).map { $0.filter { $0 != "/" } }.filter { $0.count >= 64 }
        #expect(Set(files.map { String($0.suffix(64)) }) == kept)
        await space.app.close()
    }
}
