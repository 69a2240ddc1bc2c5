import CArchive
import CCrypto
import CCurl
import CSQLite
import FeraApp
import FeraSearch
import Foundation

/// Looks at the machine and at what the configuration asks of it; it changes nothing.
struct Examination {
    let configuration: Configuration
    let environment: [String: String]

    var checks: [DoctorCheck] { libraries + [dataFolder, disk, audit, key, web].compactMap(\.self) + [model, slack, webhook] }

    /// The C libraries as they are loaded now.
    private var libraries: [DoctorCheck] {
        func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        let curl = text(curl_version())
        var checks: [DoctorCheck] = [
            curl.contains("/") ? .good("libcurl", String(curl.prefix { $0 != " " })) : .bad("libcurl", "no version", "install libcurl4"),
            .good("SQLite", text(sqlite3_libversion())),
            .good("OpenSSL", text(OpenSSL_version(0))), .good("libarchive", text(archive_version_string())),
        ]
        do {
            _ = try TextAnalyzer(.english)
            checks.append(.good("libstemmer", "the English stemmer is there"))
        } catch {
            checks.append(.bad("libstemmer", "\(error)", "install libstemmer0d"))
        }
        return checks
    }

    var folder: String { configuration.data.dir }

    /// Whether the folder can be used, and by nobody else.
    private var dataFolder: DoctorCheck {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: folder, isDirectory: &isFolder) else {
            let parent = URL(fileURLWithPath: folder).deletingLastPathComponent().path
            guard manager.isWritableFile(atPath: parent) else {
                return .bad("data folder", "\(folder) does not exist, and \(parent) cannot be written", "make \(folder) and give it to the user that runs fera")
            }
            return .good("data folder", "\(folder) does not exist yet; the first start makes it")
        }
        guard isFolder.boolValue else { return .bad("data folder", "\(folder) is a file", "choose another folder with --data or data.dir") }
        guard manager.isWritableFile(atPath: folder) else { return .bad("data folder", "\(folder) cannot be written", "give it to the user that runs fera") }
        if let mode = Self.mode(folder), mode & 0o077 != 0 {
            return .bad("data folder", "\(folder) can be read by others on this machine (\(String(mode, radix: 8)))", "chmod 700 \(folder)")
        }
        return .good("data folder", folder)
    }

    private var disk: DoctorCheck {
        var place = URL(fileURLWithPath: folder)
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" { place.deleteLastPathComponent() }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return .bad("free disk", "unknown at \(place.path)", "look at it with df")
        }
        let text = "\(free >> 20) MiB at \(place.path)"
        return free < 1 << 30 ? .bad("free disk", text, "make room: below 1 GiB a busy workspace may soon be full") : .good("free disk", text)
    }

    private var key: DoctorCheck {
        let path = configuration.keysFolder + "/signing.fera-key"
        guard FileManager.default.fileExists(atPath: path) else { return .good("signing key", "\(path) does not exist yet; the first start makes it") }
        guard FileManager.default.isReadableFile(atPath: path) else {
            return .bad("signing key", "\(path) cannot be read", "give it to the user that runs fera")
        }
        guard let mode = Self.mode(path), mode & 0o077 == 0 else {
            return .bad("signing key", "\(path) can be read by others on this machine", "chmod 600 \(path)")
        }
        return .good("signing key", path)
    }

    private var web: DoctorCheck? {
        let folder = configuration.server.webDir
        guard !folder.isEmpty else { return nil }
        return FileManager.default.fileExists(atPath: folder + "/index.html")
            ? .good("web page", "served from \(folder)") : .bad("web page", "\(folder) has no index.html", "correct server.web_dir or leave it empty")
    }

    private var model: DoctorCheck {
        let settings = configuration.llm
        guard settings.enabled else { return .good("model", "off; everything works without") }
        guard !settings.baseURL.isEmpty, !settings.model.isEmpty else {
            return .bad("model", "llm.enabled is true without an address or a model", "set llm.base_url and llm.model")
        }
        if !settings.keyFile.isEmpty, !FileManager.default.isReadableFile(atPath: settings.keyFile) {
            return .bad("model", "\(settings.keyFile) cannot be read", "correct llm.key_file or its rights")
        }
        if settings.keyFile.isEmpty, !settings.keyEnv.isEmpty, !isSet(settings.keyEnv) {
            return .bad("model", "the variable \(settings.keyEnv) is not set", "set it to the key")
        }
        let key = settings.keyFile.isEmpty && settings.keyEnv.isEmpty ? "without a key" : "its key is set"
        return .good("model", "\(settings.model) at \(settings.baseURL), \(key), up to the label \(settings.labelCeiling)")
    }

    private var slack: DoctorCheck {
        let settings = configuration.slack
        guard settings.enabled else { return .good("Slack", "off") }
        let missing = [settings.signingSecretEnv, settings.botTokenEnv].filter { !isSet($0) }
        return missing.isEmpty
            ? .good("Slack", "signing secret and token are set")
            : .bad("Slack", "not set: \(missing.joined(separator: ", "))", "set them to what the Slack app shows")
    }

    private var webhook: DoctorCheck {
        let settings = configuration.webhook
        guard settings.enabled else { return .good("webhook", "off") }
        guard isSet(settings.secretEnv) else {
            return .bad("webhook", "the variable \(settings.secretEnv) is not set", "set it to a secret that begins with whsec_")
        }
        guard !settings.person.isEmpty else { return .bad("webhook", "webhook.person is empty", "set it to the id of the person that the webhook acts for") }
        return .good("webhook", "its secret is set")
    }

    private func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }

    private static func mode(_ path: String) -> Int? { (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue }
}
