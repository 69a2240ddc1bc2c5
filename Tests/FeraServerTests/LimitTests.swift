import FeraApp
import FeraServer
import FeraTestSupport
import Foundation
import Testing

/// What one person, one address and the whole house may hold.
@Suite struct LimitTests {
    @Test func onePersonAsksNoFasterThanTheyMay() async throws {
        try await inHouse({ $0.limits.requestsPerPerson = 1 }) { house in
            let fast = try await house.client(try await house.register("Fast")), other = try await house.client(try await house.register("Other"))
            var last = try await fast.get("/v1/clones")
            for _ in 0..<50 where last.status == 200 { last = try await fast.get("/v1/clones") }
            #expect(last.status == 429 && last.member("code") == "busy" && Int(last["Retry-After"] ?? "") ?? 0 >= 1)
            #expect(try await other.get("/v1/clones").status == 200, "nobody else notices")
            #expect(try await fast.get("/livez").status == 200)
        }
    }

    @Test func messagesOnASocketAreCountedToo() async throws {
        try await inHouse({ $0.limits.requestsPerPerson = 2 }) { house in
            let road = try await Road.interviewing(in: house, questions: 12)
            let client = road.client(.owner), path = "/v1/conversations/\(road.interview)"
            var opened: WebSocketClient?
            try await eventually("the owner may ask again") {
                opened = try? await WebSocketClient(port: house.port, "\(path)/socket", headers: client.headers)
                return opened != nil
            }
            let socket = try #require(opened)
            for _ in 0..<50 { try await socket.send(#"{"type":"ping"}"#) }
            var refused: Object = [:]
            while refused.isEmpty {
                let packet = try Packets.object(try await socket.receive())
                if packet["type"] as? String == "error" { refused = packet }
            }
            #expect(refused["code"] as? String == "busy" && refused["retry_after_ms"] as? Int ?? 0 >= 1000)
        }
    }

    /// A short packet is read by the loop, a long one by the pool: the answers are the same.
    @Test func aLongPacketIsAnsweredAsAShortOne() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house, questions: 12)
            let socket = try await WebSocketClient(
                port: house.port, "/v1/conversations/\(road.interview)/socket?after=9999", headers: road.client(.owner).headers)
            let space = String(repeating: " ", count: 2000)
            var types: [String] = []
            for packet in [#"{"type":"ping"}"#, #"{"type":"ping"\#(space)}"#, #"{"type":"pong"}"#, #"{"type":"pong"\#(space)}"#] {
                try await socket.send(packet)
                var type = "conversation"
                while !["pong", "error"].contains(type) { type = try #require(try Packets.object(try await socket.receive())["type"] as? String) }
                types.append(type)
            }
            #expect(types == ["pong", "pong", "error", "error"])
        }
    }

    @Test func eventStreamsCountAsSocketsDo() async throws {
        try await inHouse({ $0.limits.openConversations = 2 }) { house in
            let road = try await Road.interviewing(in: house, questions: 6)
            let client = road.client(.owner), path = "/v1/conversations/\(road.interview)"
            var stream: RawConnection?
            (_, stream) = try await client.open("\(path)/events")
            _ = try await stream?.receive(until: "\n\n")
            let socket = try await WebSocketClient(port: house.port, "\(path)/socket", headers: client.headers)
            for kind in ["events", "socket"] {
                let refused = try await client.get("\(path)/\(kind)")
                #expect(refused.status == 429 && refused["Retry-After"] == "1", "\(kind): \(refused.text)")
            }
            stream = nil
            try await eventually("the stream's seat is free") { try await client.open("\(path)/events").head.hasPrefix("HTTP/1.1 200") }
            socket.connection.reset()
            try await eventually("nobody follows") { house.service.application.hub.followerCount == 0 }
        }
    }

    @Test func onePersonHoldsNoMoreThanTheirConversations() async throws {
        try await inHouse({ $0.limits.conversationsPerPerson = 2 }) { house in
            let road = try await Road.locked(in: house)
            let owner = road.client(.owner), path = "/v1/conversations/\(road.interview)"
            let sockets = [
                try await WebSocketClient(port: house.port, "\(path)/socket", headers: owner.headers),
                try await WebSocketClient(port: house.port, "\(path)/socket", headers: owner.headers),
            ]
            #expect(try await owner.get("\(path)/socket").member("detail")?.contains("conversations_per_person") == true)
            let asker = road.client(.successor)
            let asked = try await asker.post("/v1/asks", ["clone_id": road.clone, "question": "What was promised?"]).expecting(200).object()
            let own = "/v1/conversations/\(asked["conversation_id"] as? String ?? "")/socket"
            let other = try await WebSocketClient(port: house.port, own, headers: asker.headers)
            _ = try await other.receive()
            for socket in sockets + [other] { socket.connection.reset() }
        }
    }

    @Test func anAddressIsTurnedAwayAtTheDoor() async throws {
        try await inHouse({
            $0.limits.exemptAddresses = []
            $0.limits.connectionsPerAddress = 2
        }) { house in
            let first = try await RawConnection(port: house.port), second = try await RawConnection(port: house.port)
            for connection in [first, second] {
                try await connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try await connection.receiveResponse().status == 200)
            }
            let third = try await RawConnection(port: house.port).receiveResponse()
            #expect(third.status == 429 && third["Retry-After"] == "1")
        }
    }

    @Test func aClientThatGoesAwayTakesItsWorkWithIt() async throws {
        try await inHouse { house in
            let road = try await Road.opened(in: house)
            let lane = house.service.application.journal.lanes.compute
            let hold = DispatchSemaphore(value: 0)
            let held = Task { try await lane.run { hold.wait() } }
            let body = #"{"account_id":"\#(road.account)"}"#
            let connection = try await RawConnection(port: house.port)
            let fields = road.client(.manager).headers.map { "\($0.name): \($0.value)\r\n" }.joined()
            try await connection.send(
                "POST \(road.base)/interviews HTTP/1.1\r\nHost: 127.0.0.1\r\n\(fields)Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            )
            try await eventually("its reading waits") { lane.waiting == 1 }
            connection.reset()
            try await eventually("it waits no more") { lane.waiting == 0 }
            hold.signal()
            try await held.value
            #expect(try await road.client(.manager).get(road.base).text.contains("\"interview_id\"") == false)
            #expect(try await road.client(.manager).post("\(road.base)/interviews", ["account_id": road.account]).status == 201)
        }
    }
}
