import FeraSearch
import Glibc

/// A file's bytes, mapped read-only. The file must not be changed while it is mapped: clones never are, they are replaced by name.
final class Mapping: Sendable {
    let count: Int
    // The memory is read-only from mapping to unmapping and belongs to this object alone, so any thread may read it.
    nonisolated(unsafe) private let base: UnsafeMutableRawPointer?

    /// - Parameter check: is given the open file's size and its first page (less where the file is shorter) before anything is
    ///   mapped; throws to refuse the file.
    init(path: String, check: (_ size: Int, _ page: RawSpan) throws(CloneError) -> Void) throws(CloneError) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard file >= 0 else { throw .system("open", path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .system("look at", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw CloneError(.inputOutput, "\(path) is not a file") }
        let size = Int(status.st_size)
        var page = [UInt8](repeating: 0, count: min(size, Container.page))
        let read = page.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
        guard read == page.count else { throw .system("read", path) }
        try check(size, page.span.bytes)
        guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), base != MAP_FAILED else { throw .system("map", path) }
        self.base = base
        count = size
    }

    deinit { munmap(base, count) }

    /// Calls `body` with the whole file in place.
    func read<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: base, count: count).bytes)
    }

    /// A part of the file that keeps the mapping alive.
    func section(_ range: Range<Int>) -> SectionBytes {
        SectionBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(start: base, count: count)[range]), owner: self)
    }
}

extension CloneError {
    /// What the system said when a call failed.
    static func system(_ what: String, _ path: String) -> CloneError {
        CloneError(.inputOutput, "could not \(what) \(path): \(String(cString: strerror(errno)))")
    }
}
