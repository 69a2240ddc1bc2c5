import CSQLite
import Foundation
import Synchronization

/// A disk that fails where a test says: SQLite's own file layer with four functions replaced.
///
/// SQLite knows one default file layer for a process, so it is put in place once and passes everything through, but for files under
/// a folder that a test named; tests with folders of their own do not meet.
enum FaultyDisk {
    /// What may fail.
    enum Operation: Sendable { case write, sync, truncate }

    /// From the n-th operation of a kind on, counted from 0, so many fail.
    struct Fault: Sendable {
        var operation: Operation
        var nth: Int
        var times: Int
        /// What SQLite hears.
        var code: Int32
        /// Whether the bytes arrive nevertheless, as they do in memory when a sync fails.
        var isDone: Bool
    }

    private struct Plan {
        var fault: Fault?
        var seen = 0
        var failed = 0
    }

    private struct State {
        var plans: [String: Plan] = [:]
        /// Open files by their address, with the folder of their plan.
        var files: [UInt: String] = [:]
        /// The methods of the layer below, by the address of our copy.
        var below: [UInt: sqlite3_io_methods] = [:]
        var copies: [UInt: UInt] = [:]
        var open: (@convention(c) (Layer?, sqlite3_filename?, File?, Int32, UnsafeMutablePointer<Int32>?) -> Int32)?
    }

    private typealias File = UnsafeMutablePointer<sqlite3_file>
    private typealias Layer = UnsafeMutablePointer<sqlite3_vfs>
    private static let state = Mutex(State())
    private static let isInstalled: Bool = install()

    /// Lets a folder's files fail; `nil` heals them. The count begins anew.
    static func set(_ folder: String, _ fault: Fault?) {
        precondition(isInstalled)
        state.withLock { $0.plans[folder] = Plan(fault: fault) }
    }

    /// How many operations failed since `set`.
    static func failures(_ folder: String) -> Int { state.withLock { $0.plans[folder]?.failed ?? 0 } }

    private static func install() -> Bool {
        guard let standard = sqlite3_vfs_find(nil) else { return false }
        let layer = Layer.allocate(capacity: 1)
        layer.initialize(to: standard.pointee)
        layer.pointee.pNext = nil
        layer.pointee.zName = UnsafePointer(strdup("faulty"))
        state.withLock { $0.open = standard.pointee.xOpen }
        layer.pointee.xOpen = { layer, name, file, flags, out in
            let below = FaultyDisk.state.withLock { $0.open }
            let code = below?(layer, name, file, flags, out) ?? SQLITE_CANTOPEN
            guard code == SQLITE_OK, let file, let name, let methods = file.pointee.pMethods else { return code }
            let path = String(cString: name)
            FaultyDisk.state.withLock { state in
                guard let folder = state.plans.keys.first(where: { path.hasPrefix($0 + "/") }) else { return }
                state.files[UInt(bitPattern: file)] = folder
                file.pointee.pMethods = UnsafePointer(bitPattern: FaultyDisk.copy(methods, &state))
            }
            return code
        }
        return sqlite3_vfs_register(layer, 1) == SQLITE_OK
    }

    private static func copy(_ methods: UnsafePointer<sqlite3_io_methods>, _ known: inout State) -> UInt {
        let address = UInt(bitPattern: methods)
        if let copy = known.copies[address] { return copy }
        let copy = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        copy.initialize(to: methods.pointee)
        copy.pointee.xWrite = { file, bytes, count, place in
            FaultyDisk.meet(file, .write) { $0.xWrite?(file, bytes, count, place) }
        }
        copy.pointee.xSync = { file, flags in FaultyDisk.meet(file, .sync) { $0.xSync?(file, flags) } }
        copy.pointee.xTruncate = { file, size in FaultyDisk.meet(file, .truncate) { $0.xTruncate?(file, size) } }
        copy.pointee.xClose = { file in
            let below = FaultyDisk.methodsBelow(file)
            _ = FaultyDisk.state.withLock { $0.files.removeValue(forKey: UInt(bitPattern: file)) }
            return below?.xClose?(file) ?? SQLITE_IOERR
        }
        known.copies[address] = UInt(bitPattern: copy)
        known.below[UInt(bitPattern: copy)] = methods.pointee
        return UInt(bitPattern: copy)
    }

    private static func methodsBelow(_ file: File?) -> sqlite3_io_methods? {
        guard let methods = file?.pointee.pMethods else { return nil }
        return state.withLock { $0.below[UInt(bitPattern: methods)] }
    }

    private static func meet(_ file: File?, _ operation: Operation, _ run: (sqlite3_io_methods) -> Int32?) -> Int32 {
        guard let below = methodsBelow(file) else { return SQLITE_IOERR }
        let failing = state.withLock { state -> Fault? in
            guard let folder = state.files[UInt(bitPattern: file)], var plan = state.plans[folder], let fault = plan.fault,
                fault.operation == operation
            else { return nil }
            defer { state.plans[folder] = plan }
            plan.seen += 1
            guard plan.seen > fault.nth, plan.failed < fault.times else { return nil }
            plan.failed += 1
            return fault
        }
        guard let failing else { return run(below) ?? SQLITE_IOERR }
        if failing.isDone { _ = run(below) }
        return failing.code
    }
}
