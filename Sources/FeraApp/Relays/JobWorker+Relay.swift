import FeraDomain
import FeraJSON
import FeraStore
import Foundation

extension JobWorker {
    /// The worker of one relay.
    /// - Parameter work: one attempt, numbered from 1.
    package convenience init(
        _ application: Application, relay: String, sleep: @escaping @Sendable (Duration) async throws -> Void,
        work: @escaping @Sendable (RelayTask, _ attempt: Int) async -> End
    ) {
        self.init(application.journal, kind: Relays.kind(relay), actor: "relay:\(relay)", sleep: sleep) { job in
            guard let task = try? JSONReader().decode(RelayTask.self, from: job.payload) else { return .givenUp(why: "unreadable") }
            return await work(task, job.attempts)
        }
    }
}
