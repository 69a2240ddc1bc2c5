/// Why bytes are no acceptable request. The connection is closed after the answer.
struct Refusal: Error, Equatable {
    var status: Int
    var code: String
    var detail: String

    static func bad(_ detail: String) -> Refusal { Refusal(status: 400, code: "malformed", detail: detail) }
    static func tooLarge(limit: Int) -> Refusal {
        Refusal(status: 413, code: "too_large", detail: "The body is larger than the \(limit) bytes this address takes. Send less, or split it.")
    }
}
