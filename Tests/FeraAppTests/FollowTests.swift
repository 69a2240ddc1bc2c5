import FeraApp
import FeraDomain
import Testing

/// Following a conversation: every packet once, in order, whenever one connects; and no packet after the right is gone.
struct FollowTests {
    @Test(.timeLimit(.minutes(1)), arguments: [1, 2, 3, 4] as [UInt64])
    func everyPacketOnceAndInOrder(_ seed: UInt64) async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        _ = try await space.app.conversations.snapshot(interview, for: handover.owner)
        var random = Dice(seed)
        var followers: [(after: Int64, inbox: FollowInbox, follower: Follower)] = []
        for round in 0..<12 {
            let last = try await space.app.conversations.snapshot(interview, for: handover.owner).lastSeq ?? 0
            // While somebody speaks, others come in, from wherever they stood.
            async let said: [Packet] = handover.say("The champion is Person\(round) because of the pilot in May 2025.", interview)
            for _ in 0..<Int(random.next() % 3) {
                let after = Int64(random.next() % UInt64(last + 1))
                let inbox = FollowInbox()
                followers.append((after, inbox, try await space.app.conversations.follow(interview, after: after, for: handover.owner, deliver: inbox.deliver)))
            }
            _ = try await said
        }
        let end = try await space.app.conversations.page(interview, after: 0, limit: 500, for: handover.owner)
        #expect(end.packets.compactMap(\.seq) == Array(1...end.last))
        for (after, inbox, follower) in followers {
            let given = await inbox.upTo(end.last), got = given.map(\.packet)
            #expect(got.compactMap(\.seq) == Array((after + 1)...end.last))
            // What is read at the moment of the commit is what is read afterwards.
            #expect(got.map(\.text) == end.packets.suffix(got.count).map(\.text))
            #expect(try got.map { try json($0.added ?? []) } == end.packets.suffix(got.count).map { try json($0.added ?? []) })
            #expect(given.map(\.text) == (try got.map { try json($0) }))
            follower.stop()
        }
        #expect(space.app.hub.followerCount == 0)
        await space.app.close()
    }

    @Test(.timeLimit(.minutes(1))) func whoLosesTheRightIsCutOff() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked()
        let reader = handover["reader"]
        let ask = try await space.app.asks.open(clone, by: reader)
        let asks = FollowInbox(), owns = FollowInbox()
        let last = try await space.app.conversations.snapshot(ask, for: reader).lastSeq ?? 0
        let first = try await space.app.conversations.follow(ask, after: last, for: reader, deliver: asks.deliver)
        let interview = try #require(try await handover.account().interviewID)
        let said = try await space.app.conversations.snapshot(interview, for: handover.owner).lastSeq ?? 0
        let second = try await space.app.conversations.follow(interview, after: said, for: handover.owner, deliver: owns.deliver)
        #expect(space.app.hub.followerCount == 2)
        // Nothing is said: the change of rights alone ends it.
        try await handover.set("reader", [.sponsor])
        let cut = await asks.upTo(.max)
        #expect(cut.map(\.packet.type) == [.error])
        #expect(cut.first?.packet.code == "forbidden")
        try await handover.set("owner", [.contributor])
        #expect(await owns.upTo(.max).map(\.packet.code) == ["not_found"])
        first.stop()
        second.stop()
        #expect(space.app.hub.followerCount == 0)
        await space.app.close()
    }

    @Test(.timeLimit(.minutes(1))) func anEndedSessionEndsItsFollowing() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked()
        let directory = space.app.directory
        let link = try await directory.makeLink(for: handover["reader"].person, by: handover.manager)
        let session = try await directory.openSession(link: link.secret, isLoopback: true)
        let ask = try await space.app.asks.open(clone, by: session.principal)
        let inbox = FollowInbox()
        let follower = try await space.app.conversations.follow(ask, after: 1, for: session.principal, deliver: inbox.deliver)
        // By now the session stands in memory.
        let last = try await handover.ask("Who is the champion?", session.principal, in: ask).last?.seq ?? 0
        #expect(await inbox.upTo(last).last?.packet.type == .answerEnd)
        try await directory.check(session.principal)
        try await directory.closeSession(session.principal)
        #expect(await inbox.upTo(.max).map(\.packet.code) == ["unauthenticated"])
        #expect(try await code { try await directory.check(session.principal) } == .unauthenticated)
        follower.stop()
        await space.app.close()
    }

    @Test func aFollowerThatIsLetGoLeavesNothingBehind() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        do {
            let follower = try await space.app.conversations.follow(interview, after: 9_999, for: handover.owner) { _ in true }
            #expect(space.app.hub.followerCount == 1)
            withExtendedLifetime(follower) {}
        }
        // What the follower was just reading may hold it a moment longer; a page of the same conversation comes after it.
        await space.app.close()
        for _ in 0..<10_000 where space.app.hub.followerCount > 0 { await Task.yield() }
        #expect(space.app.hub.followerCount == 0)
    }

    @Test(.timeLimit(.minutes(1))) func whoHasGoneIsGivenNothingMore() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        let (stream, continuation) = AsyncStream<Delivery>.makeStream()
        let follower = try await space.app.conversations.follow(interview, after: 0, for: handover.owner) { packet in
            continuation.yield(packet)
            continuation.finish()
            return false
        }
        try await handover.say("The champion is Mara Lenz because of the pilot.", interview)
        var count = 0
        for await _ in stream { count += 1 }
        #expect(count == 1)
        follower.stop()
        #expect(space.app.hub.followerCount == 0)
        await space.app.close()
    }
}

/// Numbers that look random and are the same each time (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
