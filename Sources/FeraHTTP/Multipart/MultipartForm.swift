import Glibc

/// What a multipart upload may hold.
package struct MultipartLimits: Sendable {
    /// Bytes of the whole body.
    package var totalBytes = 64 << 20
    /// Parts, fields and files together.
    package var parts = 64
    /// UTF-8 bytes of a field's or a file's name.
    package var nameBytes = 255
    /// Bytes of one field's value, which is kept in memory.
    package var fieldBytes = 64 * 1024

    /// 64 MiB in 64 parts.
    package init() {}
}

/// The parts of an upload. The files are removed with the form's last copy; move what shall stay.
package struct MultipartForm: Sendable {
    /// One part with a file name.
    package struct File: Sendable {
        /// The form's name for the part.
        package let name: String
        /// The last component of the client's file name; only for showing.
        package let filename: String
        /// The part's media type, as the client says.
        package let contentType: String
        /// Where the bytes are.
        package let path: String
        /// How many there are.
        package internal(set) var byteCount: Int
    }

    /// Fields in order, as UTF-8 text.
    package internal(set) var fields: [(name: String, value: String)] = []
    /// Files in order.
    package internal(set) var files: [File] = []
    let folder: UploadFolder

    /// The first field of that name.
    package func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}

/// A folder of its own for one upload, removed with all that is in it when nobody holds it any more.
final class UploadFolder: Sendable {
    let path: String

    init?(in parent: String) {
        var template = Array("\(parent)/upload-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { return nil }
        path = String(cString: made)
    }

    deinit {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { unlink("\(path)/\(name)") }
            }
            closedir(directory)
        }
        rmdir(path)
    }
}
