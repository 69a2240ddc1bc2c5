import FeraApp
import FeraDomain
import FeraStore
import Testing

/// What a client hears of an error, and what only the log does.
struct ErrorTests {
    static let codes: [StoreError.Code] = [
        .conflict, .busy, .tooLarge, .invalid, .full, .failed, .unknownOutcome, .closed, .newerSchema, .foreignFile, .locked, .projection, .notFound, .damaged,
    ]

    @Test(arguments: codes) func nothingOfTheInsideIsTold(_ code: StoreError.Code) throws {
        let inside = "UNIQUE constraint failed: quxtable.column\nat /srv/quxpath/fera.sqlite"
        let error = AppError.of(StoreError(code, inside))
        let told = error.detail + (try json(error.members)) + (try json(Packet.error(error)))
        #expect(!told.contains("qux"), "\(told)")
        #expect("\(error)".contains("quxtable") && "\(error)".contains("quxpath") && !"\(error)".contains("\n"), "\(error)")
    }

    @Test func ofAForeignErrorOnlyTheTypeIsLogged() throws {
        let error = AppError.of(Missing(what: "quxwords"))
        #expect(error.code == .internalError)
        #expect("\(error)".contains("Missing") && !"\(error)".contains("quxwords"))
    }

    @Test func whoIsRefusedForWantOfRoomHearsWhenToComeBack() {
        #expect(Packet.error(AppError.of(StoreError(.busy, "4096 wait"))).retryAfterMs == 1000)
        #expect(Packet.error(AppError(.busy, "Later.", members: ["retry_after_ms": .number(2500)])).retryAfterMs == 2500)
        #expect(Packet.error(AppError(.state, "Not now.")).retryAfterMs == nil)
    }

    @Test func whatIsToldOverAConversationIsLogged() async throws {
        let space = try await Workspace.open()
        let told = space.app.journal.told(StoreError(.failed, "disk I/O error"), "a message")
        #expect(space.log.lines == ["a message: \(told)"])
        _ = space.app.journal.told(AppError(.state, "Not now."), "a message")
        #expect(space.log.lines.count == 1, "what is nobody's failure is no line")
        await space.app.close()
    }
}
