import Glibc
import Synchronization

/// How an upload goes on after a piece was written.
enum UploadStep: Sendable {
    case more
    case done(MultipartForm)
    case failed(Problem)
}

/// One upload being written. The disk thread works on it; the loop only makes it and drops it.
final class UploadSession: Sendable {
    private struct State {
        var parser: MultipartParser
        var form: MultipartForm?
        var descriptor: Int32 = -1
        var part: MultipartParser.Part?
        var value: [UInt8] = []
        var byteCount = 0
    }

    private let state: Mutex<State>
    private let limits: MultipartLimits
    private let folder: String

    init(contentType: String?, limits: MultipartLimits, folder: String) throws(Refusal) {
        guard let contentType, let parser = MultipartParser(contentType: contentType, limits: limits) else {
            throw Refusal(status: 415, code: "unsupported_type", detail: "This address takes multipart/form-data with a boundary.")
        }
        self.limits = limits
        self.folder = folder
        state = Mutex(State(parser: parser))
    }

    deinit { state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } } }

    func take(_ piece: [UInt8], last: Bool) -> UploadStep {
        state.withLock { state in
            do throws(Problem) {
                for event in try state.parser.feed(piece) { try apply(event, &state) }
                guard last else { return .more }
                guard state.parser.isDone, let form = state.form else {
                    throw Problem(400, "malformed", "Malformed upload", detail: "The body ends before its last boundary.")
                }
                return .done(form)
            } catch {
                state.form = nil
                return .failed(error)
            }
        }
    }

    private func apply(_ event: MultipartParser.Event, _ state: inout State) throws(Problem) {
        if state.form == nil {
            guard let made = UploadFolder(in: folder) else { throw Self.diskFailed }
            state.form = MultipartForm(folder: made)
        }
        switch event {
        case .begin(let part):
            state.part = part
            state.value = []
            state.byteCount = 0
            guard part.filename != nil, let form = state.form else { return }
            state.descriptor = open("\(form.folder.path)/\(form.files.count)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if state.descriptor < 0 { throw Self.diskFailed }
        case .data(let bytes):
            state.byteCount += bytes.count
            guard state.part?.filename == nil else { return try write(bytes, state.descriptor) }
            guard state.byteCount <= limits.fieldBytes else {
                throw Problem(413, "too_large", "A form field is too large", detail: "A field may have \(limits.fieldBytes) bytes.")
            }
            state.value += bytes
        case .end: try finish(&state)
        }
    }

    private func finish(_ state: inout State) throws(Problem) {
        guard let part = state.part, let form = state.form else { return }
        state.part = nil
        if let filename = part.filename {
            close(state.descriptor)
            state.descriptor = -1
            state.form?.files.append(
                MultipartForm.File(
                    name: part.name, filename: filename, contentType: part.contentType,
                    path: "\(form.folder.path)/\(form.files.count)", byteCount: state.byteCount))
        } else {
            guard let text = String(validating: state.value, as: UTF8.self) else {
                throw Problem(400, "malformed", "Malformed upload", detail: "The field \"\(part.name)\" is not UTF-8.")
            }
            state.form?.fields.append((part.name, text))
        }
    }

    private func write(_ bytes: [UInt8], _ descriptor: Int32) throws(Problem) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in bytes.baseAddress.map { Glibc.write(descriptor, $0 + offset, bytes.count - offset) } ?? -1 }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.diskFailed }
            offset += count
        }
    }

    private static var diskFailed: Problem {
        Problem(
            503, "disk_full", "The upload could not be written",
            detail: "The server's disk is full or its upload folder cannot be written. Try again later.")
    }
}
