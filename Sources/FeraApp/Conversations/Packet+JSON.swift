import FeraDomain
import FeraJSON

extension Packet {
    /// The packet as JSON with sorted keys: what its `Encodable` gives, by hand, because it is written for every follower of a conversation.
    /// Of its many members most are absent, and asking `Codable` for each costs more than writing those that are there.
    /// - Throws: `EncodingError` where a nested value cannot be written.
    package func json() throws -> String {
        var pen = JSONPen(capacity: 256 + (text?.utf8.count ?? 0))
        try pen.object { pen in
            pen.named("account", account)
            try pen.member("added", encoding: added)
            pen.member("admitted", admitted?.map(\.rawValue))
            pen.member("answer_id", answerID)
            pen.named("author", author)
            pen.member("chapter", chapter?.rawValue)
            try pen.member("chapters", encoding: chapters)
            pen.member("choices", choices)
            try pen.member("citations", encoding: citations)
            pen.member("client_message_id", clientMessageID)
            pen.member("code", code)
            pen.member("completed_question", completedQuestion)
            pen.member("completeness", completeness.map(Int64.init))
            pen.member("conversation_id", conversationID?.rawValue)
            pen.member("draft", draft)
            pen.member("ended", ended)
            pen.member("gap_id", gapID?.rawValue)
            pen.member("gaps_open", gapsOpen.map(Int64.init))
            pen.member("kind", kind)
            pen.member("last_seq", lastSeq)
            pen.member("message", message)
            pen.member("minutes_left", minutesLeft.map(Int64.init))
            pen.member("nearest", nearest)
            pen.member("notes", notes)
            pen.member("probes", probes)
            try pen.member("progress", encoding: progress)
            pen.member("question", question)
            pen.member("reason", reason)
            pen.member("retry_after_ms", retryAfterMs.map(Int64.init))
            try pen.member("revised", encoding: revised)
            pen.member("seq", seq)
            try pen.member("sittings", encoding: sittings)
            pen.member("sources_not_read", sourcesNotRead)
            pen.member("state", state)
            pen.member("targets", targets?.map(\.rawValue))
            pen.member("text", text)
            try pen.member("turn", encoding: turn)
            pen.member("turn_id", turnID)
            pen.member("type", type.rawValue)
            pen.member("why", why)
            try pen.member("written", encoding: written)
        }
        return pen.text
    }
}

extension JSONPen {
    fileprivate mutating func named(_ name: StaticString, _ value: Packet.Named?) {
        guard let value else { return }
        object(name) { pen in
            pen.member("id", value.id)
            pen.member("name", value.name)
        }
    }
}
