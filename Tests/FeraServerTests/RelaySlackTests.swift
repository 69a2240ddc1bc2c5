import FeraApp
import FeraDomain
import FeraHTTP
import FeraTestSupport
import Foundation
import Testing

@testable import FeraServer

@Suite(.timeLimit(.minutes(1))) struct RelaySlackTests {
    private let training = "When is the training day planned?"

    @Test func onlySignedBytesAreTaken() async throws {
        let house = try await RelayHouse()
        let body = #"{"type":"url_verification","challenge":"c-77"}"#
        let good = try await house.send("events", body)
        #expect(good.status == 200 && good.text == "c-77")
        for age: Int64 in [301, -301] {
            let old = try await house.send("events", body, age: age)
            #expect(old.status == 401 && old.member("code") == "signature_invalid")
        }
        #expect(try await house.send("events", body, age: 299).status == 200)
        #expect(try await house.send("events", body, secret: "another").status == 401)
        #expect(try await house.send("commands", "text=x", secret: "another").status == 401)
        let missing = try await house.client.post("/v1/relays/slack/events", Array(body.utf8), type: "application/json")
        #expect(missing.status == 401 && missing.member("code") == "signature_invalid")
        let time = "\(house.clock.value.milliseconds / 1000)"
        for headers in [
            [("X-Slack-Request-Timestamp", time)], [("X-Slack-Request-Timestamp", time), ("X-Slack-Signature", "v0=")],
            [("X-Slack-Request-Timestamp", "9e9"), ("X-Slack-Signature", "v0=00")],
        ] {
            #expect(try await house.client.send("POST", "/v1/relays/slack/events", body: Array(body.utf8), headers: headers).status == 401)
        }
        await house.close()
    }

    @Test func aMentionIsAnsweredInItsThreadWithCitations() async throws {
        let house = try await RelayHouse()
        try await house.link()
        let accepted = try await house.mention(training, event: "Ev1", ts: "100.1")
        #expect(accepted.status == 200 && accepted.body.isEmpty)
        let post = try await house.slack.next()
        #expect(post.path == "/api/chat.postMessage")
        #expect(post.headers["Authorization"] == "Bearer \(RelayHouse.token)")
        #expect(post.member("channel") == "C1" && post.member("thread_ts") == "100.1")
        #expect(post.text.contains("said by") && post.text.contains("\"context\""))
        // Approved words that would page a channel mean nothing but themselves.
        #expect(post.member("text") == "A training day &lt;!channel&gt; &amp; more is planned for May. [1]")
        #expect(!post.text.contains("<!channel>"))
        await house.close()
    }

    @Test func aRetryIsOneQuestionAndBotsAreNotHeard() async throws {
        let house = try await RelayHouse()
        try await house.link()
        for _ in 0..<3 { #expect(try await house.mention(training, event: "Ev1", ts: "100.1").status == 200) }
        // The same message under another event id, as when the bot reads the channel too.
        try await house.mention(training, event: "Ev2", ts: "100.1")
        try await house.mention(training, event: "Ev3", ts: "100.3", more: #","bot_id":"B1""#)
        try await house.mention(training, event: "Ev4", ts: "100.4", more: #","subtype":"message_changed""#)
        try await house.mention(training, event: "Ev5", ts: "100.5")
        let answered = [try await house.slack.next().member("thread_ts"), try await house.slack.next().member("thread_ts")]
        #expect(Set(answered) == ["100.1", "100.5"])
        await house.close()
    }

    @Test func somebodyUnknownIsToldHowToLinkAndIsLinkedByMessage() async throws {
        let house = try await RelayHouse()
        try await house.mention(training, event: "Ev1")
        let unknown = try await house.slack.next()
        #expect(unknown.member("text")?.contains("link CODE") == true)
        #expect(!unknown.text.contains("training"))
        let code = try await house.application.directory.makeRelayCode(by: house.successor).code
        func direct(_ text: String, _ event: String) async throws -> String? {
            let body =
                """
                {"type":"event_callback","team_id":"T1","event_id":"\(event)","event":{"type":"message","channel_type":"im","user":"U1",
                "text":"\(text)","ts":"\(event)","channel":"D1"}}
                """
            #expect(try await house.send("events", body).status == 200)
            return try await house.slack.next().member("text")
        }
        #expect(try await direct("link nonsense", "Ev2")?.contains("unknown, used or older") == true)
        #expect(try await direct("link \(code)", "Ev3")?.hasPrefix("You are linked, Sam") == true)
        #expect(try await direct(training, "Ev4")?.hasPrefix("A training day") == true)
        // The code was used up: it links nobody else.
        let other = try await house.send("commands", "team_id=T1&user_id=U2&text=link+\(code)", type: "application/x-www-form-urlencoded")
        #expect(other.member("text")?.contains("unknown, used or older") == true)
        await house.close()
    }

    @Test(arguments: [Label.open, .internal]) func nothingAboveTheChannelsCeilingIsSaid(ceiling: Label) async throws {
        let house = try await RelayHouse(ceiling: ceiling)
        try await house.link()
        try await house.mention("Who champions us at Tallow Ridge?", event: "Ev1")
        let post = try await house.slack.next()
        if ceiling == .open {
            #expect(post.member("text")?.contains("does not answer that") == true)
            for word in ["Helen", "Marchetti", "monthly", "board", "champion"] { #expect(!post.text.localizedCaseInsensitiveContains(word), "\(post.text)") }
        } else {
            #expect(post.member("text") == RelayHouse.canary + " [1]")
        }
        await house.close()
    }

    @Test func slackMayAskForPatience() async throws {
        let house = try await RelayHouse()
        try await house.link()
        house.slack.reply(.answer(429, #"{"ok":false,"error":"ratelimited"}"#, retryAfter: "7"), .answer(200, #"{"ok":false,"error":"internal_error"}"#))
        try await house.mention(training, event: "Ev1")
        var sleeps = house.sleeps.makeAsyncIterator()
        let first = try await house.slack.next()
        #expect(await sleeps.next() == .seconds(7))
        house.advance(seconds: 7)
        let second = try await house.slack.next()
        #expect(await sleeps.next() == .seconds(10))
        house.advance(seconds: 10)
        let third = try await house.slack.next()
        // The answer is made once, however often it is posted.
        #expect(first.body == second.body && second.body == third.body)
        // What no repetition changes is given up: the next post is another question's.
        house.slack.reply(.answer(200, #"{"ok":false,"error":"channel_not_found"}"#))
        try await house.mention(training, event: "Ev2", ts: "200.1")
        #expect(try await house.slack.next().member("thread_ts") == "200.1")
        house.advance(seconds: 100_000)
        try await house.mention(training, event: "Ev3", ts: "300.1")
        #expect(try await house.slack.next().member("thread_ts") == "300.1")
        await house.close()
    }

    @Test func aRestartInTheMiddleLosesNothing() async throws {
        let house = try await RelayHouse()
        try await house.link()
        house.slack.reply(.silence)
        try await house.mention(training, event: "Ev1", ts: "100.1")
        let cut = try await house.slack.next()
        await house.server.shutdown(deadline: .zero)
        await house.desk.stop()
        await house.application.close()

        let (application, desk, server, _) = try await RelayHouse.serve(house.folder, house.clock, house.slack)
        desk.start()
        #expect(try await house.slack.next().body == cut.body)
        await server.shutdown(deadline: .zero)
        await desk.stop()
        await application.close()
        await house.slack.stop()
    }

    @Test func whatWasTakenInBeforeACrashIsAnsweredAfterIt() async throws {
        let house = try await RelayHouse(starts: false)
        try await house.link()
        #expect(try await house.mention(training, event: "Ev1", ts: "100.1").status == 200)
        await house.server.shutdown(deadline: .zero)
        await house.desk.stop()
        await house.application.close()

        let (application, desk, server, _) = try await RelayHouse.serve(house.folder, house.clock, house.slack)
        desk.start()
        #expect(try await house.slack.next().member("thread_ts") == "100.1")
        await server.shutdown(deadline: .zero)
        await desk.stop()
        await application.close()
        await house.slack.stop()
    }

    @Test func aCommandIsAnsweredAtItsAddress() async throws {
        let house = try await RelayHouse()
        let form = "application/x-www-form-urlencoded"
        func command(_ text: String, trigger: String = "t1", address: String? = nil) async throws -> ClientResponse {
            let address = (address ?? "http://127.0.0.1:\(house.slack.port)/commands/1").replacing(":", with: "%3A").replacing("/", with: "%2F")
            return try await house.send(
                "commands", "team_id=T1&user_id=U1&channel_id=C1&trigger_id=\(trigger)&text=\(text)&response_url=\(address)", type: form)
        }
        #expect(try await command("When+is+the+training+day").member("text")?.contains("link CODE") == true)
        let code = try await house.application.directory.makeRelayCode(by: house.successor).code
        let linked = try await command("link+\(code)")
        #expect(linked.member("response_type") == "ephemeral" && linked.member("text")?.hasPrefix("You are linked, Sam") == true)
        let asked = try await command("When+is+the+training+day+planned%3F")
        #expect(asked.status == 200 && asked.member("response_type") == "ephemeral" && asked.member("text") == "Looking it up…")
        let post = try await house.slack.next()
        #expect(post.path == "/commands/1" && post.headers["Authorization"] == nil)
        #expect(post.member("response_type") == "ephemeral" && post.member("text")?.hasPrefix("A training day") == true)
        for foreign in [
            "https://evil.example/x", "http://hooks.slack.com/x", "https://hooks.slack.com.evil.example/x", "https://hooks.slack.com@evil.example/",
            "http://127.0.0.1:1/x",
        ] {
            #expect(try await command("what+else", trigger: "t2", address: foreign).status == 400, "\(foreign)")
        }
        await house.close()
    }

    @Test func ofSeveralAccountsTheNamedOrTheAnsweringOneIsAsked() async throws {
        let house = try await RelayHouse(
            accounts: [
                ("Tallow Ridge", [RelayHouse.canary, RelayHouse.promised]),
                ("Brock Vale", ["Piers Aldous champions us at Brock Vale and forwards every invoice."]),
            ], ceiling: .internal)
        try await house.link()
        func ask(_ text: String, _ event: String) async throws -> String {
            try await house.mention(text, event: event)
            return try await house.slack.next().member("text") ?? ""
        }
        #expect(try await ask("Who champions us at Brock Vale?", "Ev1").hasPrefix("Piers Aldous"))
        #expect(try await ask("Who champions us at Tallow?", "Ev2").hasPrefix("Helen Marchetti"))
        #expect(try await ask("Who forwards every invoice?", "Ev3").hasPrefix("Piers Aldous"))
        let which = try await ask("What colour is the lobby?", "Ev4")
        #expect(which.contains("Brock Vale, Tallow Ridge"))
        await house.close()
    }
}
