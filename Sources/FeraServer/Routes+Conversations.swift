import FeraApp
import FeraDomain
import FeraHTTP
import FeraJSON
import Foundation
import Synchronization

/// Conversations as JSON pages, server-sent events and WebSocket: the same packets on each.
extension Routes {
    func conversations(_ router: inout Router) {
        let conversations = application.conversations
        let limit = application.configuration.limits.messageKilobytes << 10
        router.get(
            "/v1/conversations/:id",
            signedIn { request, principal in
                .json(try await conversations.snapshot(try request.id("id", as: "conversation"), for: principal))
            })
        router.get(
            "/v1/conversations/:id/messages",
            signedIn { request, principal in
                let after = Int64(try request.number("after", default: 0, in: 0...Int.max))
                let page = try await conversations.page(
                    try request.id("id", as: "conversation"), after: after, limit: try request.number("limit", default: 200, in: 1...500), for: principal)
                return .json(PacketPage(packets: page.packets, lastSeq: page.last))
            })
        router.post(
            "/v1/conversations/:id/messages", limit: limit,
            signedIn { request, principal in
                let reply = try await conversations.post(try request.form(ClientPacket.self), to: try request.id("id", as: "conversation"), by: principal)
                return .json(PostReply(accepted: reply.accepted, packets: reply.packets))
            })
        router.get(
            "/v1/conversations/:id/events",
            signedIn { request, principal in
                let id: Conversation.ID = try request.id("id", as: "conversation")
                let after = try Int64(request.headers["Last-Event-ID"] ?? "") ?? Int64(request.number("after", default: 0, in: 0...Int.max))
                let seat = try door.people.sit(principal.person)
                _ = try await conversations.snapshot(id, for: principal)
                return .events { stream in
                    defer { seat.leave() }
                    try await follow(id, after: after, principal, stream)
                }
            })
        router.get(
            "/v1/conversations/:id/socket",
            signedIn { request, principal in
                try door.checkOrigin(request, isRequired: request.headers["Authorization"] == nil)
                let id: Conversation.ID = try request.id("id", as: "conversation")
                let after = Int64(try request.number("after", default: 0, in: 0...Int.max))
                let seat = try door.people.sit(principal.person)
                let snapshot = try await conversations.snapshot(id, for: principal, encode: Wire.encode)
                return socket(id, after: after, principal, seat, snapshot: snapshot, limit: limit)
            })
    }

