import Foundation
import Testing

@testable import FeraCurl

@Suite(.timeLimit(.minutes(1))) struct PolicyTests {
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.8", "192.168.1.1", "198.18.0.1", "198.19.255.255", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fc00::1", "fd12::1",
        "fe80::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "2001:db8::1", "2002:7f00:1::", "2001::1", "fec0::1",
    ])
    func theseAreNotPublic(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!AddressPolicy.publicOnly.allows(address))
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.0.1", "100.128.0.1", "128.0.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1",
        "223.255.255.255", "2606:4700::1111", "2a00:1450::1",
    ])
    func theseArePublic(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressPolicy.publicOnly.allows(address))
        #expect(!AddressPolicy.loopbackOnly.allows(address))
    }

    @Test func loopbackIsThisMachine() throws {
        for address in try ["127.0.0.1", "127.9.9.9", "::1"].map({ try #require(IPAddress($0)) }) { #expect(AddressPolicy.loopbackOnly.allows(address)) }
        #expect(!AddressPolicy.loopbackOnly.allows(IPAddress(bytes: [])))
        #expect(!AddressPolicy.publicOnly.allows(IPAddress(bytes: [])))
        #expect(IPAddress("localhost") == nil)
    }

    @Test(arguments: ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "[::ffff:127.0.0.1]"])
    func aPrivateAddressIsRefusedHoweverItIsWritten(host: String) async throws {
        let server = ScriptedServer([.reply("200 OK", "", "secret")])
        let request = OutboundRequest(.get, "http://\(host):\(server.port)/", allowsPlainHTTP: true, addressPolicy: .publicOnly)
        let client = try OutboundClient()
        let error = await #expect(throws: TransferError.self) { try await client.send(request) }
        #expect(error?.code == .addressRefused, "\(String(describing: error))")
        #expect(error?.nothingWasSent == true)
        #expect(server.connections == 0)
    }

    @Test func aKeptConnectionIsNoWayRoundThePolicy() async throws {
        let server = ScriptedServer([.reply("200 OK", "", "mine")], [.reply("200 OK", "", "secret")])
        let client = try OutboundClient()
        var request = OutboundRequest(.get, server.url(), allowsPlainHTTP: true, addressPolicy: .loopbackOnly)
        #expect(try await client.send(request).status == 200)
        request.addressPolicy = .publicOnly
        let error = await #expect(throws: TransferError.self) { try await client.send(request) }
        #expect(error?.code == .addressRefused)
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [
        ("http://127.0.0.1/", TransferError.Code.schemeRefused), ("file:///etc/passwd", .badURL), ("gopher://127.0.0.1/", .schemeRefused),
        ("ftp://a/", .schemeRefused),
        ("", .badURL), ("127.0.0.1/x", .badURL), ("https://", .badURL), ("https://user:pw@host/", .badURL), ("https://user@host/", .badURL),
        ("https://host/\r\nX: y", .badURL), ("https://ho st/", .badURL), ("https://host:99999/", .badURL), ("https://host/\0", .badURL),
    ])
    func aWrongAddressIsRefusedBeforeAnythingHappens(url: String, code: TransferError.Code) async throws {
        let client = try OutboundClient()
        let error = await #expect(throws: TransferError.self) { try await client.send(OutboundRequest(.get, url)) }
        #expect([code, .badURL].contains(error?.code))
    }

    @Test(arguments: [
        ("Content-Length", "3"), ("host", "a"), ("Transfer-Encoding", "chunked"), ("X Y", "z"), ("", "z"), ("X:", "z"), ("X", "a\r\nY: b"), ("X", "a\nb"),
        ("X", "a\0b"),
    ])
    func aHeaderThatCouldSplitTheRequestIsRefused(name: String, value: String) async throws {
        let client = try OutboundClient()
        let error = await #expect(throws: TransferError.self) {
            try await client.send(OutboundRequest(.get, "https://host.invalid/", headers: [(name, value)]))
        }
        #expect(error?.code == .badRequest)
    }

    @Test func aPolicyAndAProxyExcludeEachOther() {
        let request = OutboundRequest(.get, "https://host.invalid/", addressPolicy: .publicOnly, proxy: "http://127.0.0.1:1")
        #expect(throws: TransferError.self) { try request.validated() }
    }

    @Test func theProxyOfTheRequestIsUsed() async throws {
        let proxy = ScriptedServer([.reply("200 OK", "", "from the proxy")])
        let request = OutboundRequest(.get, "http://host.invalid/x", allowsPlainHTTP: true, proxy: "http://127.0.0.1:\(proxy.port)")
        #expect(try await OutboundClient().send(request).body == Array("from the proxy".utf8))
        #expect(proxy.requests.first?.head.hasPrefix("GET http://host.invalid/x ") == true)
    }

    @Test func noSecretIsEverPrinted() async throws {
        let secret = "s3cr3t-t0ken",
            server = ScriptedServer([.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\(secret)"), .close], [.send("nonsense \(secret)\r\n"), .close])
        let client = try OutboundClient()
        func request(_ host: String) -> OutboundRequest {
            OutboundRequest(
                .post, "\(host)/hooks/\(secret)?key=\(secret)#\(secret)", headers: [("Authorization", secret)], body: Array(secret.utf8),
                limits: TransferLimits(connect: .milliseconds(200)), allowsPlainHTTP: true)
        }
        var texts: [String] = []
        for host in [server.url(""), "http://127.0.0.1:1", "https://127.0.0.1:\(server.port)", "ftp://x", "http://u:\(secret)@h"] {
            let request = request(host)
            var dumped = ""
            dump(request, to: &dumped)
            texts += [dumped, "\(request)", String(reflecting: request), String(describing: Optional(request))]
            do { _ = try await client.send(request) } catch { texts += ["\(error)", String(reflecting: error), error.localizedDescription] }
        }
        for value in ["a\n\(secret)", secret + "\0"] {
            do { _ = try await client.send(OutboundRequest(.get, "https://h.invalid", headers: [("X", value)])) } catch { texts.append("\(error)") }
        }
        #expect(texts.count > 20)
        for text in texts { #expect(!text.contains(secret), "\(text)") }
    }
}
