import FeraCrypto
import FeraSQLite
import FeraStore
import Foundation

extension Examination {
    /// Whether the audit log is one chain from its first line; a server that runs meanwhile is not disturbed.
    var audit: DoctorCheck {
        let path = folder + "/fera.sqlite"
        guard FileManager.default.fileExists(atPath: path) else { return .good("audit log", "there is none yet; the first start makes it") }
        do {
            switch try AuditLog.verify(try SQLConnection(path: path, access: .read)) {
            case .whole(let lines, let head):
                return .good("audit log", "whole, \(lines) lines, up to \(Hex.encode(head).prefix(16))…")
            case .broken(let line, let why):
                return .bad(
                    "audit log", "broken at line \(line): \(why)",
                    "somebody or something changed \(path) outside of Fera: keep a copy of it, find out who could write there, restore a backup")
            }
        } catch {
            return .bad("audit log", "it cannot be read: \(error)", "run fera doctor as the user that runs fera; if it stays, restore a backup")
        }
    }
}
