import CZlib

/// What may be done to an answer's body on its way out. Nothing is done to one that was not released for it: beside a secret, or beside
/// words that somebody else chose, the length of compressed bytes tells what they hold (BREACH).
package enum Compression: Sendable {
    /// The body goes out as it is, without a tag.
    case none
    /// The body is tagged, and compressed each time that it is sent.
    case fresh
    /// The body was tagged and compressed before.
    case kept(KeptBody)

    /// Below so many bytes compressing saves less than it costs.
    static let leastBytes = 1024

    /// Whether bytes of a media type are text.
    static func isText(_ type: String) -> Bool {
        let name = type.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }.map { ASCII.lower($0) }
        // A stream of events has no whole body.
        if name.starts(with: "text/".utf8) { return !name.elementsEqual("text/event-stream".utf8) }
        let others = ["application/json", "application/problem+json", "application/javascript", "image/svg+xml"]
        return others.contains { $0.utf8.elementsEqual(name) }
    }

    /// The bytes in the gzip format (RFC 1952) at a level from 1 (fast) to 9 (small); `nil` when that is not smaller, or memory is short.
    static func gzip(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
        guard bytes.count <= Int(UInt32.max) else { return nil }
        var stream = z_stream()
        // 15 bits of window and 16 for the gzip format; the header that zlib writes holds no time and no name: equal bytes stay equal.
        guard fera_deflate_init(&stream, level, 15 + 16, 8) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var isWhole = false
        let packed = [UInt8](unsafeUninitializedCapacity: bytes.count) { room, count in
            bytes.withUnsafeBufferPointer { input in
                // zlib does not write to its input; the type of the field is that of an older C.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = room.baseAddress
                stream.avail_out = UInt32(room.count)
                isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = room.count - Int(stream.avail_out)
            }
        }
        return isWhole && packed.count < bytes.count ? packed : nil
    }
}

/// Bytes of one media type that are tagged and compressed once and sent many times, from a loop's own thread too.
package final class KeptBody: Sendable {
    let bytes: [UInt8]
    let type: String
    let tag: EntityTag
    let gzip: [UInt8]?

    /// Tags and compresses, which takes milliseconds for 100 KB.
    package init(_ bytes: [UInt8], type: String) {
        self.bytes = bytes
        self.type = type
        tag = EntityTag(of: bytes)
        gzip = Compression.isText(type) && bytes.count >= Compression.leastBytes ? Compression.gzip(bytes, level: 9) : nil
    }
}

extension Response {
    /// A body that was prepared before.
    package static func kept(_ body: KeptBody) -> Response {
        var response = Response.bytes(body.bytes, type: body.type)
        response.compression = .kept(body)
        return response
    }

    /// The same answer, released for compression: it holds no secret, nothing of the request, and no words that can still be added to.
    package var compressible: Response {
        var response = self
        response.compression = .fresh
        return response
    }

    /// The answer as this client gets it: a whole 200 of GET or HEAD that was released carries its `ETag`, is 304 where the client has it
    /// already, and is compressed where it is text of 1 KB and more and the client takes gzip. Every other answer stays as it is.
    package func negotiated(for request: Request) -> Response {
        guard status == 200, request.method == "GET" || request.method == "HEAD", case .bytes(let bytes) = body, !headers.contains("Set-Cookie")
        else { return self }
        var coding = ContentCoding.identity
        let identity: EntityTag, isCodable: Bool
        switch compression {
        case .none: return self
        case .fresh:
            identity = EntityTag(of: bytes)
            isCodable = bytes.count >= Compression.leastBytes && Compression.isText(headers["Content-Type"] ?? "")
        case .kept(let kept):
            identity = kept.tag
            isCodable = kept.gzip != nil
        }
        var response = self
        response.compression = .none
        if isCodable {
            response.headers.add("Vary", "Accept-Encoding")
            coding = ContentCoding.preferred(request.headers.all("Accept-Encoding"))
        }
        let asked = request.headers.all("If-None-Match")
        if !asked.isEmpty, identity.coded(coding).isNamed(by: asked) { return response.notModified(identity.coded(coding)) }
        if coding == .gzip {
            let packed: [UInt8]? = if case .kept(let kept) = compression { kept.gzip } else { Compression.gzip(bytes, level: Self.freshLevel) }
            if let packed {
                response.body = .bytes(packed)
                response.headers.set("Content-Encoding", coding.rawValue)
            } else {
                coding = .identity
            }
        }
        response.headers.set("ETag", identity.coded(coding).field)
        return response
    }

    /// 304 with what RFC 9110 §15.4.5 wants of the 200: everything but what describes the body.
    private func notModified(_ tag: EntityTag) -> Response {
        var response = Response(status: 304)
        for (name, value) in headers.list where !name.lowercased().hasPrefix("content-") || name == "Content-Security-Policy" {
            response.headers.add(name, value)
        }
        response.headers.set("ETag", tag.field)
        return response
    }

    /// Most of what compressing saves for a fraction of the time.
    private static let freshLevel: Int32 = 1
}
