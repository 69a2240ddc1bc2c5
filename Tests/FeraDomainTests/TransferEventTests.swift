import FeraDomain
import Foundation
import Testing

/// The events of a transfer's stream as they are written.
struct TransferEventTests {
    private static let account = Account.ID("ac_1"), person = Person.ID("pe_1"), clone = CloneID("cl_1"), gap = Gap.ID("ga_1")
    private static let text = TextRef(id: Identifier("tx_1"), hash: "00ff")
    private static let source = Source(
        id: Source.ID("so_1"), name: "crm.csv", mediaType: "text/csv", sha256: "ab", byteCount: 12, accounts: [account],
        counts: ReadCounts(read: 3, skipped: 1, failed: 0), supersedes: Source.ID("so_0"), notices: ["a note"])

    static let all: [Golden<TransferEvent>] = [
        .init(
            .opened(
                .init(
                    template: Template.ID("account-handoff"), title: "T", lastWorkingDay: Day(number: 20_000), language: "en",
                    participants: [Participant(person: person, roles: [.operationalOwner], routes: [.customerFacing], isHired: false)],
                    accounts: [
                        Account(
                            id: account, name: "Brask", segment: "Optics", tier: .top, renewalDate: Day(number: 20_001), value: "EUR 1", externalID: "x")
                    ], context: text)), "transfer.opened",
            #"{"accounts":[{"external_id":"x","id":"ac_1","name":"Brask","renewal_date":"2024-10-05","segment":"Optics","tier":"top","value":"EUR 1"}],"#
                + #""context":{"hash":"00ff","id":"tx_1"},"language":"en","last_working_day":"2024-10-04","#
                + #""participants":[{"hired":false,"person":"pe_1","roles":["operational_owner"],"routes":["customer-facing"]}],"#
                + #""template":"account-handoff","title":"T"}"#),
        .init(
            .participantSet(Participant(person: person, roles: [.interimHolder])), "transfer.participant_set",
            #"{"hired":true,"person":"pe_1","roles":["interim_holder"],"routes":[]}"#),
        .init(.joined(.init(person: person)), "transfer.joined", #"{"person":"pe_1"}"#),
        .init(
            .sourceAdded(.init(source: source, extraction: text)), "transfer.source_added",
            #"{"extraction":{"hash":"00ff","id":"tx_1"},"source":{"accounts":["ac_1"],"bytes":12,"counts":{"failed":0,"read":3,"skipped":1},"id":"so_1","#
                + #""media_type":"text/csv","name":"crm.csv","notices":["a note"],"sha256":"ab","supersedes":"so_0"}}"#),
        .init(
            .interviewOpened(.init(account: account, interview: Conversation.ID("iv_1"))), "transfer.interview_opened",
            #"{"account":"ac_1","interview":"iv_1"}"#),
        .init(
            .reviewed(
                ReviewDecision(
                    statement: Statement.ID("iv_1.s1"), revision: 2, route: .customerFacing, verdict: .requestChanges, text: text, reason: text, blessed: text,
                    by: person, on: Day(number: 20_000))), "transfer.reviewed",
            #"{"blessed":{"hash":"00ff","id":"tx_1"},"by":"pe_1","on":"2024-10-04","reason":{"hash":"00ff","id":"tx_1"},"revision":2,"#
                + #""route":"customer-facing","statement":"iv_1.s1","text":{"hash":"00ff","id":"tx_1"},"verdict":"request_changes"}"#),
        .init(
            .contradictionAccepted(.init(contradiction: Contradiction.ID("iv_1.c1"), reason: text, by: person)), "transfer.contradiction_accepted",
            #"{"by":"pe_1","contradiction":"iv_1.c1","reason":{"hash":"00ff","id":"tx_1"}}"#),
        .init(
            .sealBegun(.init(account: account, clone: clone, version: 1, input: text, by: person)), "transfer.seal_begun",
            #"{"account":"ac_1","by":"pe_1","clone":"cl_1","input":{"hash":"00ff","id":"tx_1"},"version":1}"#),
        .init(
            .sealed(
                .init(
                    account: account, clone: clone, version: 1, root: "aa", editions: Edition.allCases, statements: [Statement.ID("iv_1.s1")], revisions: [2])),
            "transfer.sealed",
            #"{"account":"ac_1","clone":"cl_1","editions":["open","team","account","lead","security"],"revisions":[2],"root":"aa","#
                + #""statements":["iv_1.s1"],"version":1}"#),
        .init(.sealFailed(.init(account: account, version: 1, why: "no")), "transfer.seal_failed", #"{"account":"ac_1","version":1,"why":"no"}"#),
        .init(
            .gapRaised(.init(gap: gap, account: account, label: .internal, question: text, conversation: Conversation.ID("ak_1"))), "transfer.gap_raised",
            #"{"account":"ac_1","conversation":"ak_1","gap":"ga_1","label":"internal","question":{"hash":"00ff","id":"tx_1"}}"#),
        .init(.gapChanged(.init(gap: gap, status: .asked)), "transfer.gap_changed", #"{"gap":"ga_1","status":"asked"}"#),
        .init(.signedOff(.init(account: account, version: 2, by: person)), "transfer.signed_off", #"{"account":"ac_1","by":"pe_1","version":2}"#),
        .init(.closed(.init(by: person)), "transfer.closed", #"{"by":"pe_1"}"#),
    ]

    @Test(arguments: all.indices) func isWrittenAsItStandsHere(_ index: Int) throws {
        try Self.all[index].check {
            $0.type
        } payload: {
            try $0.payload()
        } read: {
            try TransferEvent(type: $0, payload: $1)
        }
    }

    @Test func theEventsFoldToTheStateTheyTell() {
        var state = TransferState(id: Transfer.ID("tr_1"))
        for golden in Self.all { state.apply(golden.event) }
        let record = state.accounts[Self.account]
        #expect(record?.version == 1)
        #expect(record?.pendingSeal == nil)
        #expect(record?.sealedRevisions == [Statement.ID("iv_1.s1"): 2])
        #expect(record?.signedOffVersion == 2)
        #expect(record?.interview == Conversation.ID("iv_1"))
        #expect(state.gaps[Self.gap]?.status == .asked)
        #expect(state.gaps[Self.gap]?.count == 1)
        #expect(state.participants[Self.person]?.roles == [.interimHolder], "the newer part replaces the older")
        #expect(state.deciders(of: .receiving) == [Self.person])
        #expect(state.deciders(of: .customerFacing).isEmpty)
        #expect(state.isClosed)
    }

    @Test func aGapRaisedAgainIsCountedAndNotDoubled() {
        var state = TransferState(id: Transfer.ID("tr_1"))
        for conversation in ["ak_1", "ak_2", "ak_1"] {
            let id = Conversation.ID(conversation)
            state.apply(.gapRaised(.init(gap: Self.gap, account: Self.account, label: .internal, question: Self.text, conversation: id)))
        }
        #expect(state.gapOrder == [Self.gap])
        #expect(state.gaps[Self.gap]?.count == 3)
        #expect(state.gaps[Self.gap]?.conversations == [Conversation.ID("ak_1"), Conversation.ID("ak_2")])
    }
}
