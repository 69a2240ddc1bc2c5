import FeraClone
import FeraCrypto

extension Command {
    /// `fera clone verify`.
    static let cloneVerify = Command(
        spec: CommandSpec(
            name: "clone verify", summary: "recompute every hash and signature of a clone file", operands: ["FILE"],
            flags: [
                .init(
                    name: "trust", placeholder: "KEY", help: "a public key, hexadecimal or a file; then an unknown signer is a failure", isRepeated: true),
                .init(name: "parent", placeholder: "FILE", help: "the version before: its root must be the one that FILE names"), CloneFiles.jsonFlag,
            ])
    ) { arguments, console in
        let path = arguments.operands[0]
        let trust = try arguments.all("trust").map { try CloneFiles.key($0) }
        let parent = try arguments["parent"].map { try CloneFiles.open($0) }
        if let parent, case .broken(let faults) = parent.verify(trust: trust) {
            throw Failure("\(parent.path) is broken itself: \(faults.map(\.message).joined(separator: "; "))")
        }
        let found = Verification.verify(path: path, trust: trust, parent: parent?.root)
        let report = VerifyReport(path, found, isTrustAsked: !trust.isEmpty)
        if arguments.has("json") { try console.say(json: report) } else { report.lines.forEach { console.say($0) } }
        return report.isGood ? 0 : 1
    }
}

/// What `clone verify` says.
struct VerifyReport: Encodable {
    var file: String
    /// `whole`, `signer_unknown` or `broken`.
    var verification: String
    var root: String?
    var version: Int?
    var signers: [String]
    var broken: [String]
    let isGood: Bool

    enum CodingKeys: String, CodingKey { case file, verification, root, version, signers, broken }

    init(_ path: String, _ found: Verification, isTrustAsked: Bool) {
        file = path
        let clone = try? OpenClone(path: path)
        root = clone?.root.hex
        version = clone?.version
        signers = clone?.manifest.signers ?? []
        broken = []
        switch found {
        case .whole:
            verification = "whole"
            isGood = true
        case .wholeButSignerUnknown:
            verification = "signer_unknown"
            isGood = !isTrustAsked
        case .broken(let faults):
            verification = "broken"
            broken = faults.map(\.message)
            isGood = false
        }
    }

    var lines: [String] {
        let signed = signers.joined(separator: ", ")
        switch verification {
        case "whole": return ["whole: every byte is accounted for, signed by \(signed), which is trusted", "root \(root ?? "")"]
        case "signer_unknown":
            return [
                "whole, but signed by \(signed), which is not among the trusted keys\(isGood ? "; name one with --trust to check the signer too" : "")",
                "root \(root ?? "")",
            ]
        default: return ["broken: \(file)"] + broken.map { "  \($0)" }
        }
    }
}
