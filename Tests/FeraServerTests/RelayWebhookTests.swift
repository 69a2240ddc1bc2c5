import FeraApp
import FeraCrypto
import FeraDomain
import FeraHTTP
import FeraTestSupport
import Foundation
import Testing

@testable import FeraServer

@Suite(.timeLimit(.minutes(1))) struct RelayWebhookTests {
    private let key = Array(UInt8(0)..<32)

    private func send(_ house: RelayHouse, _ body: String, id: String = "msg_1", age: Int64 = 0, signatures: (String) -> String = { $0 }) async throws
        -> ClientResponse
    {
        let time = "\(house.clock.value.milliseconds / 1000 - age)"
        let signature = "v1," + Data(HMAC.sha256(key: key, Array("\(id).\(time).\(body)".utf8)).bytes).base64EncodedString()
        return try await house.client.send(
            "POST", "/v1/relays/webhook", body: Array(body.utf8), type: "application/json",
            headers: [("webhook-id", id), ("webhook-timestamp", time), ("webhook-signature", signatures(signature))])
    }

    private func question(_ house: RelayHouse, _ text: String, reply: String? = nil) -> String {
        let more = reply.map { #","reply_url":"\#($0)""# } ?? ""
        return #"{"type":"ask","clone_id":"\#(house.clones[0])","question":"\#(text)"\#(more)}"#
    }

    @Test func thePacketsAreTheReply() async throws {
        let house = try await RelayHouse()
        let body = question(house, "When is the training day planned?")
        let first = try await send(house, body)
        #expect(first.status == 200)
        #expect(first.text.contains(#""type":"answer_start""#) && first.text.contains("A training day <!channel> & more is planned for May."))
        // The same message again is answered as the first time.
        #expect(try await send(house, body, signatures: { "v1a,AAAA v1,\(Data(repeating: 1, count: 32).base64EncodedString()) \($0)" }).text == first.text)
        // What the ceiling keeps back is absent in every byte.
        let hidden = try await send(house, question(house, "Who champions us at Tallow Ridge?"), id: "msg_2")
        #expect(hidden.text.contains(#""type":"refused""#))
        for word in ["Helen", "Marchetti", "monthly", "board"] { #expect(!hidden.text.contains(word)) }
        await house.close()
    }

    @Test func onlySignedBytesAreTaken() async throws {
        let house = try await RelayHouse()
        let body = question(house, "When is the training day planned?")
        for age: Int64 in [301, -301] { #expect(try await send(house, body, age: age).member("code") == "signature_invalid") }
        for wrong in ["", "v1,", "v1,AAAA", "v2," + String(repeating: "A", count: 44)] {
            #expect(try await send(house, body, signatures: { _ in wrong }).status == 401, "\(wrong)")
        }
        #expect(try await house.client.post("/v1/relays/webhook", Array(body.utf8), type: "application/json").status == 401)
        #expect(try await send(house, "{").status == 400)
        #expect(try await send(house, #"{"type":"ask","clone_id":"cl_unknown","question":"x"}"#).status == 404)
        await house.close()
    }

    @Test func theAnswerIsPostedSignedWhereItMay() async throws {
        let house = try await RelayHouse()
        let url = "http://127.0.0.1:\(house.slack.port)/answers"
        let body = question(house, "When is the training day planned?", reply: url)
        #expect(try await send(house, body).status == 202)
        #expect(try await send(house, body).status == 202)
        let post = try await house.slack.next()
        #expect(post.path == "/answers")
        let id = try #require(post.headers["webhook-id"]), time = try #require(post.headers["webhook-timestamp"])
        let right = Data(HMAC.sha256(key: key, Array("\(id).\(time).".utf8) + post.body).bytes).base64EncodedString()
        #expect(post.headers["webhook-signature"] == "v1,\(right)")
        #expect(post.text.contains(#""in_reply_to":"msg_1""#) && post.text.contains("is planned for May"))
        // One answer for one message: the next post belongs to the next message.
        #expect(try await send(house, body, id: "msg_2").status == 202)
        #expect(try await house.slack.next().text.contains(#""in_reply_to":"msg_2""#))
        for foreign in [
            "http://127.0.0.1:1/answers", "http://replies.example.com/x", "https://evil.example/x", "https://replies.example.com@evil.example/x",
            "https://replies.example.com\\\\@evil.example/x", "https://[::1]/x", "ftp://replies.example.com/x", "https://replies.example.com.evil.example/x",
        ] {
            #expect(try await send(house, question(house, "x", reply: foreign), id: "msg_3").status == 403, "\(foreign)")
        }
        await house.close()
    }
}
