import FeraApp
import FeraDomain
import FeraJSON
import Foundation

/// `json`: microseconds of CPU to read and write what is read and written most, by Foundation, through `Codable` and by hand.
enum JSONBench {
    static func run(_ arguments: [String]) async throws {
        var packet = Packet(.turn, seq: 41)
        packet.turnID = "t_12"
        packet.kind = "ask"
        packet.text = "Who decides about the renewal in March, and what would make them leave? You said that the board looks at it in spring."
        packet.why = "The record does not say who decides."
        packet.chapter = .relationships
        packet.probes = ["What did they ask for last year?", "Who else is heard?"]
        let said = #"{"type":"message","client_message_id":"6f1c1b9e-2d1c","turn_id":"t_12","text":"Dana decides; the renewal is in March."}"#
        let event = Array(
            #"{"answer":"an_1","field":"renewal.date","origin":{"client_id":"6f1c1b9e","person":"pe_01"},"places":[{"end":40,"start":3}],"text":{"id":7}}"#.utf8
        )
        let (writer, reader) = (JSONEncoder(), JSONDecoder())
        writer.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try report(
            "write a packet",
            [
                ("Foundation", { _ = try writer.encode(packet) }), ("Codable", { _ = try JSONWriter().bytes(packet) }), ("by hand", { _ = try packet.json() }),
            ])
        try report(
            "read a client's packet",
            [
                ("Foundation", { _ = try reader.decode(ClientPacket.self, from: Data(said.utf8)) }),
                ("Codable", { _ = try JSONReader().decode(ClientPacket.self, from: said) }),
            ])
        try report(
            "read an event of any form",
            [
                ("Foundation", { _ = try reader.decode(JSONValue.self, from: Data(event)) }),
                ("Codable", { _ = try JSONReader().decode(JSONValue.self, from: event) }),
            ])
    }

    private static func report(_ what: String, _ ways: [(name: String, run: () throws -> Void)]) throws {
        let times = try ways.map { way in "\(way.name) \(decimal(try time(way.run), 2))" }
        print("\(what): \(times.joined(separator: " · ")) µs")
    }

    /// The least of five runs, in microseconds of this thread's CPU.
    private static func time(_ run: () throws -> Void) throws -> Double {
        let count = 20_000
        var best = Double.infinity
        for _ in 0..<5 {
            let start = cpu()
            for _ in 0..<count { try run() }
            best = min(best, (cpu() - start) / Double(count))
        }
        return best
    }

    private static func cpu() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
}
