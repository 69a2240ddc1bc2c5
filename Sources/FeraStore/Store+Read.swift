import FeraSQLite

extension Store {
    /// Events of one stream after a seq, oldest first.
    package func events(stream: String, after seq: Int64 = 0, limit: Int) async throws -> [StoredEvent] {
        try await read { try EventLog.events(stream: stream, after: seq, limit: limit, $0) }
    }

    /// Events of all streams after a position, oldest first.
    package func events(afterPosition position: Int64, limit: Int) async throws -> [StoredEvent] {
        try await read { try EventLog.events(afterPosition: position, limit: limit, $0) }
    }

    /// The last seq of a stream, 0 when it is empty.
    package func streamHead(_ stream: String) async throws -> Int64 {
        try await read { try EventLog.head(stream: stream, $0) }
    }

    /// The texts that exist among `ids`, by id, erased ones without their words.
    package func texts(_ ids: [String]) async throws -> [String: StoredText] {
        try await read { try TextTable.texts(ids, $0) }
    }

    /// The hash of the last audit line, 32 zero bytes when there is none.
    package func auditHead() async throws -> [UInt8] {
        try await read { try AuditLog.head($0).hash }
    }

    /// Audit lines after a position, oldest first.
    package func auditLines(after position: Int64 = 0, limit: Int) async throws -> [AuditLine] {
        try await read { try AuditLog.lines(after: position, limit: limit, $0) }
    }

    /// Follows the audit chain from its beginning and finds the first broken line.
    package func verifyAudit() async throws -> AuditVerdict {
        try await read { try AuditLog.verify($0) }
    }

    /// When the next job of a kind is due, milliseconds since 1970; `nil` when none waits.
    package func nextJobTime(kind: String) async throws -> Int64? {
        try await read { db in
            try db.first("SELECT min(run_at) FROM jobs WHERE state = 'waiting' AND kind = ?", [.text(kind)]) { try $0.intOrNil(0) } ?? nil
        }
    }
}
