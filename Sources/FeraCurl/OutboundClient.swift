/// Outbound HTTP over libcurl: one thread, any number of transfers, connections kept and reused. No cookies, no
/// redirects, no decompression, no proxy from the environment; certificates are always verified.
package final class OutboundClient: Sendable {
    private let loop: TransferLoop

    /// Starts the client's thread. Throws `TransferError` when libcurl cannot be set up.
    package init() throws(TransferError) { loop = try TransferLoop() }

    /// Running transfers keep the client alive, so nothing is running when this is reached.
    deinit { loop.send(.stop) }

    /// Sends a request and collects the whole response. Any status is a response, not an error.
    /// Throws `TransferError`; `CancellationError` when the task is cancelled, and then the connection is already closed.
    package func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        let stream = try await stream(request)
        var body: [UInt8] = []
        for try await chunk in stream.bytes {
            if body.isEmpty { body = chunk } else { body.append(contentsOf: chunk) }
        }
        return OutboundResponse(head: stream.head, body: body)
    }

    /// Sends a request and returns as soon as the response's head is there. Errors as for `send`, the later ones from the bytes.
    package func stream(_ request: OutboundRequest) async throws -> OutboundStream {
        let exchange = try Exchange(request, loop: loop)
        let lifetime = ExchangeLifetime(exchange, client: self)
        loop.send(.add(exchange))
        return OutboundStream(head: try await exchange.head(), bytes: BodyBytes(lifetime: lifetime))
    }
}
