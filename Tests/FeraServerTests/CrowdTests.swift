import FeraApp
import FeraServer
import FeraTestSupport
import Foundation
import Testing

@Suite struct CrowdTests {
    @Test func twoSocketsOfOneOwnerSeeTheSameStory() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house, questions: 12)
            let client = road.client(.owner), path = "/v1/conversations/\(road.interview)"
            let sockets = [
                try await WebSocketClient(port: house.port, "\(path)/socket", headers: client.headers),
                try await WebSocketClient(port: house.port, "\(path)/socket", headers: client.headers),
            ]
            for number in 1...6 { try await sockets[number % 2].send(Packets.message("Petra told me point \(number) in June.", id: "s\(number)")) }
            var stories: [[String]] = []
            for socket in sockets {
                var story: [String] = [], messages = 0
                while messages < 6 || !(story.last?.contains("\"turn\"") ?? false) {
                    guard let packet = ConversationTests.numbered(try await socket.receive()) else { continue }
                    story.append(packet.text)
                    messages += packet.text.contains("Petra told me point") && packet.text.contains("\"type\":\"message\"") ? 1 : 0
                }
                stories.append(story)
            }
            #expect(stories[0].prefix(20) == stories[1].prefix(20))
        }
    }

    @Test func aSlowReaderIsCutOffAndMissesNothing() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house, questions: 12)
            let client = road.client(.owner), path = "/v1/conversations/\(road.interview)"
            let slow = try await WebSocketClient(port: house.port, "\(path)/socket?after=1000000", headers: client.headers)
            let long = String(repeating: "Petra wants the export every week. ", count: 1500)
            var last = 0
            for number in 1...160 {
                // "?" at the end makes it the owner's question: the turn stays open, however often it is sent.
                let answer = try await ConversationTests.say(long, "b\(number)", path, client)
                guard answer.status == 200 else { break }
                last = number
            }
            #expect(last > 0)
            let page = try await client.get("\(path)/messages?limit=1").expecting(200)
            #expect(page.status == 200)
            // What the slow one has taken, then the same again from where it stood.
            let log = try await client.get(path).object()["last_seq"] as? Int ?? 0
            let resumed = try await ConversationTests.replay(house, path, client, after: 0, to: log)
            #expect(resumed.map(\.seq) == Array(1...log))
            slow.connection.reset()
        }
    }

    @Test func twoHundredSocketsHearOneAnswer() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house, questions: 12)
            let client = road.client(.owner), path = "/v1/conversations/\(road.interview)"
            _ = try await client.get(path).expecting(200)
            let sockets = try await withThrowingTaskGroup(of: WebSocketClient.self) { group in
                for _ in 0..<200 { group.addTask { try await WebSocketClient(port: house.port, "\(path)/socket", headers: client.headers) } }
                return try await group.reduce(into: [WebSocketClient]()) { $0.append($1) }
            }
            _ = try await ConversationTests.say("Petra calls on Fridays, everybody hears it.", "one", path, client).expecting(200)
            let heard = try await withThrowingTaskGroup(of: [Int].self) { group in
                for socket in sockets {
                    group.addTask {
                        var seqs: [Int] = []
                        while true {
                            guard let packet = ConversationTests.numbered(try await socket.receive()) else { continue }
                            seqs.append(packet.seq)
                            if packet.text.contains("everybody hears it"), packet.text.contains("\"type\":\"message\"") { return seqs }
                        }
                    }
                }
                return try await group.reduce(into: [[Int]]()) { $0.append($1) }
            }
            #expect(heard.count == 200 && heard.allSatisfy { $0 == Array(1...($0.last ?? 0)) } && Set(heard.map(\.count)).count == 1)
            for socket in sockets { socket.connection.reset() }
            try await eventually("followers gone") { house.service.application.hub.followerCount == 0 }
        }
    }

    @Test func aStoppingServerTellsItsSocketsAndKeepsWhatItAccepted() async throws {
        let folder = try TemporaryFolder()
        let house = try await House(folder: folder)
        let road = try await Road.interviewing(in: house, questions: 12)
        let client = road.client(.owner), path = "/v1/conversations/\(road.interview)"
        let socket = try await WebSocketClient(port: house.port, "\(path)/socket", headers: client.headers)
        // A request whose header block is not whole yet when the server begins to stop.
        let probe = try await RawConnection(port: house.port)
        try await probe.send("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        let flood = Task {
            var accepted: [String] = []
            for number in 0..<10_000 {
                guard let answer = try? await ConversationTests.say("Petra says point \(number).", "f\(number)", path, client), answer.status == 200 else { break }
                accepted.append("f\(number)")
            }
            return accepted
        }
        try await eventually("the flood has begun") { try await client.get(path).object()["last_seq"] as? Int ?? 0 > 12 }
        async let stopped: Void = house.service.stop()
        let code = try await SocketRightTests.untilClosed(socket).code
        #expect(code == 1001)
        try await probe.send("\r\n")
        let ready = try await probe.receiveAll()
        #expect(ready.isEmpty || ready.contains("\"draining\""), "\(ready.prefix(200))")
        await stopped
        let accepted = await flood.value
        #expect(!accepted.isEmpty)
        let again = try await House(folder: folder)
        let after = HTTPClient(port: again.port, headers: client.headers)
        var log = "", seq = 0
        while true {
            let page = try await after.get("\(path)/messages?limit=500&after=\(seq)").expecting(200)
            log += page.text
            let last = try page.object()["last_seq"] as? Int ?? seq
            if last == seq { break }
            seq = last
        }
        for id in accepted { #expect(log.components(separatedBy: "\"client_message_id\":\"\(id)\"").count == 2, "\(id) is there once") }
        await again.service.stop()
    }
}
