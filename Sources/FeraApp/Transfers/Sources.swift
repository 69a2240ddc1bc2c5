import FeraCrypto
package import FeraDomain
import FeraIngest
import FeraJSON
import FeraStore
import Foundation
import Synchronization

/// The record: files in, excerpts with exact places out.
package final class Sources: Sendable {
    private let journal: Journal
    private let transfers: Transfers
    private let shelves = Mutex<[Source.ID: SourceShelf]>([:])
    /// What is being read just now: a crowd that comes back reads each file once.
    private let reading = KeyedLock()
    /// Woken when a file came that an open interview has not read.
    private let onLate: @Sendable () -> Void

    package init(journal: Journal, transfers: Transfers, onLate: @escaping @Sendable () -> Void = {}) {
        self.journal = journal
        self.transfers = transfers
        self.onLate = onLate
    }

    /// Reads a file and keeps it. Nothing half-read stays: a file that cannot be read leaves no trace.
    /// - Parameters:
    ///   - accounts: which accounts it is about; empty: all of the transfer.
    ///   - path: where the bytes lie for now.
    /// - Throws: `.unsupportedType` with the list of types, `.unreadable` with the place, `.notFound`, `.forbidden`.
    package func add(
        name: String, mediaType: String, path: String, accounts: [Account.ID], to id: Transfer.ID, by principal: Principal
    ) async throws -> Added {
        let state = try await transfers.state(id)
        _ = try await transfers.gate.require(.addSource, principal, in: state)
        try Transfers.requireOpen(state)
        let accounts = accounts.isEmpty ? state.accountOrder : accounts
        for account in accounts where state.accounts[account] == nil { throw AppError.notFound("account") }
        let sourceID: Source.ID = journal.mint.id("so")
        let name = Self.fileName(name)
        let bytes = try await journal.lanes.disk.run { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }
        let (extraction, json) = try await journal.lanes.compute.run { () throws -> (Extraction, String) in
            let extraction = try Self.read(name: name, mediaType: mediaType, bytes: bytes, source: sourceID)
            try Task.checkCancellation()
            return (extraction, try JSONWriter().text(extraction))
        }
        // Nobody waits for it any more, and nothing of it is kept yet.
        try Task.checkCancellation()
        let digest = try await journal.lanes.compute.run { SHA256.hash(bytes).hex }
        let source = Source(
            id: sourceID, name: name, mediaType: mediaType, sha256: digest, byteCount: bytes.count, accounts: accounts,
            counts: extraction.counts, supersedes: state.sources.last { $0.source.name == name && Set($0.source.accounts) == Set(accounts) }?.source.id,
            notices: extraction.notices + Self.notices(extraction.redactions))
        let text = journal.mint.text(json)
        let now = journal.now()
        let after = try await transfers.change(
            id, .addSource, by: principal, action: "source.add", texts: [text.draft], jobs: { try LateJob.drafts(source, id, $0, at: now) }
        ) { _ in
            // Behind the last gate: what is refused leaves no file. The original of one that holds a secret is not kept, only its
            // redacted text is.
            if extraction.redactions.isEmpty { _ = try await journal.store.blobs.put(bytes) }
            return [.sourceAdded(.init(source: source, extraction: text.ref))]
        }
        if accounts.contains(where: { after.accounts[$0]?.interview != nil }) { onLate() }
        return Added(source, after)
    }

    /// A file of the record, with the accounts whose interviews have not read it.
    package struct Added: Encodable, Sendable {
        package var source: Source
        /// Accounts that the file is about and whose interviews were opened before it came.
        package var notReadFor: [Account.ID]

        init(_ source: Source, _ state: TransferState) {
            self.source = source
            notReadFor = source.accounts.filter { state.sourcesNotRead(for: $0).contains { $0.id == source.id } }
        }

        enum CodingKeys: String, CodingKey { case notReadFor = "not_read_for" }

        package func encode(to encoder: any Encoder) throws {
            try source.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(notReadFor, forKey: .notReadFor)
        }
    }

    /// Lets through who may add files, before their bytes are taken: who may not cannot fill the disk.
    package func admit(to id: Transfer.ID, by principal: Principal) async throws {
        _ = try await transfers.gate.require(.addSource, principal, in: try await transfers.state(id))
    }

    /// Whether a file can be read; nothing of it is kept.
    /// - Throws: as `add`.
    package func check(name: String, mediaType: String, path: String) async throws {
        let bytes = try await journal.lanes.disk.run { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }
        _ = try await journal.lanes.compute.run {
            try Self.read(name: Self.fileName(name), mediaType: mediaType, bytes: bytes, source: Identifier("so_check"))
        }
    }

    private static func read(name: String, mediaType: String, bytes: [UInt8], source: Source.ID) throws -> Extraction {
        do {
            return try Ingest.read(name: name, mediaType: mediaType, bytes: bytes, source: source)
        } catch {
            throw AppError(error)
        }
    }

    private static func notices(_ redactions: [Extraction.Redaction]) -> [String] {
        redactions.map { "A secret (\($0.kind.rawValue)) was taken out at \($0.locator); the original file is not kept." }
    }

    /// The excerpts that concern an account: of all its sources but those that a newer file replaces.
    func shelves(of account: Account.ID, in state: TransferState) async throws -> [SourceShelf] {
        let superseded = Set(state.sources.compactMap(\.source.supersedes))
        let wanted = state.sources.filter { $0.source.accounts.contains(account) && !superseded.contains($0.source.id) }
        var result: [SourceShelf] = []
        for entry in wanted {
            try Task.checkCancellation()
            result.append(try await shelf(entry))
        }
        return result
    }

    /// The excerpts that an account's interview has read: of all files that were there when it was opened, whatever replaced them
    /// since, for its questions and lines quote them.
    func shelves(readFor account: Account.ID, in state: TransferState) async throws -> [SourceShelf] {
        var result: [SourceShelf] = []
        for entry in state.sources.prefix(state.accounts[account]?.sourcesRead ?? 0) where entry.source.accounts.contains(account) {
            result.append(try await shelf(entry))
        }
        return result
    }

    /// The excerpts of every file about an account, whatever replaced it.
    func everyShelf(of account: Account.ID, in state: TransferState) async throws -> [SourceShelf] {
        var result: [SourceShelf] = []
        for entry in state.sources where entry.source.accounts.contains(account) { result.append(try await shelf(entry)) }
        return result
    }

    func shelf(_ entry: TransferEvent.SourceAdded) async throws -> SourceShelf {
        if let known = shelves.withLock({ $0[entry.source.id] }) { return known }
        return try await reading.withLock(entry.source.id.rawValue) {
            if let known = shelves.withLock({ $0[entry.source.id] }) { return known }
            let json = try await journal.word(entry.extraction)
            // A conversation that is opened again does not wait for the reading of whole records.
            let shelf = try await journal.lanes.asks.run {
                SourceShelf(source: entry.source, excerpts: try JSONReader().decode(Extraction.self, from: json).excerpts)
            }
            shelves.withLock { shelves in
                // Interviews at hand hold theirs; these are for the next that is opened on the same record.
                if shelves.count >= 64 { for key in shelves.keys.prefix(32) { shelves[key] = nil } }
                shelves[entry.source.id] = shelf
            }
            return shelf
        }
    }

    /// The files of a transfer.
    package func list(_ id: Transfer.ID, for principal: Principal) async throws -> [Added] {
        let state = try await transfers.state(id)
        _ = try await transfers.gate.require(.readSources, principal, in: state)
        return state.sources.map { Added($0.source, state) }
    }

    /// One file with its excerpts.
    package func source(_ source: Source.ID, in id: Transfer.ID, for principal: Principal) async throws -> (source: Added, excerpts: [Excerpt]) {
        let state = try await transfers.state(id)
        _ = try await transfers.gate.require(.readSources, principal, in: state)
        guard let entry = state.sources.first(where: { $0.source.id == source }) else { throw AppError.notFound("source") }
        let shelf = try await shelf(entry)
        return (Added(shelf.source, state), shelf.excerpts)
    }

    /// The last component of whatever a client calls a file, without control characters.
    private static func fileName(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let clean = String(String.UnicodeScalarView(last.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
        return clean.isEmpty || clean == "." || clean == ".." ? "unnamed" : String(clean.prefix(200))
    }
}

extension AppError {
    init(_ error: IngestError) {
        switch error {
        case .unsupported(_, let supported): self.init(.unsupportedType, "\(error)", members: ["supported": .array(supported.map(JSONValue.string))])
        case .unreadable(let place, _): self.init(.unreadable, "\(error)", members: ["where": .string(place)])
        case .tooLarge: self.init(.tooLarge, "\(error)")
        }
    }
}
