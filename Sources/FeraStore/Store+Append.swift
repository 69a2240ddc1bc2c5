extension Store {
    /// Adds all of `append` or nothing, and returns once it is committed and synced.
    ///
    /// A client id that its stream knows already gives `.duplicate`, before any conflict of seq. A task that is cancelled meanwhile
    /// still hears the outcome: what was taken in is not taken back.
    /// - Throws: `conflict` with the current seq, `invalid`, `notFound`, `projection`: this append alone was refused. `busy`,
    ///   `tooLarge`, `closed`: it was not taken in. `full`, `failed`: nothing of its group was kept. `unknownOutcome`: send it again.
    package func append(_ append: Append) async throws(StoreError) -> AppendOutcome {
        try append.check()
        guard case .append(let outcome) = try await write(.append(append), bytes: append.byteCount) else {
            throw StoreError(.failed, "The writer answered something else than was asked.")
        }
        return outcome
    }

    /// Takes due jobs of one kind, oldest first, and marks them as running. When the process dies they wait again.
    package func claimJobs(kind: String, limit: Int) async throws(StoreError) -> [StoredJob] {
        guard case .claimed(let jobs) = try await write(.claim(kind: kind, limit: limit), bytes: 256) else {
            throw StoreError(.failed, "The writer answered something else than was asked.")
        }
        return jobs
    }

    /// Ends a claimed job. `notFound` when it is not running any more.
    package func endJob(_ id: String, _ end: JobEnd) async throws(StoreError) {
        _ = try await write(.end(job: id, end), bytes: 256)
    }
}
