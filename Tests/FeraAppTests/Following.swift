import FeraApp
import FeraDomain
import Foundation

/// What a follower was given, one after the other.
struct FollowInbox {
    let deliveries: AsyncStream<Delivery>
    let deliver: @Sendable (Delivery) async -> Bool

    init() {
        let (stream, continuation) = AsyncStream<Delivery>.makeStream()
        deliveries = stream
        deliver = { delivery in
            continuation.yield(delivery)
            return true
        }
    }

    /// Everything up to the packet with that seq, or up to an error.
    func upTo(_ seq: Int64) async -> [Delivery] {
        var all: [Delivery] = []
        for await delivery in deliveries {
            all.append(delivery)
            if delivery.packet.seq == seq || delivery.packet.type == .error { break }
        }
        return all
    }
}

extension Conversations {
    /// Follows with the tests' own JSON.
    func follow(_ id: Conversation.ID, after: Int64, for principal: Principal, deliver: @escaping @Sendable (Delivery) async -> Bool) async throws -> Follower {
        try await follow(id, after: after, for: principal, encode: { try json($0) }, deliver: deliver)
    }
}
