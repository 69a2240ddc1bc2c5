import FeraHTTP
import FeraTestSupport

/// A server on a free port for one test; it is shut down when the test is over.
func served(
    _ router: Router, clock: ServerClock = .system(), limits: Limits = Limits(), loops: Int = 1, _ body: (HTTPServer, HTTPClient) async throws -> Void
) async throws {
    var configuration = HTTPServer.Configuration()
    configuration.clock = clock
    configuration.limits = limits
    configuration.loops = loops
    let server = try HTTPServer(configuration: configuration, router: router)
    try server.start()
    do {
        try await body(server, HTTPClient(port: server.port))
        await server.shutdown(deadline: .zero)
    } catch {
        await server.shutdown(deadline: .zero)
        throw error
    }
}

/// Sends bytes on a connection of their own and gives everything that comes back until the server closes.
func exchange(_ server: HTTPServer, _ text: String) async throws -> String {
    let connection = try await RawConnection(port: server.port)
    try await connection.send(text)
    return try await connection.receiveAll()
}

/// Waits until something is so; each look lets other tasks run.
func eventually(_ condition: () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
        if condition() { return }
        await Task.yield()
    }
    throw ClientError.never
}

extension ClientError {
    static var never: any Error { Never() }
    struct Never: Error {}
}
