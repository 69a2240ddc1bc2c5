import FeraApp
import FeraDomain
import FeraTestSupport
import Foundation
import Synchronization
import Testing

/// The order of an owner's accounts, and the warning while there is time.
@Suite struct PortfolioRouteTests {
    /// A clock that a test moves. 2026-06-01 is a Monday.
    final class Watch: Sendable {
        private let day = Mutex(Day(year: 2026, month: 6, day: 1)?.number ?? 0)
        var now: Timestamp { Timestamp(milliseconds: Int64(day.withLock { $0 }) * 86_400_000 + 36_000_000) }
        func advance(days: Int) { day.withLock { $0 += days } }
    }

    static var accounts: [Object] {
        [
            ["name": "Aspen", "tier": "mid", "value": "EUR 20,000"], ["name": "Birch", "tier": "top", "value": "EUR 90,000"],
            ["name": "Cedar", "tier": "top", "value": "EUR 10,000", "renewal_date": "2026-07-15"], ["name": "Dogwood", "tier": "tail"],
            ["name": "Elm", "tier": "top", "value": "EUR 300,000"],
        ]
    }

    private func opened(_ house: House, last: String) async throws -> Road {
        var road = Road(house: house)
        for (who, roles) in [(Who.manager, [Role.manager]), (.otherManager, [.manager]), (.owner, []), (.successor, []), (.stranger, []), (.sponsor, [])] {
            let id = try await house.register("The \(who)", email: who.email, roles: Set(roles))
            road.people[who] = id
            road.clients[who] = try await house.client(id)
        }
        let form: Object = [
            "template": "account-handoff", "scope": "Five accounts", "reason": "A new job", "last_working_day": last,
            "people": [Who.owner, .successor, .sponsor].compactMap(\.participant), "accounts": Self.accounts,
        ]
        let answer = try await road.client(.manager).post("/v1/transfers", form).expecting(201).object()
        road.transfer = answer["id"] as? String ?? ""
        road.account = (answer["accounts"] as? [Object])?.first { $0["name"] as? String == "Elm" }?["id"] as? String ?? ""
        return road
    }

    private func plan(_ client: HTTPClient, _ query: String = "") async throws -> Object? {
        try await client.get("/v1/portfolio\(query)").expecting(200).items().first
    }

    @Test func ownerAndManagerReadTheOrderAndThePace() async throws {
        let watch = Watch()
        try await inHouse(now: { watch.now }) { house in
            let road = try await opened(house, last: "2026-06-30")
            let mine = try #require(try await plan(road.client(.owner)))
            let names = (mine["accounts"] as? [Object])?.compactMap { $0["name"] as? String }
            #expect(names == ["Cedar", "Elm", "Birch", "Aspen", "Dogwood"], "the top tier first, what renews soon before what is rich")
            let cedar = try #require((mine["accounts"] as? [Object])?.first)
            let reasons = try #require(cedar["reasons"] as? [String])
            #expect(reasons.contains("It renews on 15 July 2026, soon after the last working day.") && reasons.first?.hasPrefix("Top tier") == true)
            #expect(reasons.contains { $0.hasPrefix("Not begun") })
            #expect(mine["sittings_a_week"] as? Int == 2 && mine["pace_is"] as? String == "assumed" && mine["total"] as? Int == 5)
            let theirs = try #require(try await plan(road.client(.manager)))
            #expect((theirs["owner"] as? Object)?["name"] as? String == "The owner" && theirs["pace"] as? String == mine["pace"] as? String)
            #expect((theirs["accounts"] as? [Object])?.compactMap { $0["name"] as? String } == names)
            // At a slow pace some are left, and the sentence says which and what would do.
            let slow = try #require(try await plan(road.client(.owner), "?sittings_a_week=1"))
            let pace = try #require(slow["pace"] as? String)
            #expect(slow["warns"] as? Bool == true && slow["pace_is"] as? String == "asked")
            #expect(pace.hasPrefix("At 1 sitting a week, ") && pace.contains("of 5 accounts will not be done by 30 June 2026: "), "\(pace)")
            let needed = try #require(slow["needed_a_week"] as? Int)
            #expect(pace.contains("\(needed) a week would do."))
            #expect(try await plan(road.client(.owner), "?sittings_a_week=\(needed)")?["warns"] as? Bool == false)
            #expect(try await plan(road.client(.owner), "?sittings_a_week=\(needed - 1)")?["warns"] as? Bool == true)
            for query in ["0", "11", "two", ""] {
                #expect(try await road.client(.owner).get("/v1/portfolio?sittings_a_week=\(query)").status == 400, "\(query)")
            }
            for who in [Who.successor, .sponsor, .stranger, .otherManager] {
                #expect(try await road.client(who).get("/v1/portfolio").expecting(200).items().isEmpty, "\(who)")
            }
            #expect(try await house.nobody.get("/v1/portfolio").status == 401)
        }
    }

    @Test func theManagerIsWarnedOnTheBoardWhileThereIsTime() async throws {
        let watch = Watch()
        try await inHouse(now: { watch.now }, { $0.access.tokenDays = 400 }) { house in
            let road = try await opened(house, last: "2026-08-31")
            func warnings(_ who: Who) async throws -> [String] {
                try await road.client(who).get(road.base).expecting(200).object()["warnings"] as? [String] ?? []
            }
            #expect(try await warnings(.manager).isEmpty, "three months are enough")
            watch.advance(days: 77)
            let told = try await warnings(.manager)
            #expect(told.count == 1 && told[0].hasPrefix("The owner: At 2 sittings a week, "), "\(told)")
            #expect(told[0].contains("will not be done by 31 August 2026"))
            #expect(try await road.client(.manager).get("/v1/transfers").expecting(200).text.contains("will not be done by 31 August 2026"))
            for who in [Who.owner, .successor, .sponsor] { #expect(try await warnings(who).isEmpty, "\(who)") }
            // What was told is not waited for any more: the pace is what it has been, and an account that is over needs no time.
            let interview = try await road.client(.owner).post("\(road.base)/interviews", ["account_id": road.account]).expecting(201).member("id") ?? ""
            _ = try await road.client(.owner).get("/v1/conversations/\(interview)").expecting(200)
            _ = try await road.client(.owner).post(
                "/v1/conversations/\(interview)/messages", ["type": "message", "client_message_id": "a", "text": "It is calm because they like us."])
            _ = try await road.client(.owner).post("/v1/conversations/\(interview)/messages", ["type": "action", "client_message_id": "b", "action": "stop"])
                .expecting(200)
            let plan = try #require(try await plan(road.client(.owner)))
            #expect((plan["accounts"] as? [Object])?.count == 4 && plan["total"] as? Int == 5 && plan["pace_is"] as? String == "assumed")
            watch.advance(days: 8)
            let later = try #require(try await self.plan(road.client(.owner)))
            #expect(later["pace_is"] as? String == "observed" && later["sittings_a_week"] as? Int == 1)
            // Past the last day there is nothing left to plan on the board; the plan itself says what was not told.
            watch.advance(days: 30)
            #expect(try await warnings(.manager).isEmpty)
            let past = try #require(try await self.plan(road.client(.manager)))
            #expect((past["pace"] as? String)?.contains("has passed, and 4 of 5 accounts are not told") == true, "\(past["pace"] ?? "")")
            _ = try await road.client(.manager).post("\(road.base)/close", [:]).expecting(200)
            #expect(try await road.client(.manager).get("/v1/portfolio").expecting(200).items().isEmpty)
        }
    }
}
