import CEpoll

/// A field value such as `form-data; name="a"; filename="b"`.
struct HeaderParameters {
    /// What stands before the first semicolon, in lower case.
    let value: String
    private var parameters: [(name: String, value: String)] = []

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var index = bytes.firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
        value = String(decoding: ASCII.trim(bytes[..<index]), as: UTF8.self).lowercased()
        while index < bytes.count {
            index += 1
            guard let equals = bytes[index...].firstIndex(of: UInt8(ascii: "=")) else { return }
            let name = String(decoding: ASCII.trim(bytes[index..<equals]), as: UTF8.self).lowercased()
            index = equals + 1
            var out: [UInt8] = []
            if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                index += 1
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
                    if bytes[index] == UInt8(ascii: "\\"), next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") { index += 1 }
                    out.append(bytes[index])
                    index += 1
                }
                index = bytes[min(index, bytes.count)...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
            } else {
                let end = bytes[index...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
                out = Array(ASCII.trim(bytes[index..<end]))
                index = end
            }
            parameters.append((name, String(decoding: out, as: UTF8.self)))
        }
    }

    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }
}

/// Finding bytes within bytes.
enum ByteSearch {
    static func first(_ needle: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> Int? {
        let place = fera_find(bytes.baseAddress, bytes.count, needle.baseAddress, needle.count)
        return place < 0 ? nil : place
    }
}
