import FeraApp
import FeraCrypto
import FeraDomain
import FeraHTTP
import Foundation

/// Signatures of requests that come from other systems. Both are checked over the bytes as they came, before anything is parsed.
enum RelaySignature {
    /// How far a signed time may be from now.
    static let window: Int64 = 300

    /// Slack's signature v0: `v0=` and the hexadecimal HMAC-SHA256 of `v0:<time>:<body>`.
    /// - Throws: `.signatureInvalid`, the same for everything that is wrong.
    static func checkSlack(_ request: Request, _ secret: RelaySecret, now: Timestamp) throws {
        guard let time = single("X-Slack-Request-Timestamp", request), isNear(time, now), let given = single("X-Slack-Signature", request) else {
            throw refused
        }
        guard constantTimeEqual(Array(slack(request.body, time: time, secret).utf8), Array(given.utf8)) else { throw refused }
    }

    /// The value of `X-Slack-Signature`.
    static func slack(_ body: [UInt8], time: String, _ secret: RelaySecret) -> String {
        "v0=" + HMAC.sha256(key: secret.bytes, Array("v0:\(time):".utf8) + body).hex
    }

    /// The symmetric signature of Standard Webhooks (v1), which may stand among several.
    /// - Returns: the message's id, under which it counts once.
    /// - Throws: `.signatureInvalid`, the same for everything that is wrong.
    static func checkWebhook(_ request: Request, _ secret: RelaySecret, now: Timestamp) throws -> String {
        guard let id = single("webhook-id", request), (1...100).contains(id.utf8.count), let time = single("webhook-timestamp", request), isNear(time, now),
            let list = single("webhook-signature", request)
        else { throw refused }
        let right = Array(webhook(request.body, id: id, time: time, secret).utf8)
        // All of them are compared, so that the time tells nothing of which one fits.
        let fits = list.split(separator: " ").prefix(16).map { constantTimeEqual(right, Array($0.utf8)) }
        guard fits.contains(true) else { throw refused }
        return id
    }

    /// One signature for `webhook-signature`: `v1,` and base64 of the HMAC-SHA256 of `<id>.<time>.<body>`.
    static func webhook(_ body: [UInt8], id: String, time: String, _ secret: RelaySecret) -> String {
        "v1," + Data(HMAC.sha256(key: secret.bytes, Array("\(id).\(time).".utf8) + body).bytes).base64EncodedString()
    }

    private static var refused: AppError {
        AppError(.signatureInvalid, "The request's signature is missing, wrong or too old. Check the signing secret and the clock of who sent it.")
    }

    /// A header that stands exactly once.
    private static func single(_ name: String, _ request: Request) -> String? {
        let values = request.headers.all(name)
        return values.count == 1 ? values[0] : nil
    }

    private static func isNear(_ text: String, _ now: Timestamp) -> Bool {
        guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }), let seconds = Int64(text) else { return false }
        return abs(now.milliseconds / 1000 - seconds) <= window
    }
}
