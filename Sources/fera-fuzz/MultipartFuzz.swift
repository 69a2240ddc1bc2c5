@testable import FeraHTTP

/// Uploads: how the bytes arrive must not change which parts come out.
enum MultipartFuzz {
    /// The first line is the Content-Type.
    static func form(_ bytes: [UInt8]) -> Int32 {
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        let type = String(decoding: bytes[..<end], as: UTF8.self), body = Array(bytes[min(end + 1, bytes.count)...])
        _ = HeaderParameters(type)["boundary"]
        guard let whole = parse([body[...]], type), let apart = parse(pieces(body), type) else { return 0 }
        hold(whole == apart, "whole: \(whole), in pieces: \(apart)")
        return 0
    }

    private static func parse(_ pieces: [ArraySlice<UInt8>], _ type: String) -> String? {
        var limits = MultipartLimits()
        limits.parts = 5
        guard var parser = MultipartParser(contentType: type, limits: limits) else { return nil }
        var out = "", data: [UInt8] = []
        do {
            for piece in pieces {
                for event in try parser.feed(Array(piece)) {
                    switch event {
                    case .begin(let part):
                        hold(part.name.utf8.count <= limits.nameBytes, "a name is over its limit")
                        hold(part.filename?.contains("/") != true, "a file's name is a path")
                        out += "\(part)"
                        data = []
                    case .data(let bytes): data += bytes
                    case .end: out += "\(data)"
                    }
                }
            }
        } catch { return "refused" }
        return out + "\(parser.isDone)"
    }
}
