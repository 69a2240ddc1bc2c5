/// Status and headers of a response.
package struct ResponseHead: Sendable, Equatable {
    /// The final status, 200 or above; redirects come back as they are.
    package let status: Int
    package let headers: ResponseHeaders
}

/// A whole response: head and body.
package struct OutboundResponse: Sendable, Equatable {
    package let head: ResponseHead
    /// At most `TransferLimits.bodyBytes` long; not decompressed.
    package let body: [UInt8]
    package var status: Int { head.status }
    package var headers: ResponseHeaders { head.headers }
}

/// The header lines of a response in their order; names in lower case.
package struct ResponseHeaders: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
        package let name: String
        package var value: String
    }
    package internal(set) var lines: [Line] = []

    /// The first value under `name` (any case), or nil.
    package subscript(_ name: String) -> String? {
        let name = name.lowercased()
        return lines.first { $0.name == name }?.value
    }
}

/// A response whose head has come and whose body is still coming.
package struct OutboundStream: Sendable {
    package let head: ResponseHead
    /// The body in pieces of any size. It is read once; letting go of it ends the transfer.
    package let bytes: BodyBytes
}

/// A body as it arrives. While nobody reads, at most `Exchange.highWater` bytes wait here and the sender is held back.
package struct BodyBytes: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    let lifetime: ExchangeLifetime

    package struct AsyncIterator: AsyncIteratorProtocol {
        let lifetime: ExchangeLifetime
        /// The next piece, never empty; nil at the end. Throws `TransferError`, or `CancellationError` when the task was cancelled.
        package mutating func next() async throws -> [UInt8]? { try await lifetime.exchange.nextChunk() }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(lifetime: lifetime) }
}

/// Ends the transfer when the last reader lets go, and keeps the client's thread alive until then.
final class ExchangeLifetime: Sendable {
    let exchange: Exchange
    private let client: OutboundClient

    init(_ exchange: Exchange, client: OutboundClient) {
        self.exchange = exchange
        self.client = client
    }

    deinit { exchange.cancel() }
}
