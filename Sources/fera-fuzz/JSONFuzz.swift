import FeraApp
import FeraClone
import FeraJSON
import Foundation

@testable import FeraHTTP

/// JSON bodies, decoded as the routes and the sockets decode them.
enum JSONFuzz {
    static func bodies(_ bytes: [UInt8]) -> Int32 {
        let head = RequestHead(
            method: "POST", target: "/", minorVersion: 1, headers: Headers([("Content-Type", "application/json")]), framing: .none, keepAlive: true,
            expectsContinue: false)
        var request = Request(head: head, components: [], match: nil, peer: "", client: "")
        request.body = bytes
        decode(Opening.self, request)
        decode(ParticipantForm.self, request)
        decode(DecisionForm.self, request)
        decode(SealInput.self, request)
        decode(Configuration.self, request)
        if let packet = decode(ClientPacket.self, request) {
            // What was read can be written and read again.
            hold(
                (try? JSONWriter().bytes(packet)).map { (try? JSONReader().decode(ClientPacket.self, from: $0)) != nil } == true,
                "a packet cannot be written")
        }
        _ = request.formItems
        return 0
    }

    /// Any text, beside Foundation: what is read here it reads too, and what was read is written and read as the same again.
    static func texts(_ bytes: [UInt8]) -> Int32 {
        guard let value = try? JSONReader().decode(FeraApp.JSONValue.self, from: bytes) else { return 0 }
        hold((try? JSONDecoder().decode(FeraApp.JSONValue.self, from: Data(bytes))) != nil, "only one of two readers takes it")
        for order in [JSONWriter.KeyOrder.sorted, .asWritten] {
            let written = try? JSONWriter(order).bytes(value)
            hold(written.flatMap { try? JSONReader().decode(FeraApp.JSONValue.self, from: $0) } == value, "what was read is written as something else")
        }
        hold((try? JSONWriter().encode(value)) == (try? sorted.encode(value)), "two writers write two texts")
        return 0
    }

    private static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    @discardableResult private static func decode<T: Decodable>(_ type: T.Type, _ request: Request) -> T? {
        do { return try request.json(type) } catch let problem as Problem {
            hold(problem.status == 400 && !problem.response.headers.list.isEmpty, "a bad body is no 400")
        } catch { hold(false, "an error that is no problem: \(error)") }
        return nil
    }
}
