import FeraSQLite

/// Something for the writer to do, and who waits for it.
struct WriteRequest: Sendable {
    enum Work: Sendable {
        case append(Append)
        case claim(kind: String, limit: Int)
        case end(job: String, JobEnd)
    }

    /// What the writer did in one savepoint.
    enum Done: Sendable {
        case append(AppendOutcome)
        case claimed([StoredJob])
        case ended
    }

    let work: Work
    let reply: CheckedContinuation<Result<Done, StoreError>, Never>
}

/// One transaction's worth of requests with what became of them.
struct WriteGroup: Sendable {
    /// The number the commit writes into the database, by which it is found again.
    let number: Int64
    let requests: [WriteRequest]
    var results: [Result<WriteRequest.Done, StoreError>] = []
    var events: [StoredEvent] = []
    var wrote = false
    var erased: [Erasure] = []

    init(number: Int64, _ requests: [WriteRequest]) {
        self.number = number
        self.requests = requests
        results.reserveCapacity(requests.count)
    }

    /// Tells everybody the same, but for those whose event an earlier commit kept: that stands.
    func refuse(_ error: StoreError) {
        let own = Set(events.map(\.position))
        for (index, request) in requests.enumerated() {
            if index < results.count, case .success(.append(.duplicate(let event))) = results[index], !own.contains(event.position) {
                request.reply.resume(returning: results[index])
            } else {
                request.reply.resume(returning: .failure(error))
            }
        }
    }

    /// Tells everybody what became of their request.
    func answer() {
        for (request, result) in zip(requests, results) { request.reply.resume(returning: result) }
    }
}
