package import FeraClone
package import FeraCrypto
package import FeraDomain
import FeraStore
import Foundation
import Synchronization

/// Sealed clones, opened read-only and shared by all who may read them.
package final class Clones: Sendable {
    let journal: Journal
    let transfers: Transfers
    let directory: Directory
    private let root: String
    let trusted: VerifyingKey
    private let opened = Mutex<[String: OpenClone]>([:])
    /// Which account of which transfer a clone belongs to; that never changes.
    private let places = Mutex<[CloneID: (transfer: Transfer.ID, account: Account.ID)]>([:])

    package init(journal: Journal, transfers: Transfers, directory: Directory, folder: String, trusted: VerifyingKey) {
        self.journal = journal
        self.transfers = transfers
        self.directory = directory
        self.trusted = trusted
        root = folder
    }

    /// Where the versions of a clone lie.
    package func folder(of clone: CloneID) -> String { "\(root)/\(clone)" }

    /// Where one edition lies.
    func path(_ clone: CloneID, version: Int, edition: Edition) -> String {
        "\(folder(of: clone))/\(CloneFile.folderName(version: version))/\(edition.rawValue).fera"
    }

    /// An edition, opened once and kept open: a sealed file never changes.
    func open(_ clone: CloneID, version: Int, edition: Edition) async throws -> OpenClone {
        let path = path(clone, version: version, edition: edition)
        if let open = opened.withLock({ $0[path] }) { return open }
        let open = try await journal.lanes.asks.run {
            do throws(CloneError) {
                return try OpenClone(path: path)
            } catch {
                throw AppError.failed("A sealed file cannot be opened. Tell who runs this server.", inner: "\(path): \(error.message)")
            }
        }
        opened.withLock { opened in
            if opened.count > 500 { for key in opened.keys.prefix(250) { opened[key] = nil } }
            opened[path] = open
        }
        return open
    }

    /// A clone that the caller may read, with the editions that are theirs.
    package struct Reading: Sendable {
        package var clone: CloneID
        package var transfer: TransferState
        package var account: TransferState.AccountRecord
        package var version: Int
        package var editions: [OpenClone]
        package var pass: Gate.Pass
    }

    /// Opens what the caller may read of a version.
    /// - Parameters:
    ///   - version: `nil` for the newest.
    ///   - capability: `ask` or `readClone`.
    package func reading(_ id: CloneID, version: Int?, capability: Capability, for principal: Principal) async throws -> Reading {
        let (transferID, accountID) = try await place(id)
        let transfer = try await transfers.state(transferID)
        let pass = try await transfers.gate.require(capability, principal, in: transfer)
        guard let record = transfer.accounts[accountID], record.version > 0 else { throw AppError.notFound("clone") }
        let version = version ?? record.version
        guard (1...record.version).contains(version) else { throw AppError.notFound("version") }
        var editions: [OpenClone] = []
        for edition in AccessRules.editions(for: pass.labels) { editions.append(try await open(id, version: version, edition: edition)) }
        guard !editions.isEmpty else { throw AppError.notFound("clone") }
        return Reading(clone: id, transfer: transfer, account: record, version: version, editions: editions, pass: pass)
    }

    private func place(_ id: CloneID) async throws -> (transfer: Transfer.ID, account: Account.ID) {
        if let place = places.withLock({ $0[id] }) { return place }
        guard let found = try await journal.store.indexedClone(id.rawValue), let transfer = Transfer.ID(rawValue: found.transfer),
            let account = Account.ID(rawValue: found.account)
        else { throw AppError.notFound("clone") }
        places.withLock { places in
            if places.count > 10_000 { places.removeAll() }
            places[id] = (transfer, account)
        }
        return (transfer, account)
    }

    /// The newest versions of the clones on which the caller has a right, newest transfer first.
    /// - Parameter capability: `ask` or `readClone`.
    package func list(for principal: Principal, capability: Capability = .readClone) async throws -> [Reading] {
        var all: [Reading] = []
        for id in try await transfers.parts(of: principal.person) {
            let transfer = try await transfers.state(id)
            // A credential that carries none of the labels sees no clone, as if there were none.
            guard let pass = Gate.pass(principal, in: transfer), pass.capabilities.contains(capability), !AccessRules.editions(for: pass.labels).isEmpty else {
                continue
            }
            for account in transfer.accountOrder {
                guard let record = transfer.accounts[account], record.version > 0, let clone = record.clone else { continue }
                all.append(try await reading(clone, version: nil, capability: capability, for: principal))
            }
        }
        return all
    }

    /// Notes that somebody read or took away a clone.
    package func note(_ action: String, _ reading: Reading) async throws {
        let line = journal.audit(reading.pass.principal.person.rawValue, action, reading.clone.rawValue, "version \(reading.version)")
        _ = try await journal.append(Append(audit: [line]))
    }

    /// Verifies an edition against the key of this server.
    package func verify(_ clone: OpenClone) async throws -> Verification {
        let trusted = trusted
        return try await journal.lanes.compute.run { clone.verify(trust: [trusted]) }
    }
}
