import FeraCrypto
import FeraHTTP

/// Trace Context (W3C Recommendation, level 1): a request's trace goes on, or a new one begins.
enum Trace {
    static func parent(of request: Request) -> String {
        let span = Hex.encode(Random.bytes(8))
        if let sent = request.headers["traceparent"] {
            let parts = sent.split(separator: "-", omittingEmptySubsequences: false)
            if parts.count == 4, parts[0] == "00", parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
                parts.allSatisfy({ $0.allSatisfy { $0.isHexDigit && !$0.isUppercase } }), parts[1].contains(where: { $0 != "0" })
            {
                return "00-\(parts[1])-\(span)-\(parts[3])"
            }
        }
        return "00-\(Hex.encode(Random.bytes(16)))-\(span)-00"
    }
}
