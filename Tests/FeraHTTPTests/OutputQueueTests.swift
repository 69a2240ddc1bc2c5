import Glibc
import Testing

@testable import FeraHTTP

/// What waits for one peer.
@Suite struct OutputQueueTests {
    /// Somebody who always takes some and never all: only what waits is kept, and every byte comes in order.
    @Test func whatIsSentLeavesNothingBehind() throws {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &ends) == 0)
        defer { for end in ends { close(end) } }
        var queue = OutputQueue(), room = [UInt8](repeating: 0, count: 3 * OutputQueue.joined), taken = 0, wrong = 0, made = 0
        for _ in 0..<200 {
            while queue.byteCount < 1 << 20 {
                queue.append([UInt8](repeating: UInt8(truncatingIfNeeded: made), count: OutputQueue.joined + 1))
                made += 1
            }
            #expect(queue.flush(ends[0], more: false).outcome == .blocked)
            let count = recv(ends[1], &room, room.count, 0)
            // Some of the bytes tell.
            for index in stride(from: 0, to: count, by: 61) where room[index] != UInt8(truncatingIfNeeded: (taken + index) / (OutputQueue.joined + 1)) {
                wrong += 1
            }
            taken += count
        }
        let places = try #require(Mirror(reflecting: queue).children.first { $0.label == "rest" }?.value as? [[UInt8]])
        #expect(made > 300 && wrong == 0 && places.count < 150)
    }
}
