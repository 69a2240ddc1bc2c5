import Glibc

/// An open regular file (or a part of it) as a body; closed with its last copy.
package final class FileBody: Sendable {
    let descriptor: Int32
    let offset: Int
    /// Bytes to send.
    package let byteCount: Int

    /// Opens a file for reading, never through a final symbolic link.
    /// - Parameters: offset and count in bytes; without a count to the end.
    /// - Throws: `Problem` 404 `not_found` when it is no readable regular file.
    package init(path: String, offset: Int = 0, count: Int? = nil) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        var information = stat()
        guard descriptor >= 0, fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            if descriptor >= 0 { close(descriptor) }
            throw Problem(404, "not_found", "There is no such file")
        }
        self.descriptor = descriptor
        self.offset = min(max(0, offset), Int(information.st_size))
        byteCount = min(count ?? .max, Int(information.st_size) - self.offset)
    }

    deinit { close(descriptor) }
}

extension Response {
    /// A file of a media type.
    /// - Throws: `Problem` 404 `not_found`.
    package static func file(path: String, type: String) throws -> Response {
        Response(headers: Headers([("Content-Type", type)]), body: .file(try FileBody(path: path)))
    }
}
