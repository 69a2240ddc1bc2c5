import FeraServer
import Foundation
import Glibc

/// `fera-bench chats`: resident memory of `--chats N` (5000) idle chats: WebSockets on interviews with one answer each. Measured
/// before, with the states of the interviews in memory, and with the sockets open; the states are what a cache may let go.
func chatsBench(_ arguments: [String]) async throws { _ = try await measureChats(Options(arguments)) }

func measureChats(_ options: Options) async throws -> [Row] {
    let chats = options.int("chats", 5000), accounts = 50
    let files = OpenFiles.raise()
    guard files > chats + 200 else { throw BenchError("\(files) open files are too few for \(chats) chats; raise `ulimit -n`") }
    let folder = try BenchFolder()
    let road = try await Road(folder: folder.path)
    let owners = try await road.owners((chats + accounts - 1) / accounts, accounts: accounts, events: 3)
    await road.close()
    let child = try ServerChild(folder: folder.path)
    defer { child.stop() }
    let all = owners.flatMap { owner in owner.interviews.map { (token: owner.token, interview: $0) } }.prefix(chats)

    let client = try LoadClient(port: child.port, connections: 1)
    let empty = try child.figures().residentKB
    for chat in all {
        try client.send(LoadClient.request("GET", "/v1/conversations/\(chat.interview)", port: child.port, token: chat.token), on: 0, due: seconds())
        while client.isBusy(0) { try client.wait(until: seconds() + 5) { _, _, _ in } }
    }
    let folded = try child.figures().residentKB
    var sockets: [Int32] = []
    defer { for socket in sockets { close(socket) } }
    for chat in all {
        let socket = try LoadClient.connect(child.port)
        sockets.append(socket)
        let request = Array(
            ("GET /v1/conversations/\(chat.interview)/socket?after=1000000 HTTP/1.1\r\nHost: 127.0.0.1:\(child.port)\r\nAuthorization: Bearer \(chat.token)\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").utf8)
        let sent = request.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard sent == request.count else { throw BenchError("no handshake") }
        try awaitSnapshot(socket)
    }
    try await Task.sleep(for: .seconds(1))
    let open = try child.figures().residentKB
    let state = Double(folded - empty) / Double(all.count), chat = Double(open - folded) / Double(all.count)
    print(
        "\(all.count) chats: empty \(empty) KB, states in memory \(folded) KB, sockets open \(open) KB; a chat \(decimal(chat, 1)) KB, "
            + "its state \(decimal(state, 1)) KB")
    let value = "\(decimal(chat, 1)) KB (a state: \(decimal(state, 1)) KB)"
    return [Row(what: "resident memory of an idle chat (\(all.count) WebSockets), beyond its state", value: value, goal: "≤ 8 KB")]
}

/// Reads until the first packet, the snapshot, has come.
private func awaitSnapshot(_ socket: Int32) throws {
    var received: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 8192)
    while true {
        var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, 10_000) == 1 else { throw BenchError("no snapshot within ten seconds") }
        let count = recv(socket, &room, room.count, 0)
        guard count > 0 else { throw BenchError("the server closed a socket: \(String(decoding: received, as: UTF8.self))") }
        received += room[..<count]
        if received.count > 12, received[9] != UInt8(ascii: "1") { throw BenchError("no WebSocket: \(String(decoding: received, as: UTF8.self))") }
        if received[...].place(of: "\"snapshot\"") != nil { return }
    }
}
