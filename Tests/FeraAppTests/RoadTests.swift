import FeraApp
import FeraDomain
import Testing

struct RoadTests {
    @Test func probe() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        for line in try await handover.lines() { print(line.label, line.routes, line.field, line.status, line.text, line.evidence.map(\.quote)) }
        print(try await handover.account())
        try await handover.finishPass()
        print(try await handover.preview().blockers)
        try await handover.approveEverything(blessing: "Hello open")
        print(try await handover.preview().blockers)
        print(try await handover.lock())
        print(try json(try await handover.ask("Who is the champion?", handover["successor"])))
        print(try json(try await handover.ask("Which lawn mower do they own?", handover["successor"])))
        print(try await handover.account())
        await space.app.close()
    }
}
