import FeraDomain
import Testing

@testable import FeraApp
@testable import FeraStore

/// What the hub keeps for followers, and when it does not.
struct HubTests {
    private static func page(after seq: Int64, count: Int, bytes: Int = 10) throws -> SharedPage {
        let packets = try (0..<count).map { number in
            try Delivery(Packet(.message, seq: seq + Int64(number) + 1), { _ in String(repeating: "x", count: bytes) })
        }
        guard let page = SharedPage(after: seq, packets) else { throw Missing(what: "the packets follow each other") }
        return page
    }

    private static func event(_ stream: String, _ seq: Int64, _ type: String = "interview.answered") -> StoredEvent {
        StoredEvent(position: seq, stream: stream, seq: seq, type: type, version: 1, payload: [], at: 0, by: nil, clientID: nil)
    }

    @Test func aPageIsGivenFromAnywhereInItToItsAudienceAlone() throws {
        let hub = Hub()
        let (one, two) = (hub.follow("s") {}, hub.follow("s") {})
        hub.keep(try Self.page(after: 4, count: 3), of: "s", for: .asker(version: 1, labels: [.open, .internal]), by: one, generation: hub.generation)
        let audience = Audience.asker(version: 1, labels: [.internal, .open])
        #expect([4, 5, 6, 7].map { hub.page("s", after: $0, for: audience)?.compactMap(\.packet.seq) } == [[5, 6, 7], [6, 7], [7], []])
        #expect(hub.page("s", after: 3, for: audience) == nil && hub.page("s", after: 8, for: audience) == nil)
        for other in [Audience.owner, .asker(version: 2, labels: [.open, .internal]), .asker(version: 1, labels: [.open]), .asker(version: 1, labels: [])] {
            #expect(hub.page("s", after: 4, for: other) == nil)
        }
        #expect(hub.page("t", after: 4, for: audience) == nil)
        hub.unfollow("s", one)
        hub.unfollow("s", two)
        #expect(hub.pageBytes == 0)
    }

    @Test func aPageIsOverWithTheNextCommit() throws {
        let hub = Hub()
        let one = hub.follow("s") {}
        _ = hub.follow("s") {}
        hub.keep(try Self.page(after: 0, count: 3), of: "s", for: .owner, by: one, generation: hub.generation)
        hub.publish([Self.event("other", 9)])
        #expect(hub.page("s", after: 0, for: .owner)?.count == 3)
        hub.publish([Self.event("s", 4)])
        #expect(hub.page("s", after: 0, for: .owner) == nil)
        // Read before the commit, it comes too late to be kept.
        hub.keep(try Self.page(after: 1, count: 2), of: "s", for: .owner, by: one, generation: hub.generation)
        #expect(hub.page("s", after: 1, for: .owner) == nil)
        hub.keep(try Self.page(after: 3, count: 1), of: "s", for: .owner, by: one, generation: hub.generation)
        #expect(hub.page("s", after: 3, for: .owner)?.count == 1)
    }

    @Test func whatWasReadBeforeAnErasureOrByWhoHasLeftIsNotKept() throws {
        let hub = Hub()
        let (one, two, three) = (hub.follow("s") {}, hub.follow("s") {}, hub.follow("s") {})
        let before = hub.generation
        hub.keep(try Self.page(after: 0, count: 2), of: "s", for: .owner, by: one, generation: before)
        hub.forgetPages()
        #expect(hub.page("s", after: 0, for: .owner) == nil && hub.pageBytes == 0)
        hub.keep(try Self.page(after: 0, count: 2), of: "s", for: .owner, by: one, generation: before)
        #expect(hub.page("s", after: 0, for: .owner) == nil)
        hub.unfollow("s", one)
        hub.keep(try Self.page(after: 0, count: 2), of: "s", for: .owner, by: one, generation: hub.generation)
        #expect(hub.page("s", after: 0, for: .owner) == nil, "a commit may have gone unheard meanwhile")
        hub.unfollow("s", two)
        hub.keep(try Self.page(after: 0, count: 2), of: "s", for: .owner, by: three, generation: hub.generation)
        #expect(hub.pageBytes == 0, "who follows alone shares with nobody")
    }

    @Test func pagesStayWithinTheirRoom() throws {
        let hub = Hub(roomForPages: 40_000)
        for number in 0..<100 {
            let (one, _) = (hub.follow("s\(number)") {}, hub.follow("s\(number)") {})
            hub.keep(try Self.page(after: 0, count: 1, bytes: 2000), of: "s\(number)", for: .owner, by: one, generation: hub.generation)
            #expect(hub.pageBytes <= 40_000 && hub.page("s\(number)", after: 0, for: .owner) != nil)
        }
        let (one, _) = (hub.follow("large") {}, hub.follow("large") {})
        hub.keep(try Self.page(after: 0, count: 1, bytes: 20_000), of: "large", for: .owner, by: one, generation: hub.generation)
        #expect(hub.page("large", after: 0, for: .owner) == nil, "one conversation does not take everybody's room")
    }

    @Test func packetsThatDoNotFollowEachOtherAreNoPage() throws {
        let delivery = { (seq: Int64) in try Delivery(Packet(.message, seq: seq), { _ in "" }) }
        #expect(SharedPage(after: 1, [try delivery(2), try delivery(4)]) == nil)
        #expect(SharedPage(after: 1, [try delivery(1)]) == nil)
    }

    @Test func rightsAreForgottenBeforeAnybodyIsWoken() async throws {
        let hub = Hub()
        let order = AsyncStream<String>.makeStream()
        hub.whenRightsChange { order.continuation.yield("forgotten \($0.count)") }
        _ = hub.follow("s") { order.continuation.yield("woken") }
        hub.publish([Self.event("person:pe_1", 2, "person.token_revoked")])
        order.continuation.finish()
        var heard: [String] = []
        for await one in order.stream { heard.append(one) }
        #expect(heard == ["forgotten 1", "woken"])
    }
}
