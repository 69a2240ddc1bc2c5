extension Store {
    /// Waits until nobody has the folder, for a process that takes over from one that drains.
    /// - Throws: `locked`, naming the holder, when it is still held after `limit`; what `sleep` throws.
    package static func waitForFolder(
        _ folder: String, limit: Duration, sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) async throws {
        let step = Duration.milliseconds(50)
        var waited = Duration.zero
        while true {
            let state = FolderLock.state(of: folder)
            if !state.isHeld { return }
            guard waited < limit else {
                let holder = state.holder.map { "process \($0)" } ?? "another process"
                throw StoreError(
                    .locked,
                    "\(folder) is still in use by \(holder) after \(limit.components.seconds) seconds; tell it to stop (SIGTERM), or choose another data folder."
                )
            }
            try await sleep(step)
            waited += step
        }
    }
}
