import FeraClone
import FeraSearch
import Foundation

/// Clone files, opened and read through. The hashes are not looked at on the way, so changed bytes reach every reader.
enum CloneFuzz {
    static func file(_ bytes: [UInt8]) -> Int32 {
        let path = NSTemporaryDirectory() + "fera-fuzz-\(getpid()).fera"
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { return 0 }
        defer { unlink(path) }
        do { try read(path) } catch { _ = "\(error)" }
        return 0
    }

    private static func read(_ path: String) throws {
        let clone = try OpenClone(path: path)
        _ = try? clone.allRows()
        _ = try? CloneExport(clone).json()
        if let index = try? clone.index() {
            for term in 0..<min(index.termCount, 20) { _ = try? index.search([term], limit: 5) }
        }
        for ordinal in 0..<min(clone.passageCount, 20) { if let passage = try? clone.passage(at: ordinal) { _ = try? clone.passage(passage.id) } }
        if case .whole = clone.verify(trust: []) { hold(false, "a file whose signer nobody trusts is called whole") }
    }
}
