import Foundation

/// The bytes that a relay signs with or shows. It prints as "•••" everywhere.
struct RelaySecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    /// A secret used as its UTF-8 text, as Slack's are.
    init(text: String) { bytes = Array(text.trimmingCharacters(in: .whitespacesAndNewlines).utf8) }

    /// A secret as Standard Webhooks writes it: `whsec_` and base64 of at least 24 bytes; `nil` for anything else.
    init?(standardWebhooks text: String) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.hasPrefix("whsec_"), let data = Data(base64Encoded: String(text.dropFirst(6))), data.count >= 24 else { return nil }
        bytes = Array(data)
    }

    /// The secret as text, for the one header that carries it.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    var description: String { "•••" }
    var debugDescription: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
