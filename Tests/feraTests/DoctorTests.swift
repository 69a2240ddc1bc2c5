import FeraApp
import FeraDomain
import FeraSQLite
import FeraServer
import FeraStore
import FeraTestSupport
import Testing

@testable import fera

/// What `fera doctor` says of the audit log.
@Suite struct DoctorTests {
    private func examination(_ folder: TemporaryFolder) throws -> Examination {
        var configuration = try ServerAssets.configuration(file: nil, environment: [:]).configuration
        configuration.data.dir = folder.path
        return Examination(configuration: configuration, environment: [:])
    }

    private func audit(_ count: Int) -> [AuditDraft] {
        (1...count).map { AuditDraft(at: Int64($0), actor: "pe_1", action: "clone.read", subject: "cl_\($0)") }
    }

    @Test func aWholeChainIsGoodEvenWhileItIsWritten() async throws {
        let folder = try TemporaryFolder()
        #expect(try examination(folder).audit.isGood, "nothing is there yet")
        let store = try await Store.open(folder: folder.path) { 0 }
        _ = try await store.append(Append(audit: audit(3)))
        let check = try examination(folder).audit
        #expect(check.isGood && check.found.contains("3 lines"), "\(check)")
        await store.close()
        #expect(try examination(folder).audit == check)
    }

    @Test func aChangedLineIsNamed() async throws {
        let folder = try TemporaryFolder()
        let store = try await Store.open(folder: folder.path) { 0 }
        _ = try await store.append(Append(audit: audit(5)))
        await store.close()
        let db = try SQLConnection(path: folder.file("fera.sqlite"), access: .write)
        try db.runScript("DROP TRIGGER audit_stays; UPDATE audit SET subject = 'cl_9' WHERE position = 3")
        let check = try examination(folder).audit
        #expect(!check.isGood && check.found.contains("broken at line 3"), "\(check)")
        #expect(check.advice?.contains("restore a backup") == true)
        #expect(!DoctorReport(checks: [check], settings: []).isWell)
    }

    @Test func whatIsNoDatabaseIsSaid() throws {
        let folder = try TemporaryFolder()
        try folder.write("fera.sqlite", String(repeating: "no database at all ", count: 400))
        let check = try examination(folder).audit
        #expect(!check.isGood && check.advice != nil, "\(check)")
    }
}
