import FeraCrypto
import Glibc

/// Puts sealed files on disk so that a crash leaves none or whole ones.
package enum CloneFile {
    /// What has just been done; tests stop the writing after each.
    package enum Step: String, CaseIterable, Sendable {
        case created, written, synced, verified, folderSynced = "folder_synced", renamed, parentSynced = "parent_synced"
    }

    /// Writes a version's editions into `<folder>/v0001`: into a temporary folder, each synced and verified, then renamed at once.
    /// Doing it again after a crash, or after success, ends in the same place.
    /// - Parameter after: called when a step is done; an error it throws ends the writing there.
    /// - Returns: the path of the version's folder.
    /// - Throws: `exists` where another version lies there, `not_whole`, `input_output`.
    @discardableResult
    package static func write(
        _ version: SealedVersion, to folder: String, after: (Step) throws(CloneError) -> Void = { _ in }
    ) throws(CloneError) -> String {
        let name = folderName(version: version.version)
        let target = "\(folder)/\(name)", temporary = "\(folder)/.\(name).tmp"
        if access(target, F_OK) == 0 {
            for file in version.files.values { try check(file, at: "\(target)/\(file.name)") }
            try sync(folder: folder)
            return target
        }
        try remove(folder: temporary)
        guard mkdir(temporary, 0o700) == 0 else { throw .system("make the folder", temporary) }
        try after(.created)
        for file in version.files.values.sorted(by: { $0.name < $1.name }) {
            try put(file, at: "\(temporary)/\(file.name)", after: after)
        }
        try sync(folder: temporary)
        try after(.folderSynced)
        guard rename(temporary, target) == 0 else { throw .system("give its name to", target) }
        try after(.renamed)
        try sync(folder: folder)
        try after(.parentSynced)
        return target
    }

    /// Adds one file, such as a redaction edition, to a version's folder: temporary name, synced, verified, renamed, folder synced.
    /// - Returns: the file's path.
    @discardableResult
    package static func write(_ file: SealedFile, to folder: String, after: (Step) throws(CloneError) -> Void = { _ in }) throws(CloneError) -> String {
        let target = "\(folder)/\(file.name)", temporary = "\(folder)/.\(file.name).tmp"
        if access(target, F_OK) == 0 {
            try check(file, at: target)
            try sync(folder: folder)
            return target
        }
        try put(file, at: temporary, after: after)
        guard rename(temporary, target) == 0 else { throw .system("give its name to", target) }
        try after(.renamed)
        try sync(folder: folder)
        try after(.parentSynced)
        return target
    }

    /// Takes a file's name away and syncs the folder: what happens to the old file after a redaction. Who has it open reads on
    /// until they close it. A file that is gone already is no error.
    package static func destroy(_ path: String) throws(CloneError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .system("remove", path) }
        // "/x" lies in "/", "x" in the working folder.
        try sync(folder: path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
    }

    /// `v0001`.
    package static func folderName(version: Int) -> String {
        let digits = String(version)
        return "v" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

extension CloneFile {
    private static func put(_ file: SealedFile, at path: String, after: (Step) throws(CloneError) -> Void) throws(CloneError) {
        let handle = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard handle >= 0 else { throw .system("create", path) }
        do {
            defer { close(handle) }
            var written = 0
            while written < file.bytes.count {
                let count = file.bytes.withUnsafeBytes { Glibc.write(handle, $0.baseAddress?.advanced(by: written), $0.count - written) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw .system("write", path) }
                written += count
            }
            try after(.written)
            guard fsync(handle) == 0 else { throw .system("sync", path) }
            try after(.synced)
        }
        try check(file, at: path)
        try after(.verified)
    }

    /// The file at a path must be whole and be this one, byte for byte.
    private static func check(_ file: SealedFile, at path: String) throws(CloneError) {
        let clone: OpenClone
        do {
            clone = try OpenClone(path: path)
        } catch {
            throw CloneError(.notWhole, "\(path) was written and cannot be opened: \(error.message)")
        }
        guard clone.root == file.root, clone.mapping.read({ $0.withUnsafeBytes { $0.elementsEqual(file.bytes) } }) else {
            throw CloneError(.exists, "\(path) is another file than the one that was sealed: move it away and write again")
        }
        if case .broken(let faults) = clone.verify(trust: []) {
            throw CloneError(.notWhole, "\(path) does not verify: \(faults.map(\.message).joined(separator: "; "))")
        }
    }

    private static func sync(folder: String) throws(CloneError) {
        let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw .system("open the folder", folder) }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw .system("sync the folder", folder) }
    }

    /// Removes what a crash left of a temporary folder; only the files that a version has.
    private static func remove(folder: String) throws(CloneError) {
        guard access(folder, F_OK) == 0 else { return }
        guard let entries = opendir(folder) else { throw .system("read the folder", folder) }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != ".", name != ".." { unlink("\(folder)/\(name)") }
        }
        guard rmdir(folder) == 0 else { throw .system("remove the folder", folder) }
    }
}
