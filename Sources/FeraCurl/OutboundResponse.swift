/// Status and headers of a response.
package struct ResponseHead: Sendable, Equatable {
    /// The final status, 200 or above; redirects come back as they are.
    package let status: Int
    /// The final response's headers, without those of interim ones.
    package let headers: ResponseHeaders
}

/// A whole response: head and body.
package struct OutboundResponse: Sendable, Equatable {
    /// Status and headers.
    package let head: ResponseHead
    /// At most `TransferLimits.bodyBytes` long; not decompressed.
    package let body: [UInt8]
    /// The final status.
    package var status: Int { head.status }
    /// The headers.
    package var headers: ResponseHeaders { head.headers }
}

/// The header lines of a response in their order; names in lower case.
package struct ResponseHeaders: Sendable, Equatable {
    /// One header line.
    package struct Line: Sendable, Equatable {
        /// In lower case.
        package let name: String
        /// Without white space around it; bytes that are not UTF-8 are replaced.
        package var value: String
    }
    /// In the order in which they came, repeated names included.
    package internal(set) var lines: [Line] = []

    /// The first value under `name` (any case), or nil.
    package subscript(_ name: String) -> String? {
        let name = name.lowercased()
        return lines.first { $0.name == name }?.value
    }
}

/// A response whose head has come and whose body is still coming.
package struct OutboundStream: Sendable {
    /// Status and headers.
    package let head: ResponseHead
    /// The body in pieces of any size. It is read once; letting go of it ends the transfer.
    package let bytes: BodyBytes
}

/// A body as it arrives. While nobody reads, at most `Exchange.highWater` bytes wait here and the sender is held back.
package struct BodyBytes: AsyncSequence, Sendable {
    /// A piece of the body, never empty.
    package typealias Element = [UInt8]
    let lifetime: ExchangeLifetime

    /// Reads on where the last one stopped.
    package struct AsyncIterator: AsyncIteratorProtocol {
        let lifetime: ExchangeLifetime
        /// The next piece, never empty; nil at the end. Throws `TransferError`, or `CancellationError` when the task was cancelled.
        package mutating func next() async throws -> [UInt8]? { try await lifetime.exchange.nextChunk() }
    }

    /// All iterators share one place in the body.
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
