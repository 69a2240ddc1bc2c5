import FeraClone
import FeraDomain
import FeraStore
import Foundation

/// Makes the packets of an ask conversation from its events.
struct AskPackets: Sendable {
    let asks: Asks

    /// The packets of an answer that was given just now.
    func packets(_ reply: Asks.Reply, for principal: Principal) async throws -> [Packet] {
        try await packets(reply.events, of: reply.conversation, reply.words, for: principal)
    }

    /// One packet an event. What the reader may not read any more is not shown again.
    /// - Parameter known: words that are at hand, by text id.
    func packets(_ records: [AskRecord], of id: Conversation.ID, _ known: Asks.Words = .init(), for principal: Principal) async throws -> [Packet] {
        let missing = records.flatMap(\.event.refs).filter { known[$0] == nil }
        var words = known
        if !missing.isEmpty { words.texts.merge(try await asks.journal.words(missing)) { $1 } }
        let stream = Asks.stream(id)
        var labels: Set<Label>?
        var topics: Set<String>?
        var packets: [Packet] = []
        for record in records {
            let event = record.event
            var drawnFrom: Set<Label> = []
            if case .asked(let value) = event, value.completed != nil {
                if let known = value.drawnFrom {
                    drawnFrom = Set(known)
                } else {
                    drawnFrom = try await asks.states.entry(stream).state.drawnFrom(at: record.seq)
                }
            }
            var isLabelled = !drawnFrom.isEmpty
            if case .sentence = event { isLabelled = true }
            if isLabelled, labels == nil { labels = try await reading(stream, principal)?.pass.labels }
            if case .refused(let value) = event, topics == nil, !value.nearest.isEmpty {
                topics = try await Set(reading(stream, principal)?.editions.flatMap { try $0.passages() }.map(\.fieldTitle) ?? [])
            }
            var next = packet(record, words: words, labels: labels ?? [], topics: topics ?? [])
            // It may name what an answer named that the reader may not read with what they show now.
            if !drawnFrom.isSubset(of: labels ?? []) { next.completedQuestion = nil }
            packets.append(next)
        }
        return packets
    }

    private func reading(_ stream: String, _ principal: Principal) async throws -> Clones.Reading? {
        guard let clone = try await asks.states.entry(stream).state.clone else { return nil }
        return try await asks.clones.reading(clone, version: nil, capability: .ask, for: principal)
    }

    private func packet(_ record: AskRecord, words: Asks.Words, labels: Set<Label>, topics: Set<String>) -> Packet {
        let seq = record.seq
        func text(_ ref: TextRef) -> String { words[ref] ?? "(these words were erased)" }
        var packet: Packet
        switch record.event {
        case .opened:
            packet = Packet(.notice, seq: seq)
            packet.code = "opened"
            packet.text = "Ask what you need to know. Answers come from the locked clone alone."
        case .asked(let value):
            packet = Packet(.answerStart, seq: seq)
            packet.question = text(value.question)
            packet.completedQuestion = value.completed.map(text)
            packet.clientMessageID = record.clientID
        case .sentence(let value):
            packet = Packet(.sentence, seq: seq)
            if labels.contains(value.label), let body = words.bodies[value.body.id.rawValue] ?? SentenceBody.decode(text(value.body)) {
                packet.text = body.text
                packet.citations = body.citations
                packet.notes = body.notes
            } else {
                packet.text = "(you may not read this sentence any more)"
                packet.citations = []
            }
        case .answered(let value):
            packet = Packet(.answerEnd, seq: seq)
            packet.answerID = value.answer
            packet.ended = "answered"
        case .refused(let value):
            packet = Packet(.refused, seq: seq)
            packet.answerID = value.answer
            packet.reason = value.reason
            packet.gapID = value.gap
            packet.nearest = value.nearest.filter(topics.contains)
            packet.citations = []
        case .notified(let value):
            packet = Packet(.notice, seq: seq)
            packet.code = "gap_answered"
            packet.gapID = value.gap
            packet.text = text(value.text)
        case .rated:
            packet = Packet(.notice, seq: seq)
            packet.code = "rated"
            packet.text = "Thank you."
        }
        return packet
    }
}

extension AskEvent {
    /// The words that the event refers to.
    var refs: [TextRef] {
        switch self {
        case .asked(let value): [value.question, value.completed].compactMap { $0 }
        case .sentence(let value): [value.body]
        case .notified(let value): [value.text]
        case .rated(let value): value.comment.map { [$0] } ?? []
        case .opened, .answered, .refused: []
        }
    }
}
