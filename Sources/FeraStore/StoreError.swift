import FeraSQLite

/// Why the store did not do what it was asked.
package struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Stable names of the reasons.
    package enum Code: String, Sendable {
        /// The stream has moved on; `currentSeq` says where it stands.
        case conflict
        /// The queue is full: nothing was taken, ask again later.
        case busy
        /// The request alone is larger than the queue may hold.
        case tooLarge
        /// The request contradicts itself or breaks a rule of the database.
        case invalid
        /// No space is left. Nothing of the group was kept.
        case full
        /// The disk or the database failed. Nothing of the group was kept.
        case failed
        /// The commit failed and the database cannot be opened to see what became of it: send the same client id again.
        case unknownOutcome
        /// The store is closed.
        case closed
        /// The database was written by a newer Fera.
        case newerSchema
        /// The file is no database of Fera.
        case foreignFile
        /// Another process has the folder.
        case locked
        /// A projection refused an event.
        case projection
        /// What was asked for does not exist.
        case notFound
        /// Stored bytes do not match their hash.
        case damaged
    }

    /// The reason, for programs.
    package let code: Code
    /// What happened, where, and what to do next, for people.
    package let message: String
    /// With `conflict`: the last seq of the stream, 0 for an empty one.
    package let currentSeq: Int64?

    package init(_ code: Code, _ message: String, currentSeq: Int64? = nil) {
        self.code = code
        self.message = message
        self.currentSeq = currentSeq
    }

    /// An error from below, as what it means to the caller.
    package init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as SQLError where error.isConstraint: self.init(.invalid, "The database refused the request. \(error.message)")
        case let error as SQLError where error.isFull: self.init(.full, "No space is left for the database; free some and try again. \(error.message)")
        case let error as SQLError where error.isBusy: self.init(.busy, "The database is locked; try again. \(error.message)")
        case let error as SQLError where error.isCorrupt: self.init(.damaged, "The database is damaged; restore a backup. \(error.message)")
        default: self.init(.failed, "The database failed. \(error)")
        }
    }

    package var description: String { message }
}
