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
            var log = ""
            try await eventually("all six are taken in") {
                log = try await client.get("\(path)/messages?limit=500").text
                return (1...6).allSatisfy { log.contains("\"client_message_id\":\"s\($0)\"") }
            }
            let last = ConversationTests.raw(log).compactMap(ConversationTests.numbered).map(\.seq).max() ?? 0
            var stories: [[String]] = []
            for socket in sockets {
                var story: [String] = [], seq = 0
                while seq < last {
                    guard let packet = ConversationTests.numbered(try await socket.receive()) else { continue }
                    story.append(packet.text)
                    seq = packet.seq
                }
                stories.append(story)
            }
            #expect(stories.allSatisfy { $0.count == last })
            for (one, other) in zip(stories[0], stories[1]) { #expect(one == other) }
            for (live, kept) in zip(stories[0], ConversationTests.raw(log)) { #expect(live == kept) }
        }
    }

    @Test func aSlowReaderGetsEverythingWhenItReadsAgain() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house, questions: 30)
            let client = road.client(.owner), path = "/v1/conversations/\(road.interview)"
            let slow = try await WebSocketClient(port: house.port, "\(path)/socket", headers: client.headers)
            // More than the server keeps for one socket, while nobody reads it.
            let long = String(repeating: "Petra wants the export every week. ", count: 1500)
            var taken = 0
            while taken < 8, try await ConversationTests.say(long, "b\(taken)", path, client).status == 200 { taken += 1 }
            #expect(taken > 2)
            let last = try await client.get(path).object()["last_seq"] as? Int ?? 0
            var seqs: [Int] = []
            while seqs.last ?? 0 < last { if let packet = ConversationTests.numbered(try await slow.receive()) { seqs.append(packet.seq) } }
            #expect(seqs == Array(1...last))
        }
    }

    @Test func twoHundredSocketsHearOneAnswer() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house, questions: 12)
            let client = road.client(.owner), path = "/v1/conversations/\(road.interview)"
            let last = try await client.get(path).expecting(200).object()["last_seq"] as? Int ?? 0
            let sockets = try await withThrowingTaskGroup(of: WebSocketClient.self) { group in
                for _ in 0..<200 { group.addTask { try await WebSocketClient(port: house.port, "\(path)/socket?after=\(last)", headers: client.headers) } }
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
            #expect(heard.count == 200 && heard.allSatisfy { $0 == Array((last + 1)...($0.last ?? last + 1)) } && Set(heard.map(\.count)).count == 1)
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
                let answer = try? await ConversationTests.say("Petra says point \(number).", "f\(number)", path, client)
                guard answer?.status == 200 else { break }
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
        #expect(ready.isEmpty || ready.contains("\"draining\"") && ready.contains("\r\nRetry-After: 1\r\n"), "\(ready.prefix(200))")
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
