import FeraCrypto
import FeraSQLite
import Testing

@testable import FeraStore

@Suite struct AuditTests {
    private func filled(_ space: Workspace, _ count: Int) async throws -> [UInt8] {
        let store = try await space.open()
        for number in 0..<count {
            _ = try await store.append(
                Append(audit: [
                    AuditDraft(at: Int64(number), actor: "p\(number)", action: "clone.read", subject: "c1", detail: "version 1"),
                    AuditDraft(at: Int64(number), actor: "p\(number)", action: "clone.exported", subject: "c1"),
                ]))
        }
        let head = try await store.auditHead()
        await store.close()
        return head
    }

    private func verdict(_ space: Workspace, after damage: String) async throws -> AuditVerdict {
        try {
            let db = try SQLConnection(path: space.database, access: .write)
            try db.runScript("DROP TRIGGER audit_stays; DROP TRIGGER audit_remains; \(damage)")
        }()
        return try await space.open().verifyAudit()
    }

    @Test func theChainIsWhole() async throws {
        let space = Workspace()
        let empty = [UInt8](repeating: 0, count: 32)
        #expect(try await filled(space, 0) == empty)
        let head = try await filled(space, 5)
        let store = try await space.open()
        #expect(try await store.verifyAudit() == .whole(lines: 10, head: head))
        let lines = try await store.auditLines(after: 8, limit: 10)
        #expect(lines.map(\.position) == [9, 10])
        #expect(lines.last?.hash == head)
        #expect(lines.last?.previous == lines.first?.hash)
    }

    @Test(arguments: [
        ("UPDATE audit SET detail = 'version 2' WHERE position = 5", 5),
        ("UPDATE audit SET at = at + 1 WHERE position = 5", 5),
        ("UPDATE audit SET actor = 'p', action = '2clone.read' WHERE position = 5", 5),
        ("UPDATE audit SET hash = zeroblob(32) WHERE position = 5", 5),
        ("UPDATE audit SET previous = zeroblob(32) WHERE position = 5", 5),
        ("DELETE FROM audit WHERE position = 5", 5),
        ("DELETE FROM audit WHERE position = 1", 1),
    ])
    func aChangedLineIsFound(_ damage: String, _ position: Int64) async throws {
        let space = Workspace()
        _ = try await filled(space, 5)
        guard case .broken(let found, _) = try await verdict(space, after: damage) else {
            Issue.record("the damage was not found")
            return
        }
        #expect(found == position)
    }

    @Test func linesCutOffShowAgainstAHeadKeptElsewhere() async throws {
        let space = Workspace()
        let head = try await filled(space, 5)
        guard case .whole(lines: 9, let shorter) = try await verdict(space, after: "DELETE FROM audit WHERE position = 10") else {
            Issue.record("the shortened chain should be whole in itself")
            return
        }
        #expect(shorter != head)
    }

    @Test func theHashIsPinned() {
        let line = AuditDraft(at: 1, actor: "a", action: "b", subject: "c", detail: "d")
        let hash = AuditLine.hash(position: 1, line, previous: AuditLog.origin)
        // sha256("fera.audit.v1\0" ‖ 32 zero bytes ‖ u64 1 ‖ u64 1 ‖ (u64 1 ‖ letter) for a, b, c, d), computed outside.
        #expect(hash.hex == "417899e6275df100b6c411b5d98fdd8a2b241eb526f3b8447c9e2eaf88d73424")
    }
}
