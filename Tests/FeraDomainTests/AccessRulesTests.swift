import FeraDomain
import Testing

/// Labels, editions and the rights of parts.
struct AccessRulesTests {
    @Test func labelsOfRolesAreThoseOfTheTable() {
        let table: [Role: Set<Label>] = [
            .owner: [], .contributor: [], .reviewer: [], .sponsor: [], .admin: [], .relay: [], .reader: [.open, .internal],
            .successor: [.open, .internal, .commercial], .interimHolder: [.open, .internal, .commercial], .steward: [.open, .internal, .commercial],
            .operationalOwner: [.open, .internal, .commercial], .manager: [.open, .internal, .commercial, .personnel],
        ]
        #expect(Set(table.keys) == Set(Role.allCases))
        for (role, labels) in table { #expect(AccessRules.sealedLabels(of: role) == labels, "\(role)") }
        #expect(AccessRules.capabilities(of: Role.admin).isEmpty && AccessRules.capabilities(of: Role.relay).isEmpty)
    }

    @Test func aCeilingOnlyTakesAway() {
        for role in Role.allCases {
            let routeSets: [Set<ReviewRoute>] = [[], [.security], Set(ReviewRoute.allCases)]
            for routes in routeSets {
                let part = Participant(person: Person.ID("pe_1"), roles: [role], routes: routes)
                let all = AccessRules.sealedLabels(of: part)
                #expect(!all.contains(.private))
                for ceiling in Label.allCases {
                    let some = AccessRules.sealedLabels(of: part, ceiling: ceiling)
                    #expect(some.isSubset(of: all))
                    #expect(some.allSatisfy { $0.strictness <= ceiling.strictness })
                }
            }
        }
    }

    @Test func editionsHoldNothingThatTheReaderMayNotRead() {
        let labels = Label.allCases
        for bits in 0..<(1 << labels.count) {
            let set = Set(labels.indices.filter { bits & (1 << $0) != 0 }.map { labels[$0] })
            let editions = AccessRules.editions(for: set)
            for edition in editions { #expect(edition.labels.isSubset(of: set), "\(set)") }
            #expect(editions.count <= 2)
            #expect(editions.contains(.security) == set.contains(.security))
            // Nothing wider would have been allowed.
            let joined = editions.first { $0 != .security }.map(\.labels.count) ?? 0
            #expect(!Edition.allCases.contains { $0 != .security && $0.labels.isSubset(of: set) && $0.labels.count > joined })
        }
    }

    @Test func theStricterOfTwoWins() {
        for a in Label.allCases {
            for b in Label.allCases {
                #expect(a.stricter(b) == b.stricter(a))
                #expect(a.stricter(b).strictness == max(a.strictness, b.strictness))
            }
        }
        #expect(Label.sealed.map(\.strictness) == [0, 1, 2, 3, 4])
    }

    @Test func routesComeWithRoles() {
        func decides(_ role: Role, _ routes: Set<ReviewRoute> = []) -> Set<ReviewRoute> {
            Participant(person: Person.ID("pe_1"), roles: [role], routes: routes).decides
        }
        #expect(decides(.successor) == [.receiving])
        #expect(decides(.interimHolder) == [.receiving])
        #expect(decides(.manager) == [.people])
        #expect(decides(.operationalOwner).isEmpty)
        #expect(decides(.reviewer, [.regulated]) == [.regulated])
        let security = Participant(person: Person.ID("pe_1"), roles: [.reviewer], routes: [.security])
        #expect(AccessRules.sealedLabels(of: security) == [.security])
        #expect(AccessRules.capabilities(of: security).isSuperset(of: [.ask, .readClone, .review]))
        let legal = Participant(person: Person.ID("pe_1"), roles: [.reviewer], routes: [.regulated])
        #expect(AccessRules.capabilities(of: legal).isDisjoint(with: [.ask, .readClone]))
    }
}
