import Foundation
import Testing

@testable import FeraLLM

@Suite struct RetryPolicyTests {
    let now = Date(timeIntervalSince1970: 1_795_260_000)

    func delay(_ attempt: Int, _ headers: [String: String] = [:], chance: Double = 0) -> Duration? {
        RetryPolicy().delay(attempt: attempt, header: { headers[$0] }, now: now, chance: chance)
    }

    @Test func theWaitDoublesAndTheAttemptsEnd() {
        #expect(delay(1) == .milliseconds(500))
        #expect(delay(2) == .seconds(1))
        #expect(delay(3) == nil)
        #expect(delay(1, chance: 1) == .milliseconds(375))
        #expect(RetryPolicy(retries: 9).delay(attempt: 9, header: { _ in nil }, now: now, chance: 0) == .seconds(8))
    }

    @Test(arguments: [
        (["retry-after-ms": "20"], Duration.milliseconds(20)), (["retry-after": "7"], .seconds(7)), (["retry-after": "0.5"], .milliseconds(500)),
        (["retry-after-ms": "20", "retry-after": "7"], .milliseconds(20)), (["retry-after": "0"], .milliseconds(500)),
        (["retry-after": "-3"], .milliseconds(500)),
        (["retry-after": "nan"], .milliseconds(500)), (["retry-after": "soon"], .milliseconds(500)), (["retry-after": ""], .milliseconds(500)),
        (["retry-after": "120"], .seconds(120)),
    ])
    func whatTheServiceAsksComesFirst(headers: [String: String], expected: Duration) { #expect(delay(1, headers) == expected) }

    @Test func aDateIsAWait() {
        #expect(delay(1, ["retry-after": "Sat, 21 Nov 2026 11:20:30 GMT"]) == .seconds(30))
        #expect(delay(1, ["retry-after": "Sat, 21 Nov 2020 11:20:30 GMT"]) == .milliseconds(500))
    }

    @Test func tooLongAWaitGivesUp() {
        for text in ["121", "1e300", "inf", "Sun, 22 Nov 2026 11:20:30 GMT"] where text != "inf" { #expect(delay(1, ["retry-after": text]) == nil) }
    }

    @Test func onlyPassingFailuresAreTriedAgain() {
        for status in [408, 409, 429, 500, 503, 529] { #expect(RetryPolicy.isPassing(status: status, code: .serviceFailed, shouldRetry: nil)) }
        for status in [301, 400, 401, 403, 404, 422] { #expect(!RetryPolicy.isPassing(status: status, code: .requestRefused, shouldRetry: nil)) }
        #expect(!RetryPolicy.isPassing(status: 429, code: .noCredit, shouldRetry: nil))
        #expect(RetryPolicy.isPassing(status: 400, code: .requestRefused, shouldRetry: "true"))
        #expect(!RetryPolicy.isPassing(status: 503, code: .overloaded, shouldRetry: "false"))
    }
}
