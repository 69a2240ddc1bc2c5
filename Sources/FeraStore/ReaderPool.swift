import FeraSQLite
import Foundation

/// A question for a reading thread. `run` says whether the connection is still sound.
struct ReadRequest: Sendable {
    let run: @Sendable (borrowing SQLConnection) -> Bool
    let fail: @Sendable (StoreError) -> Void
}

/// One thread that reads over a connection of its own.
struct Reader: Sendable {
    let path: String
    let inbox: Inbox<ReadRequest>

    func run() {
        while true {
            do {
                let db = try SQLConnection(path: path, access: .read)
                guard serve(db) else { return }
            } catch {
                guard let requests = inbox.take(atMost: 1) else { return }
                for request in requests { request.fail(StoreError(error)) }
            }
        }
    }

    /// `false` when the inbox is closed, `true` when the connection should be made anew.
    private func serve(_ db: borrowing SQLConnection) -> Bool {
        while let requests = inbox.take(atMost: 1) {
            for request in requests where !request.run(db) { return true }
        }
        return false
    }
}
