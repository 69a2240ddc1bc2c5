import Foundation

/// Who works where, so that nobody waits behind work of another kind: a question never behind an upload or the reading of a record.
package struct Lanes: Sendable {
    /// Reading files and records, sealing, verifying: one thread, one job after the other.
    package let compute = Lane("compute", threads: 1, room: 64, courtesy: 10)
    /// Questions to sealed clones, and opening those and the excerpts that conversations quote.
    package let asks = Lane("asks", threads: max(2, min(4, ProcessInfo.processInfo.activeProcessorCount)), room: 1024)
    /// Files in and out.
    package let disk = Lane("disk", threads: 2, room: 256)

    /// Lanes of an application's own.
    package init() {}
}
