import FeraCurl
import Testing

@Suite(.timeLimit(.minutes(1))) struct OutboundStreamTests {
    let client: OutboundClient

    init() throws { client = try OutboundClient() }

    func request(_ server: ScriptedServer, bodyBytes: Int = .max) -> OutboundRequest {
        OutboundRequest(.get, server.url(), limits: TransferLimits(bodyBytes: bodyBytes), allowsPlainHTTP: true)
    }

    @Test func theHeadComesBeforeTheBody() async throws {
        let server = ScriptedServer([.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"), .hold, .send("one"), .hold, .send("two"), .close])
        let stream = try await client.stream(request(server))
        #expect(stream.head.headers["content-type"] == "text/event-stream")
        var reader = stream.bytes.makeAsyncIterator()
        server.go()
        #expect(try await reader.next() == Array("one".utf8))
        server.go()
        #expect(try await reader.next() == Array("two".utf8))
        #expect(try await reader.next() == nil)
        #expect(try await reader.next() == nil)
    }

    @Test func whatCameBeforeABreakIsStillRead() async throws {
        let server = ScriptedServer([.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart"), .close])
        let stream = try await client.stream(request(server))
        var text: [UInt8] = []
        await #expect(throws: TransferError.self) { for try await chunk in stream.bytes { text += chunk } }
        #expect(text == Array("part".utf8))
    }

    @Test func aReaderWhoDoesNotReadHoldsTheSenderBack() async throws {
        let size = 64 << 20
        let server = ScriptedServer([.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"), .bytes([UInt8](repeating: 7, count: size)), .hold])
        let stream = try await client.stream(request(server))
        // Other transfers go on meanwhile; by their end the sender would long be done if nobody held it back.
        let other = ScriptedServer(Array(repeating: .reply("200 OK", "", "x"), count: 1), [.reply("200 OK", "", "x")], [.reply("200 OK", "", "x")])
        for _ in 0..<3 { _ = try await client.send(request(other)) }
        #expect(server.sent < size)
        var count = 0
        for try await chunk in stream.bytes {
            #expect(chunk.count <= 96 << 10)
            count += chunk.count
        }
        #expect(count == size)
        server.go()
    }

    // MARK: Cancelling

    @Test func cancellingBeforeTheHeadClosesTheConnection() async throws {
        let server = ScriptedServer([.awaitClose])
        let task = Task { try await client.send(request(server)) }
        await server.wait(for: .request)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await server.wait(for: .peerClosed)
    }

    @Test func cancellingInTheBodyClosesTheConnection() async throws {
        let server = ScriptedServer([.send("HTTP/1.1 200 OK\r\n\r\nabc"), .awaitClose])
        let (seen, tell) = AsyncStream<Void>.makeStream()
        let task = Task {
            for try await _ in try await client.stream(request(server)).bytes { tell.yield() }
        }
        for await _ in seen { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await server.wait(for: .peerClosed)
    }

    @Test func aTaskCancelledBeforehandSendsNothingOrEndsAtOnce() async throws {
        let server = ScriptedServer([.awaitClose])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(request(server))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func lettingGoOfTheBodyClosesTheConnection() async throws {
        let server = ScriptedServer([.send("HTTP/1.1 200 OK\r\n\r\n"), .endless([1, 2, 3])])
        do {
            let stream = try await client.stream(request(server))
            for try await _ in stream.bytes { break }
        }
        await server.wait(for: .peerClosed)
    }

    @Test func aStreamOutlivesTheLastMentionOfItsClient() async throws {
        let server = ScriptedServer([.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"), .hold, .send("end")])
        let stream = try await OutboundClient().stream(request(server))
        server.go()
        var text: [UInt8] = []
        for try await chunk in stream.bytes { text += chunk }
        #expect(text == Array("end".utf8))
    }

    @Test func manyAreCancelledAtOnceAndTheNextRequestWorks() async throws {
        let server = ScriptedServer(Array(repeating: .awaitClose, count: 1), [.awaitClose], [.awaitClose], [.awaitClose], [.reply("200 OK", "", "fine")])
        let tasks = (0..<4).map { _ in Task { try await client.send(request(server)) } }
        for _ in 0..<4 { await server.wait(for: .request) }
        tasks.forEach { $0.cancel() }
        for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
        #expect(try await client.send(request(server)).body == Array("fine".utf8))
    }
}
