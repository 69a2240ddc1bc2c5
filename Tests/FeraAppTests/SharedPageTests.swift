import FeraApp
import FeraDomain
import Testing

/// Followers of one conversation share what the first of them read: byte by byte, with who sees the same, as long as it stands.
struct SharedPageTests {
    @Test(.timeLimit(.minutes(1))) func oneReadingServesAllWhoSeeTheSame() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        let conversations = space.app.conversations
        var last = try await conversations.snapshot(interview, for: handover.owner).lastSeq ?? 0
        let inboxes = (0..<20).map { _ in FollowInbox() }
        var followers: [Follower] = []
        for inbox in inboxes { followers.append(try await conversations.follow(interview, after: last, for: handover.owner, deliver: inbox.deliver)) }
        for round in 0..<5 {
            let before = space.app.hub.pages, from = last
            try await handover.say("The champion is Person\(round) because of the pilot in May 2025.", interview)
            let page = try await conversations.page(interview, after: from, limit: 100, for: handover.owner)
            last = page.last
            for inbox in inboxes { #expect(await inbox.upTo(last).map(\.text) == (try page.packets.map { try json($0) })) }
            let after = space.app.hub.pages
            // One commit, one page, beside the empty one of those who have just come; who came before it was kept has waited for it.
            #expect(after.kept <= before.kept + 2 && after.shared >= before.shared + 18, "\(before) \(after)")
        }
        for follower in followers { follower.stop() }
        await space.app.close()
    }

    @Test(.timeLimit(.minutes(1)), arguments: [1, 2, 3] as [UInt64]) func whoMayReadLessNeverGetsAnothersBytes(_ seed: UInt64) async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked()
        let conversations = space.app.conversations, person = handover["successor"].person
        let ask = try await space.app.asks.open(clone, by: handover["successor"])
        // The same person through what carries everything, and through channels with a ceiling.
        let principals = [nil, .internal, .open].map { Workspace.principal(person, ceiling: $0) }
        let question = "What was the discount of 12 percent traded for?"
        var random = Dice(seed)
        var all: [(principal: Principal, after: Int64, inbox: FollowInbox, follower: Follower)] = []
        var last = try await conversations.snapshot(ask, for: principals[0]).lastSeq ?? 0
        for round in 0..<4 {
            // They come in any order, from anywhere, some of them while the answer is being given.
            async let answer = handover.ask(question + (round == 1 ? "" : " \(round)"), principals[0], in: ask)
            for principal in (principals + principals).shuffled(using: &random) {
                let inbox = FollowInbox(), after = Int64(random.next() % UInt64(last + 1))
                all.append((principal, after, inbox, try await conversations.follow(ask, after: after, for: principal, deliver: inbox.deliver)))
            }
            last = try await answer.last?.seq ?? last
        }
        for (principal, after, inbox, follower) in all {
            let got = await inbox.upTo(last)
            #expect(got.compactMap(\.packet.seq) == Array((after + 1)...last))
            let own = try await conversations.page(ask, after: after, limit: 500, for: principal)
            #expect(got.map(\.text) == (try own.packets.map { try json($0) }))
            let mayRead = principal.ceiling == nil
            #expect(got.contains { $0.text.contains(Canary.commercial) } == mayRead, "\(principal.ceiling?.rawValue ?? "no ceiling") after \(after)")
            follower.stop()
        }
        #expect(space.app.hub.pages.shared > 0)
        await space.app.close()
    }

    @Test(.timeLimit(.minutes(1))) func whatWasTakenBackIsGivenToNobodyAnyMore() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        let conversations = space.app.conversations
        let early = [FollowInbox(), FollowInbox()]
        var followers: [Follower] = []
        for inbox in early { followers.append(try await conversations.follow(interview, after: 0, for: handover.owner, deliver: inbox.deliver)) }
        try await handover.say("The champion is Zorvath Quill because of the pilot in May 2025.", interview)
        var last = try await conversations.page(interview, after: 0, limit: 500, for: handover.owner).last
        for inbox in early { #expect(await inbox.upTo(last).contains { $0.text.contains("Zorvath") }) }
        let line = try await handover.line("Zorvath")
        _ = try await handover.app.reviews.pass(line.id, .withdraw, text: nil, revision: line.revision, by: handover.owner)
        last = try await conversations.page(interview, after: 0, limit: 500, for: handover.owner).last
        for inbox in early { _ = await inbox.upTo(last) }
        for _ in 0..<2 {
            let late = FollowInbox()
            followers.append(try await conversations.follow(interview, after: 0, for: handover.owner, deliver: late.deliver))
            let got = await late.upTo(last)
            let own = try await conversations.page(interview, after: 0, limit: 500, for: handover.owner)
            #expect(got.map(\.text) == (try own.packets.map { try json($0) }))
            #expect(!got.contains { $0.packet.type == .statements && $0.text.contains("Zorvath") })
        }
        for follower in followers { follower.stop() }
        await space.app.close()
    }

    @Test(.timeLimit(.minutes(1))) func nothingIsKeptWhenNobodyFollows() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        let conversations = space.app.conversations, hub = space.app.hub
        let alone = FollowInbox()
        let first = try await conversations.follow(interview, after: 0, for: handover.owner, deliver: alone.deliver)
        try await handover.say("The champion is Mara Lenz because of the pilot.", interview)
        var last = try await conversations.page(interview, after: 0, limit: 500, for: handover.owner).last
        _ = await alone.upTo(last)
        #expect(hub.pageBytes == 0 && hub.pages.kept == 0, "who follows alone shares with nobody")
        let other = FollowInbox()
        let second = try await conversations.follow(interview, after: 0, for: handover.owner, deliver: other.deliver)
        try await handover.say("The blocker is Jonas Weil because of the audit.", interview)
        last = try await conversations.page(interview, after: 0, limit: 500, for: handover.owner).last
        for inbox in [alone, other] { _ = await inbox.upTo(last) }
        #expect(hub.pageBytes > 0)
        first.stop()
        second.stop()
        #expect(hub.pageBytes == 0)
        await space.app.close()
    }
}
