package import FeraDomain
import FeraInterview
import FeraStore
import Synchronization

extension Conversations {
    /// An interview as its owner sees it, at one event of its own and one of its transfer.
    struct Look: Sendable {
        var seq: Int64
        var transfer: Int64
        /// Of erased words: what was made before the last erasure is not shown again.
        var generation: Int
        var packet: Packet
        /// The packet's bytes, once somebody was given them.
        var delivery: Delivery?
    }

    /// So many looks are kept; past it they are let go.
    private static let mostLooks = 1000

    /// Where a conversation stands. The owner's first look is their coming in.
    package func snapshot(_ id: Conversation.ID, for principal: Principal) async throws -> Packet {
        try await comers.pass { try await look(id, for: principal) }
    }

    /// The same with its bytes, which all who come to an unchanged conversation share.
    /// - Parameter encode: the same for all.
    package func snapshot(_ id: Conversation.ID, for principal: Principal, encode: @escaping Delivery.Encode) async throws -> Delivery {
        let packet = try await snapshot(id, for: principal)
        // A draft is one person's own.
        guard packet.draft == nil, let look = looks.withLock({ $0[id] }), look.seq == packet.lastSeq, look.generation == hub.generation else {
            return try Delivery(packet, encode)
        }
        if let delivery = look.delivery { return delivery }
        let delivery = try Delivery(look.packet, encode)
        looks.withLock { looks in
            if looks[id]?.seq == look.seq, looks[id]?.transfer == look.transfer { looks[id]?.delivery = delivery }
        }
        return delivery
    }

    private func look(_ id: Conversation.ID, for principal: Principal) async throws -> Packet {
        switch try await require(id, principal) {
        case .interview:
            var entry = try await interviews.loaded(id)
            let place = try await interviews.place(id)
            var transfer = try await transfers.states.entry(Transfers.stream(place.transfer))
            if try await comes(entry.state.state, place, principal) {
                _ = try await interviews.perform(.join, in: id, by: principal.person, clientID: nil)
                entry = try await interviews.loaded(id)
                transfer = try await transfers.states.entry(Transfers.stream(place.transfer))
            }
            if try await interviews.settle(entry.state.state) { entry = try await interviews.loaded(id) }
            var packet = packet(id, entry, transfer, place)
            if let draft = try await journal.store.indexedDraft(of: principal.person.rawValue, in: id.rawValue), draft.seq == entry.seq {
                packet.draft = draft.content
            }
            return packet
        case .ask:
            let entry = try await asks.states.entry(Asks.stream(id))
            var packet = Packet(.snapshot)
            packet.conversationID = id
            packet.kind = "ask"
            packet.state = "open"
            packet.lastSeq = entry.seq
            return packet
        }
    }

    private func packet(
        _ id: Conversation.ID, _ entry: StreamCache<InterviewFile>.Entry, _ transfer: StreamCache<TransferState>.Entry, _ place: Interviews.Place
    ) -> Packet {
        let generation = hub.generation
        if let look = looks.withLock({ $0[id] }), look.seq == entry.seq, look.transfer == transfer.seq, look.generation == generation { return look.packet }
        let packets = interviews.packets(entry.state)
        let late = transfer.state.sourcesNotRead(for: place.account).map(\.name)
        var packet = Packet(.snapshot)
        packet.conversationID = id
        packet.kind = "interview"
        packet.state = entry.state.state.phase.rawValue
        packet.account = transfer.state.accounts[place.account].map { .init(id: $0.account.id.rawValue, name: $0.account.name) }
        packet.turn = packets.openTurn(entry.state.state)
        packet.progress = packets.progress(entry.state.state)
        packet.lastSeq = entry.seq
        packet.sourcesNotRead = late.isEmpty ? nil : late
        packet.sittings = entry.state.state.sittings.isEmpty ? nil : entry.state.state.sittings
        packet.admitted = entry.state.state.admitted.isEmpty ? nil : entry.state.state.admitted.sorted()
        packet.written = Self.isWritten(entry.state.state) ? true : nil
        looks.withLock { looks in
            if looks.count >= Self.mostLooks { looks.removeAll() }
            looks[id] = Look(seq: entry.seq, transfer: transfer.seq, generation: generation, packet: packet)
        }
        return packet
    }
}
