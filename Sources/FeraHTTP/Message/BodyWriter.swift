/// Where a stream's producer puts its bytes.
package struct BodyWriter: Sendable {
    let outbox: Outbox
    let chunked: Bool

    /// Hands bytes over; suspends while more than the high-water mark waits for the peer.
    /// - Throws: `PeerGone` when the connection is closed, `CancellationError` when the task was cancelled while it waited.
    package func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        guard chunked else { return try await outbox.send(bytes) }
        var chunk: [UInt8] = []
        chunk.reserveCapacity(bytes.count + 12)
        chunk.append(contentsOf: String(bytes.count, radix: 16).utf8)
        chunk.append(contentsOf: [0x0D, 0x0A])
        chunk.append(contentsOf: bytes)
        chunk.append(contentsOf: [0x0D, 0x0A])
        try await outbox.send(chunk)
    }

    /// Hands text over as UTF-8.
    package func write(_ text: String) async throws { try await write(Array(text.utf8)) }
}

/// The connection was closed while something was still to be sent on it.
package struct PeerGone: Error {}