    /// Sends packets until the client goes, with a comment every 25 s so that no proxy takes the silence for an end.
    private func follow(_ id: Conversation.ID, after: Int64, _ principal: Principal, _ stream: EventStream) async throws {
        // A client that reads too slowly is cut off and comes back with its seq.
        let (packets, continuation) = AsyncStream.makeStream(of: Delivery.self, bufferingPolicy: .bufferingOldest(1000))
        let follower = try await application.conversations.follow(id, after: after, for: principal, encode: Wire.encode) { delivery in
            guard case .enqueued = continuation.yield(delivery), delivery.packet.type != .error else {
                continuation.finish()
                return false
            }
            return true
        }
        let heart = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(25))
                try await stream.heartbeat()
            }
        }
        defer {
            heart.cancel()
            follower.stop()
        }
        for await delivery in packets {
            try await stream.send(data: delivery.text, event: delivery.packet.type.rawValue, id: delivery.packet.seq.map(String.init))
        }
    }

    /// A socket that owns no task while it is quiet: commits wake its follower, messages wake its reader. A ping is answered by the loop that
    /// read it; whatever looks into the log goes to the pool.
    private func socket(_ id: Conversation.ID, after: Int64, _ principal: Principal, _ seat: Seat, snapshot: Delivery, limit: Int) -> Response {
        let conversations = application.conversations
        let journal = application.journal
        let following = Following(snapshot)
        return .webSocket(maxMessageBytes: limit, textOnly: true, on: .loop) { socket in
            guard let snapshot = following.greeting(), Self.offer(snapshot, to: socket) else { return }
            do {
                let follower = try await Self.onPool {
                    try await conversations.follow(id, after: after, for: principal, encode: Wire.encode) { delivery in
                        guard delivery.packet.type == .error else { return await Self.deliver(delivery, to: socket) }
                        // Only what ends the following is said here: the right to read was taken away, or the log cannot be read.
                        _ = Self.offer(delivery.packet, to: socket)
                        socket.close(code: 1008, reason: "not readable")
                        return false
                    }
                }
                following.hold(follower)
            } catch {
                _ = Self.offer(.error(journal.told(error, "following \(id)")), to: socket)
                socket.close(code: 1008, reason: "not readable")
            }
        } onMessage: { socket, message in
            guard case .text(let text) = message else { return }
            // Longer ones would hold up the loop while they are read.
            if text.utf8.count <= 1024 { await hear(text, id, principal, socket) } else { await Self.onPool { await hear(text, id, principal, socket) } }
        } onClose: { _, _ in
            following.end()
            seat.leave()
        }
    }

    /// Takes one packet from a client and answers it.
    private func hear(_ text: String, _ id: Conversation.ID, _ principal: Principal, _ socket: WebSocket) async {
        var clientID: String?
        do {
            let packet = try Wire.decode(ClientPacket.self, text)
            clientID = packet.clientMessageID
            try door.people.ask(principal.person)
            // It says nothing of the conversation, and is the one thing that may be sent without end: nothing is read for it.
            guard packet.type != .ping else { return _ = Self.offer(Packet(.pong), to: socket) }
            let conversations = application.conversations
            let reply = try await Self.onPool {
                // A session that has ended speaks no more; the gate looks at the rights again in `post`.
                try await conversations.check(principal)
                return try await conversations.post(packet, to: id, by: principal)
            }
            _ = Self.offer(reply.accepted, to: socket)
            for packet in reply.packets where packet.seq == nil { _ = Self.offer(packet, to: socket) }
        } catch {
            _ = Self.offer(.error(application.journal.told(error, "a message to \(id)"), clientMessageID: clientID), to: socket)
        }
    }

    /// Runs what may compute for a while on Swift's pool, wherever the caller runs.
    private static func onPool<T: Sendable>(_ work: @Sendable () async throws -> T) async throws -> T {
        try await withTaskExecutorPreference(globalConcurrentExecutor, operation: work)
    }

    private static func onPool(_ work: @Sendable () async -> Void) async { await withTaskExecutorPreference(globalConcurrentExecutor, operation: work) }

    /// Gives a packet of the log to a socket, waiting while the client takes what it was given before: however long the log and
    /// however slow the client, one page of packets is in memory. A client that takes nothing at all is closed by the server.
    private static func deliver(_ delivery: Delivery, to socket: WebSocket) async -> Bool {
        do {
            try await socket.send(text: delivery.text)
            return true
        } catch {
            // The client is gone; it comes back with the seq that it has.
            return false
        }
    }

    /// Gives a packet to a socket without waiting; a client that reads too slowly is cut off and comes back with its seq.
    private static func offer(_ packet: Packet, to socket: WebSocket) -> Bool {
        guard let text = try? Wire.encode(packet) else { return false }
        return offer(text, to: socket)
    }

    private static func offer(_ text: String, to socket: WebSocket) -> Bool {
        if socket.offer(text: text) { return true }
        socket.close(code: 1013, reason: "too slow")
        return false
    }
}

/// What one socket holds: the snapshot until it was sent, then its follower, which may end before it has begun.
private final class Following: Sendable {
    private struct State {
        var snapshot: String?
        var follower: Follower?
        var isOver = false
    }
    private let state: Mutex<State>

    init(_ snapshot: Delivery) { state = Mutex(State(snapshot: snapshot.text)) }

    /// The snapshot, once: an idle socket does not keep it.
    func greeting() -> String? {
        state.withLock { state in
            defer { state.snapshot = nil }
            return state.snapshot
        }
    }

    func hold(_ follower: Follower) {
        let isOver = state.withLock { state in
            state.follower = follower
            return state.isOver
        }
        if isOver { follower.stop() }
    }

    func end() {
        state.withLock { state -> Follower? in
            state.isOver = true
            return state.follower
        }?.stop()
    }
}

/// Packets as JSON.
enum Wire {
    static func encode(_ packet: Packet) throws -> String { try packet.json() }

    static func decode<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
        do {
            return try JSONReader().decode(type, from: text)
        } catch {
            throw AppError(.malformed, "That is not a packet of this protocol: it needs a 'type' of message, action or ping.")
        }
    }
}

private struct PacketPage: Encodable {
    var packets: [Packet]
    var lastSeq: Int64

    enum CodingKeys: String, CodingKey {
        case packets
        case lastSeq = "last_seq"
    }
}

private struct PostReply: Encodable {
    var accepted: Packet
    var packets: [Packet]
}
