import FeraApp
import FeraClone
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
                (try? JSONEncoder().encode(packet)).map { (try? JSONDecoder().decode(ClientPacket.self, from: $0)) != nil } == true,
                "a packet cannot be written")
        }
        _ = request.formItems
        return 0
    }

    @discardableResult private static func decode<T: Decodable>(_ type: T.Type, _ request: Request) -> T? {
        do { return try request.json(type) } catch let problem as Problem {
            hold(problem.status == 400 && !problem.response.headers.list.isEmpty, "a bad body is no 400")
        } catch { hold(false, "an error that is no problem: \(error)") }
        return nil
    }
}
