import FeraDomain
import Testing

/// The events of people's streams and of ask conversations as they are written.
struct PersonAskEventTests {
    private static let text = TextRef(id: Identifier("tx_1"), hash: "00ff")
    private static let until = Timestamp(milliseconds: 1_795_268_400_250)

    static let people: [Golden<PersonEvent>] = [
        .init(
            .registered(.init(profile: text, roles: [.manager])), "person.registered", #"{"profile":{"hash":"00ff","id":"tx_1"},"roles":["manager"]}"#),
        .init(
            .linkMade(.init(hash: "aa", id: "ln_1", expiresAt: until, isDemo: true)), "person.link_made",
            #"{"demo":true,"expires_at":"2026-11-21T13:40:00.250Z","hash":"aa","id":"ln_1"}"#),
        .init(.linkUsed(.init(hash: "aa")), "person.link_used", #"{"hash":"aa"}"#),
        .init(
            .sessionOpened(.init(hash: "aa", id: "se_1", expiresAt: until)), "person.session_opened",
            #"{"expires_at":"2026-11-21T13:40:00.250Z","hash":"aa","id":"se_1"}"#),
        .init(.sessionClosed(.init(hash: "aa")), "person.session_closed", #"{"hash":"aa"}"#),
        .init(
            .tokenMade(.init(hash: "aa", id: "tk_1", expiresAt: until, ceiling: .commercial)), "person.token_made",
            #"{"ceiling":"commercial","expires_at":"2026-11-21T13:40:00.250Z","hash":"aa","id":"tk_1"}"#),
        .init(.tokenRevoked(.init(hash: "aa")), "person.token_revoked", #"{"hash":"aa"}"#),
        .init(
            .relayCodeMade(.init(hash: "aa", id: "rc_1", expiresAt: until)), "person.relay_code_made",
            #"{"expires_at":"2026-11-21T13:40:00.250Z","hash":"aa","id":"rc_1"}"#),
        .init(
            .tokenMade(.init(hash: "aa", id: "tk_2", expiresAt: until, voucher: Person.ID("pe_1"))), "person.token_made",
            #"{"expires_at":"2026-11-21T13:40:00.250Z","hash":"aa","id":"tk_2","voucher":"pe_1"}"#),
        .init(
            .draftKept(.init(conversation: Conversation.ID("iv_1"), text: text, seq: 7)), "person.draft_kept",
            #"{"conversation":"iv_1","seq":7,"text":{"hash":"00ff","id":"tx_1"}}"#),
        .init(
            .ownerAnswered(
                .init(question: Question.ID("ow01"), filed: [.init(conversation: Conversation.ID("iv_1"), answer: "iv_1.a2")], rest: text, redactions: 1)),
            "person.owner_answered",
            #"{"filed":[{"answer":"iv_1.a2","conversation":"iv_1"}],"question":"ow01","redactions":1,"rest":{"hash":"00ff","id":"tx_1"}}"#),
        .init(
            .relayLinked(.init(relay: "slack", user: "T1:U1", code: "aa")), "person.relay_linked", #"{"code":"aa","relay":"slack","user":"T1:U1"}"#),
    ]

    static let asks: [Golden<AskEvent>] = [
        .init(.opened(.init(person: Person.ID("pe_1"), clone: CloneID("cl_1"))), "ask.opened", #"{"clone":"cl_1","person":"pe_1"}"#),
        .init(
            .asked(.init(question: text, completed: text, version: 2)), "ask.asked",
            #"{"completed":{"hash":"00ff","id":"tx_1"},"question":{"hash":"00ff","id":"tx_1"},"version":2}"#),
        .init(
            .sentence(.init(body: text, label: .commercial, passages: [Statement.ID("iv_1.s1")])), "ask.sentence",
            #"{"body":{"hash":"00ff","id":"tx_1"},"label":"commercial","passages":["iv_1.s1"]}"#),
        .init(
            .answered(.init(answer: "an_1.2", prompt: "ask@1", heldBack: ["number"])), "ask.answered",
            #"{"answer":"an_1.2","held_back":["number"],"prompt":"ask@1"}"#),
        .init(
            .refused(.init(answer: "an_1.2", reason: "not_in_clone", gap: Gap.ID("ga_1"), nearest: ["Who decides"])), "ask.refused",
            #"{"answer":"an_1.2","gap":"ga_1","nearest":["Who decides"],"reason":"not_in_clone"}"#),
        .init(
            .notified(.init(gap: Gap.ID("ga_1"), version: 2, text: text)), "ask.notified",
            #"{"gap":"ga_1","text":{"hash":"00ff","id":"tx_1"},"version":2}"#),
        .init(
            .rated(.init(answer: "an_1.2", helpful: true, comment: text)), "ask.rated",
            #"{"answer":"an_1.2","comment":{"hash":"00ff","id":"tx_1"},"helpful":true}"#),
    ]

    @Test(arguments: people.indices) func ofPeople(_ index: Int) throws {
        try Self.people[index].check {
            $0.type
        } payload: {
            try $0.payload()
        } read: {
            try PersonEvent(type: $0, payload: $1)
        }
    }

    @Test(arguments: asks.indices) func ofAsks(_ index: Int) throws {
        try Self.asks[index].check {
            $0.type
        } payload: {
            try $0.payload()
        } read: {
            try AskEvent(type: $0, payload: $1)
        }
    }
}
