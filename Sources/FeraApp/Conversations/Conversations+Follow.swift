package import FeraDomain
import FeraStore

extension Conversations {
    /// Follows a conversation: first what was missed after `after`, then what comes, in order, each packet once.
    /// - Parameters:
    ///   - encode: the same for all followers: what one was given, another who sees the same is given byte by byte.
    ///   - deliver: takes one packet; `false` ends the following.
    package func follow(
        _ id: Conversation.ID, after: Int64, for principal: Principal, encode: @escaping Delivery.Encode,
        deliver: @escaping @Sendable (Delivery) async -> Bool
    ) async throws -> Follower {
        let kind = try await admit(id, principal).kind
        let follower = Follower(
            hub: hub, stream: Self.stream(id, kind), after: after,
            read: { [self] seq, follower in
                // Whoever follows is asked for their rights each time, before anything is read or given that was read before.
                try await directory.check(principal)
                let audience = try await admit(id, principal).audience
                return try await read(id, kind, after: seq, audience, principal, follower, encode)
            },
            told: { [journal] error in
                try? Delivery(.error(journal.told(error, "following \(id)", else: "The conversation cannot be read just now. Connect again.")), encode)
            }, deliver: deliver)
        follower.start()
        return follower
    }

    private func read(
        _ id: Conversation.ID, _ kind: Kind, after: Int64, _ audience: Audience, _ principal: Principal, _ follower: UInt64, _ encode: @escaping Delivery.Encode
    ) async throws -> (packets: ArraySlice<Delivery>, last: Int64) {
        let stream = Self.stream(id, kind)
        // Who follows alone shares nothing.
        guard hub.isShared(stream) else {
            let (packets, last) = try await made(id, kind, after: after, principal, encode)
            return (packets[...], last)
        }
        if let page = hub.page(stream, after: after, for: audience) { return (page, after + Int64(page.count)) }
        // The others who were woken by the same commit wait for the first of them.
        return try await making.withLock(stream) {
            if let page = hub.page(stream, after: after, for: audience) { return (page, after + Int64(page.count)) }
            let generation = hub.generation
            let (packets, last) = try await made(id, kind, after: after, principal, encode)
            if packets.count < Self.pageSize, let page = SharedPage(after: after, packets), page.last == last {
                hub.keep(page, of: stream, for: audience, by: follower, generation: generation)
            }
            return (packets[...], last)
        }
    }

    private static let pageSize = 200

    private func made(
        _ id: Conversation.ID, _ kind: Kind, after: Int64, _ principal: Principal, _ encode: Delivery.Encode
    ) async throws -> (packets: [Delivery], last: Int64) {
        // A few at a time: what a crowd wants to hear neither fills the memory nor keeps others waiting for a thread.
        let (packets, last) = try await readers.pass { try await page(id, kind, after: after, limit: Self.pageSize, for: principal) }
        return (try packets.map { try Delivery($0, encode) }, last)
    }
}
