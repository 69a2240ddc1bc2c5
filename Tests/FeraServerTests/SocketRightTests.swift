import FeraServer
import FeraTestSupport
import Foundation
import Testing

/// What happens to open sockets and streams when a right goes.
@Suite struct SocketRightTests {
    /// Reads until the socket closes; everything that came before, and the close code.
    static func untilClosed(_ socket: WebSocketClient) async throws -> (packets: [Object], code: Int) {
        var packets: [Object] = []
        while true {
            let frame = try await socket.receiveFrame()
            switch frame.opcode {
            case 1: packets.append(try Packets.object(frame.text))
            case 8: return (packets, frame.closeCode)
            case 9: try await socket.send(opcode: 10, frame.payload)
            default: break
            }
        }
    }

    @Test func aRevokedTokenNeitherHearsNorSpeaks() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house)
            guard let owner = road.people[.owner] else { return }
            let token = try await house.token(owner)
            let client = HTTPClient(port: house.port, headers: [("Authorization", "Bearer \(token.token)")])
            let socket = try await WebSocketClient(port: house.port, "/v1/conversations/\(road.interview)/socket", headers: client.headers)
            let (_, stream) = try await client.open("/v1/conversations/\(road.interview)/events")
            _ = try await stream.receive(until: "event: turn")
            #expect(try await road.client(.owner).send("DELETE", "/v1/tokens/\(token.id)").status == 204)
            // Whatever is said now by another credential of the same person is not heard here.
            try? await socket.send(Packets.message("I speak after it was taken away.", id: "late"))
            let said: Object = ["type": "message", "client_message_id": "other", "text": "Petra wants a call every Friday, quxlate."]
            _ = try await road.client(.owner).post("/v1/conversations/\(road.interview)/messages", said).expecting(200)
            let (packets, code) = try await Self.untilClosed(socket)
            #expect(code == 1008 && !"\(packets)".contains("quxlate") && !packets.contains { $0["type"] as? String == "accepted" }, "\(packets.last ?? [:])")
            #expect(!(try await stream.receive(until: "0\r\n\r\n")).contains("quxlate"))
            let log = try await road.client(.owner).get("/v1/conversations/\(road.interview)/messages").text
            #expect(!log.contains("after it was taken away") && log.contains("quxlate"))
        }
    }

    @Test func whoIsTakenOutOfTheTransferIsCutOffAtOnce() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house)
            let socket = try await WebSocketClient(port: house.port, "/v1/conversations/\(road.interview)/socket", headers: road.client(.owner).headers)
            let form: Object = ["name": "The owner", "email": Who.owner.email, "roles": ["contributor"]]
            _ = try await road.client(.manager).post("\(road.base)/people", form).expecting(201)
            // Nothing else happens in the conversation: the change of the right alone closes the socket.
            #expect(try await Self.untilClosed(socket).code == 1008)
            #expect(try await road.client(.owner).get("/v1/conversations/\(road.interview)").status == 404)
        }
    }

    @Test func aSessionThatEndsTakesItsSocketAlong() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house)
            guard let owner = road.people[.owner] else { return }
            let browser = try await house.browser(owner)
            let path = "/v1/conversations/\(road.interview)/socket"
            let origin = (name: "Origin", value: "http://127.0.0.1:\(house.port)")
            let socket = try await WebSocketClient(port: house.port, path, headers: [("Cookie", browser.cookie), origin])
            for headers in [[("Cookie", browser.cookie)], [("Cookie", browser.cookie), ("Origin", "http://evil.example")], [origin]] {
                await #expect(throws: ClientError.self) { try await WebSocketClient(port: house.port, path, headers: headers) }
            }
            #expect(try await browser.client.send("DELETE", "/v1/sessions/current").status == 204)
            #expect(try await Self.untilClosed(socket).code == 1008)
        }
    }
}
