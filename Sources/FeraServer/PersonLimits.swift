import FeraApp
import FeraDomain
import FeraHTTP
import Synchronization

/// How much each person asks and how many conversations are open, over sockets and event streams alike.
final class PersonLimits: Sendable {
    private struct Entry {
        var requests = TokenBucket()
        var open = 0
    }

    private struct State {
        var people: [Person.ID: Entry] = [:]
        var open = 0
        var sweptAt: UInt64 = 0
    }

    private let limits: Configuration.Limits
    private let clock: ServerClock
    private let state = Mutex(State())

    init(_ limits: Configuration.Limits, clock: ServerClock) {
        self.limits = limits
        self.clock = clock
    }

    /// Conversations that are open.
    var open: Int { state.withLock { $0.open } }

    /// Counts a request, or a message on a socket.
    /// - Throws: `.busy` with `retry_after_ms`.
    func ask(_ person: Person.ID) throws {
        guard limits.requestsPerPerson > 0 else { return }
        let now = clock.now
        let wait = state.withLock { state in
            sweep(&state, now)
            return state.people[person, default: Entry()].requests.takeWhole(rate: limits.requestsPerPerson, now: now)
        }
        if let wait {
            throw Self.busy("You ask more than the \(limits.requestsPerPerson) times a second that one person may (limits.requests_per_person).", after: wait)
        }
    }

    /// Opens a conversation; it counts until the seat is left or let go.
    /// - Throws: `.busy` with `retry_after_ms`.
    func sit(_ person: Person.ID) throws -> Seat {
        let refusal = state.withLock { state -> String? in
            if state.open >= limits.openConversations {
                return "As many conversations are open as this server is set to hold (limits.open_conversations)."
            }
            if state.people[person]?.open ?? 0 >= limits.conversationsPerPerson {
                return "You have as many conversations open as one person may (limits.conversations_per_person)."
            }
            state.open += 1
            state.people[person, default: Entry()].open += 1
            return nil
        }
        if let refusal { throw Self.busy(refusal, after: .seconds(1)) }
        return Seat { [weak self] in self?.stand(person) }
    }

    private func stand(_ person: Person.ID) {
        state.withLock { state in
            state.open -= 1
            state.people[person]?.open -= 1
        }
    }

    private static func busy(_ why: String, after wait: Duration) -> AppError {
        let seconds = max(1, Int((wait / .seconds(1)).rounded(.up)))
        return AppError(.busy, "\(why) Send it again after \(seconds) s.", members: ["retry_after_ms": .number(Double(seconds) * 1000)])
    }

    /// Forgets who holds nothing and has not asked of late.
    private func sweep(_ state: inout State, _ now: UInt64) {
        guard now >= state.sweptAt &+ 10_000_000_000 else { return }
        state.sweptAt = now
        state.people = state.people.filter { _, entry in
            var requests = entry.requests
            return entry.open > 0 || !requests.isFull(rate: limits.requestsPerPerson, now: now)
        }
    }
}

/// One open conversation's place among those that may be open.
final class Seat: Sendable {
    private let onLeave: Mutex<(@Sendable () -> Void)?>

    init(_ onLeave: @escaping @Sendable () -> Void) { self.onLeave = Mutex(onLeave) }

    deinit { leave() }

    /// Gives the place back; doing it again changes nothing.
    func leave() {
        onLeave.withLock { leave in
            defer { leave = nil }
            return leave
        }?()
    }
}
