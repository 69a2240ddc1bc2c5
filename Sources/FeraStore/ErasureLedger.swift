import FeraCrypto
import Foundation
import Synchronization

/// Something that was destroyed for good and must not come back with a backup.
package struct Erasure: Hashable, Sendable {
    /// What it was.
    package enum Kind: String, Sendable {
        /// Words, by the id that events name.
        case text
        /// An original file, by its SHA-256.
        case blob
    }

    /// What it was.
    package let kind: Kind
    /// Which one.
    package let id: String
    /// When, milliseconds since 1970.
    package let at: Int64

    package init(_ kind: Kind, _ id: String, at: Int64) {
        self.kind = kind
        self.id = id
        self.at = at
    }

    /// Printable ASCII without spaces: what a line of the ledger can hold.
    static func isName(_ id: String) -> Bool { !id.isEmpty && id.utf8.allSatisfy { (33...126).contains($0) } }

    /// Kind, id, time, and the beginning of their SHA-256, so that a flipped letter does not name another text.
    var line: String {
        let body = "\(kind.rawValue) \(id) \(at)"
        return "\(body) \(SHA256.hash(body).hex.prefix(16))\n"
    }

    init?(line: some StringProtocol) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, let kind = Kind(rawValue: String(words[0])), let at = Int64(words[2]) else { return nil }
        self.init(kind, String(words[1]), at: at)
        guard self.line.dropLast() == line else { return nil }
    }
}

/// `erasures.log`, beside the database: what was destroyed, a line each, synced before who asked for it hears that it is done.
///
/// It outlives the database: a restored backup has its erasures done again from here. Its lines hold ids and times, never words.
package final class ErasureLedger: Sendable {
    /// The file's name in a data folder.
    package static let name = "erasures.log"

    private struct State {
        /// -1 while it is not open.
        var descriptor: Int32 = -1
        /// How many bytes are whole lines.
        var length: off_t = 0
        /// What is destroyed and could not be written yet.
        var owed: [Erasure] = []
    }

    private let path: String
    private let state = Mutex(State())

    init(folder: String) { path = folder + "/" + Self.name }

    deinit { state.withLock { if $0.descriptor >= 0 { Foundation.close($0.descriptor) } } }

    /// Opens or makes the file and cuts off a last line that a crash left unfinished: nobody was told of it.
    func open() throws(StoreError) {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(errno == ENOSPC ? .full : .failed, "The ledger \(path) cannot be opened: \(reason()).") }
        state.withLock { $0.descriptor = descriptor }
        let text = try Self.text(path)
        let whole = text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard whole == text.count || ftruncate(descriptor, off_t(whole)) == 0 else {
            throw StoreError(.failed, "The ledger \(path) cannot be cut: \(reason()).")
        }
        state.withLock { $0.length = off_t(whole) }
    }

    /// Adds lines, after those that are still owed, and syncs. What cannot be written stays owed and is written first the next time.
    func add(_ erasures: [Erasure]) throws(StoreError) {
        try state.withLock { (state) throws(StoreError) in
            state.owed += erasures
            guard !state.owed.isEmpty else { return }
            let bytes = Array(state.owed.map(\.line).joined().utf8)
            guard pwrite(state.descriptor, bytes, bytes.count, state.length) == bytes.count, fdatasync(state.descriptor) == 0 else {
                let code = errno
                // Cut or not, the next try writes over it.
                ftruncate(state.descriptor, state.length)
                throw StoreError(code == ENOSPC ? .full : .failed, "The ledger \(path) cannot be written: \(reason(code)).")
            }
            state.length += off_t(bytes.count)
            state.owed = []
        }
    }

    /// Adds what is erased and not in the ledger, such as after a crash between the two.
    func complete(_ erased: [Erasure]) throws(StoreError) {
        guard !erased.isEmpty else { return }
        let known = Set(try Self.read(path).lazy.filter { $0.kind == .text }.map(\.id))
        try add(erased.filter { !known.contains($0.id) && Erasure.isName($0.id) })
    }

    /// The ledger in a file, or in a data folder; a last line without its end is left out.
    /// - Throws: `notFound`; `damaged` for a line that does not match its own hash.
    package static func read(_ place: String) throws(StoreError) -> [Erasure] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else {
            throw StoreError(.notFound, "There is no ledger of erasures at \(place).")
        }
        let path = isFolder.boolValue ? place + "/" + name : place
        let bytes = try text(path)
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        var erasures: [Erasure] = []
        for (number, line) in bytes[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard let erasure = Erasure(line: String(decoding: line, as: UTF8.self)) else {
                throw StoreError(
                    .damaged,
                    "Line \(number + 1) of \(path) is damaged, or was written by a newer Fera: take the copy of the ledger that lies in the newest backup.")
            }
            erasures.append(erasure)
        }
        return erasures
    }

    private static func text(_ path: String) throws(StoreError) -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw StoreError(.failed, "The ledger \(path) cannot be read: \(error.localizedDescription)")
        }
    }
}
