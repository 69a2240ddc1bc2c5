import FeraCrypto
import Foundation
import Testing

@testable import FeraStore

@Suite struct TextTests {
    @Test func erasedWordsAreGoneAndTheLogIsWhole() async throws {
        let space = Workspace()
        let store = try await space.open()
        let secret = "the champion is leaving in spring and nobody knows"
        let text = TextDraft(id: "t1", content: secret + String(repeating: ".", count: 9_000))
        let other = TextDraft(id: "t2", content: "another text")
        _ = try await store.append(
            Append(
                [StreamPart("s", expectedSeq: 0, [draft("t1 \(text.seal)")])], texts: [text, other],
                audit: [AuditDraft(at: 1, actor: "p1", action: "text.added", subject: "t1")]))
        let events = try await store.events(stream: "s", limit: 9)
        #expect(try await store.texts(["t1"])["t1"]?.standing(against: text.seal) == .whole)
        #expect(try bytes(space).contains(secret))

        space.setTime(2_000)
        _ = try await store.append(
            Append(
                [StreamPart("s", expectedSeq: 1, [draft("erased t1")])], erasures: ["t1"],
                audit: [AuditDraft(at: 2, actor: "p1", action: "text.erased", subject: "t1")]))
        // Not in the database file, and not in its write-ahead log.
        #expect(try !bytes(space).contains(secret))
        let kept = try await store.texts(["t1", "t2", "t3"])
        #expect(kept["t1"] == StoredText(id: "t1", salt: nil, content: nil, erasedAt: 2_000))
        #expect(kept["t1"]?.standing(against: text.seal) == .erased)
        #expect(kept["t2"]?.content == "another text")
        #expect(kept.count == 2)
        #expect(try await store.events(stream: "s", limit: 1) == events)
        guard case .whole(lines: 2, _) = try await store.verifyAudit() else {
            Issue.record("the audit log is broken")
            return
        }
        // Erasing again keeps the first date.
        space.setTime(3_000)
        _ = try await store.append(Append(erasures: ["t1"]))
        #expect(try await store.texts(["t1"])["t1"]?.erasedAt == 2_000)
    }

    @Test func changedWordsAreNotWhole() {
        let text = TextDraft(id: "t", content: "yes")
        let stored = StoredText(id: "t", salt: text.salt, content: "no", erasedAt: nil)
        #expect(stored.standing(against: text.seal) == .altered)
        #expect(StoredText(id: "t", salt: nil, content: nil, erasedAt: nil).standing(against: text.seal) == .altered)
        // The same words under another salt have another seal.
        #expect(TextDraft(id: "t", content: "yes").seal != text.seal)
    }

    private func bytes(_ space: Workspace) throws -> Set<String> {
        var found: Set<String> = []
        for name in ["fera.sqlite", "fera.sqlite-wal"] {
            let data = try Data(contentsOf: URL(fileURLWithPath: space.folder + "/" + name))
            let needle = "the champion is leaving in spring and nobody knows"
            if data.range(of: Data(needle.utf8)) != nil { found.insert(needle) }
        }
        return found
    }
}
