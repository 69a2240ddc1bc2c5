import FeraApp
import FeraDomain
import Testing

/// Links, sessions, tokens, codes: once, for a while, and gone when taken away.
struct DirectoryTests {
    private func house() async throws -> (space: Workspace, person: Person, who: Principal) {
        let space = try await Workspace.open()
        let person = try await space.app.directory.register(name: "Mo Member", email: nil, roles: [], by: nil)
        return (space, person, Workspace.principal(person.id))
    }

    @Test func aTransferKeepsAManager() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover(files: false)
        let me = try await space.app.directory.person(handover.manager.person)
        func step(_ email: String?, _ name: String, _ roles: Set<Role>) async throws -> AppError.Code? {
            try await code { try await space.app.transfers.set(ParticipantForm(name: name, email: email, roles: roles), in: handover.id, by: handover.manager) }
        }
        #expect(try await step(me.email, me.name, [.sponsor]) == .state)
        #expect(try await step(me.email, me.name, [.manager, .sponsor]) == nil)
        #expect(try await step("deputy@example.com", "Opal Deputy", [.manager]) == nil)
        #expect(try await step(me.email, me.name, [.sponsor]) == nil, "there is another one now")
        #expect(try await handover.state().people(with: .manager) == [handover["deputy"].person])
        await space.app.close()
    }

    @Test func tokensAreListedByTheirNames() async throws {
        let (space, person, who) = try await house()
        let directory = space.app.directory
        let first = try await directory.makeToken(for: person.id, ceiling: .internal, days: 1, name: " Nightly report ", by: who)
        let second = try await directory.makeToken(for: person.id, ceiling: nil, days: 9, by: who)
        let list = try await directory.tokens(of: who)
        #expect(list.map(\.id) == [first.id, second.id])
        #expect(list.map(\.name) == ["Nightly report", nil])
        #expect(list.map(\.labelCeiling) == [.internal, nil])
        #expect(try !json(list).contains("fera_"))
        #expect(try await code { try await directory.tokens(of: try await directory.principal(secret: first.token)) } == .forbidden)
        let long = String(repeating: "n", count: 201)
        #expect(try await code { try await directory.makeToken(for: person.id, ceiling: nil, days: 1, name: long, by: who) } == .invalid)
        space.clock.advance(days: 2)
        #expect(try await directory.tokens(of: who).map(\.id) == [second.id], "what has expired is gone")
        try await directory.revokeToken(second.id, by: who)
        #expect(try await directory.tokens(of: who).isEmpty)
        await space.app.close()
    }

    @Test func whoMakesALinkReachesNothingElseWithIt() async throws {
        let space = try await Workspace.open()
        let directory = space.app.directory
        let first = try await space.handover(files: false)
        let victim = first["successor"].person
        // The manager names somebody, opens their link and makes a token that lasts.
        let manager = Principal(person: space.manager.person, workspaceRoles: [.manager], credential: .session("theirs"))
        let opened = try await directory.openSession(link: try await directory.makeLink(for: victim, by: manager).secret, isLoopback: true)
        let token = try await directory.makeToken(for: victim, ceiling: nil, days: 3650, by: opened.principal).token
        let code = try await directory.makeRelayCode(by: opened.principal).code
        _ = try await directory.linkRelay("slack", user: "T1/U1", code: code)
        // Another manager names the same person later.
        let other = try await directory.register(name: "Otto Manager", email: "otto@example.com", roles: [.manager], by: nil)
        let part = try #require(Workspace.cast.first { $0.key == "successor" }).form
        let theirs = try await space.app.transfers.open(
            Opening(
                template: Template.ID("account-handoff"), title: nil, scope: "Another account", reason: "Another reason",
                lastWorkingDay: space.clock.now.day.adding(days: 30),
                people: [part, ParticipantForm(name: "Olga Owner", roles: [.owner])],
                accounts: [AccountForm(name: "Quarrel & Sons", segment: nil, tier: .mid, renewalDate: nil, value: nil)]),
            by: Workspace.principal(other.id, [.manager]))
        let borrowed = [
            opened.principal, try await directory.principal(secret: token),
            try #require(try await directory.relayPrincipal("slack", user: "T1/U1", ceiling: .internal)),
        ]
        let (mine, another) = (try await space.app.transfers.state(first.id), try await space.app.transfers.state(theirs))
        for principal in borrowed {
            #expect(Gate.pass(principal, in: mine) != nil)
            #expect(Gate.pass(principal, in: another) == nil, "\(principal.credential)")
        }
        // An admin's link opens both.
        let ada = try await directory.register(name: "Ada", email: nil, roles: [.admin], by: nil)
        let admin = Principal(person: ada.id, workspaceRoles: [.admin], credential: .session("hers"))
        let whole = try await directory.openSession(link: try await directory.makeLink(for: victim, by: admin).secret, isLoopback: true).principal
        #expect(Gate.pass(whole, in: mine) != nil && Gate.pass(whole, in: another) != nil)
        await space.app.close()
    }

    @Test func aLinkWorksOnceAndForAWhile() async throws {
        let (space, person, _) = try await house()
        let directory = space.app.directory
        let link = try await directory.makeLink(for: person.id, by: space.manager)
        let session = try await directory.openSession(link: link.secret, isLoopback: true)
        #expect(session.principal.person == person.id)
        #expect(try await directory.principal(secret: session.session).person == person.id)
        #expect(try await code { try await directory.openSession(link: link.secret, isLoopback: true) } == .linkUsed)
        let late = try await directory.makeLink(for: person.id, by: space.manager)
        space.clock.advance(hours: 73)
        #expect(try await code { try await directory.openSession(link: late.secret, isLoopback: true) } == .linkExpired)
        #expect(try await code { try await directory.openSession(link: "guess", isLoopback: true) } == .unauthenticated)
        // A session is no link, a link no session.
        #expect(try await code { try await directory.openSession(link: session.session, isLoopback: true) } == .unauthenticated)
        #expect(try await code { try await directory.principal(secret: late.secret) } == .unauthenticated)
        await space.app.close()
    }

    @Test func ofTwentyThatUseALinkOneGetsIn() async throws {
        let (space, person, _) = try await house()
        let link = try await space.app.directory.makeLink(for: person.id, by: space.manager)
        let codes = try await together(20) { _ in try await code { try await space.app.directory.openSession(link: link.secret, isLoopback: true) } }
        #expect(codes.count { $0 == nil } == 1)
        #expect(codes.count { $0 == .linkUsed } == 19)
        await space.app.close()
    }

    @Test func sessionsEnd() async throws {
        let (space, person, _) = try await house()
        let directory = space.app.directory
        func session() async throws -> (session: String, principal: Principal, expiresAt: Timestamp) {
            try await directory.openSession(link: try await directory.makeLink(for: person.id, by: space.manager).secret, isLoopback: true)
        }
        let first = try await session(), second = try await session()
        try await directory.closeSession(try await directory.principal(secret: first.session))
        #expect(try await code { try await directory.principal(secret: first.session) } == .unauthenticated)
        #expect(try await code { try await directory.check(first.principal) } == .unauthenticated)
        #expect(try await directory.principal(secret: second.session).person == person.id)
        space.clock.advance(hours: 12)
        #expect(try await code { try await directory.principal(secret: second.session) } == .unauthenticated)
        await space.app.close()
    }

    @Test func tokensAreRevokedExpireAndNeverWiden() async throws {
        let (space, person, who) = try await house()
        let directory = space.app.directory
        let made = try await directory.makeToken(for: person.id, ceiling: .internal, days: 1, by: who)
        let token = try await directory.principal(secret: made.token)
        #expect(token.ceiling == .internal)
        #expect(try await code { try await directory.makeToken(for: person.id, ceiling: nil, days: 1, by: token) } == .forbidden)
        #expect(try await code { try await directory.makeToken(for: person.id, ceiling: .commercial, days: 1, by: token) } == .forbidden)
        #expect(try await code { try await directory.makeToken(for: person.id, ceiling: .open, days: 1, by: token) } == nil)
        // Not for anybody else, and taken away by nobody else.
        #expect(try await code { try await directory.makeToken(for: space.manager.person, ceiling: .open, days: 1, by: token) } == .forbidden)
        var stranger = Workspace.principal(space.manager.person)
        stranger.credential = .token("other")
        #expect(try await code { try await directory.revokeToken(made.id, by: stranger) } == .notFound)
        let other = try await directory.makeToken(for: person.id, ceiling: nil, days: 1, by: who)
        try await directory.revokeToken(made.id, by: who)
        #expect(try await code { try await directory.principal(secret: made.token) } == .unauthenticated)
        #expect(try await directory.principal(secret: other.token).person == person.id)
        space.clock.advance(days: 1)
        #expect(try await code { try await directory.principal(secret: other.token) } == .unauthenticated)
        await space.app.close()
    }

    @Test func demonstrationLinksWorkHereOnlyAndAgain() async throws {
        let (space, person, _) = try await house()
        let directory = space.app.directory
        let demo = try await directory.makeLink(for: person.id, by: space.manager, isDemo: true)
        #expect(try await code { try await directory.openSession(link: demo.secret, isLoopback: false) } == .unauthenticated)
        for _ in 1...3 { #expect(try await code { try await directory.openSession(link: demo.secret, isLoopback: true) } == nil) }
        space.clock.advance(hours: 25)
        #expect(try await code { try await directory.openSession(link: demo.secret, isLoopback: true) } == .linkExpired)
        await space.app.close()
    }

    @Test func aRelayCodeLinksOneUserOnce() async throws {
        let (space, person, who) = try await house()
        let directory = space.app.directory
        let made = try await directory.makeRelayCode(by: who)
        let codes = try await together(20) { number in try await code { try await directory.linkRelay("slack", user: "T1:U\(number)", code: made.code) } }
        #expect(codes.count { $0 == nil } == 1)
        let winner = try #require(codes.firstIndex { $0 == nil })
        #expect(try await directory.relayPrincipal("slack", user: "T1:U\(winner)", ceiling: .open)?.person == person.id)
        #expect(try await directory.relayPrincipal("slack", user: "T1:U\((winner + 1) % 20)", ceiling: .open) == nil)
        let late = try await directory.makeRelayCode(by: who)
        space.clock.advance(hours: 1)
        #expect(try await code { try await directory.linkRelay("slack", user: "T1:U99", code: late.code) } == .unauthenticated)
        await space.app.close()
    }

    @Test func onlyAnAdminGivesRightsOverTheWorkspace() async throws {
        let (space, _, who) = try await house()
        let directory = space.app.directory
        #expect(try await code { try await directory.register(name: "X", email: nil, roles: [], by: who) } == .forbidden)
        #expect(try await code { try await directory.register(name: "X", email: nil, roles: [.admin], by: space.manager) } == .forbidden)
        #expect(try await code { try await directory.register(name: "X", email: nil, roles: [], by: space.manager) } == nil)
        let admin = Workspace.principal(who.person, [.admin])
        #expect(try await code { try await directory.register(name: "X", email: nil, roles: [.steward], by: admin) } == nil)
        #expect(try await code { try await directory.register(name: "X", email: nil, roles: [.owner], by: admin) } == .invalid)
        #expect(try await code { try await directory.register(name: " ", email: nil, roles: [], by: nil) } == .invalid)
        #expect(try await code { try await directory.register(name: String(repeating: "x", count: 201), email: nil, roles: [], by: nil) } == .invalid)
        await space.app.close()
    }
}

/// Runs a body so many times at once and gives what came of each, in the order of the numbers.
func together<R: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> R) async throws -> [R] {
    try await withThrowingTaskGroup(of: (Int, R).self) { group in
        for number in 0..<count { group.addTask { (number, try await body(number)) } }
        var all: [Int: R] = [:]
        for try await (number, result) in group { all[number] = result }
        return (0..<count).compactMap { all[$0] }
    }
}
