// swift-tools-version: 6.2
// Fera is built from the rooms below. An arrow that is not drawn here does not exist: `make test` holds every
// `import` line against this manifest, and the walls that carry the five invariants are these:
//   FeraInterview → FeraDomain, FeraJSON, nothing else  the interviewer is pure
//   FeraAsk, FeraClone → no database, no model, no draft  Ask reads sealed clones only
//   FeraHTTP → FeraCrypto, FeraJSON, nothing else of Fera  the server layer knows no customer
// docs/modules.md says of each room what may not go in.
import PackageDescription

/// `make fuzz` alone sets this: every room gets the fuzzer's and the address sanitizer's instruments, and there is one program more.
let fuzzing = Context.environment["FERA_FUZZ"] != nil
let instruments = ["-sanitize=fuzzer,address"]

let swift: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ] + (fuzzing ? [.unsafeFlags(instruments)] : [])

/// A C library of the system; `shim.h` holds what Swift cannot call by itself.
func system(_ name: String, pkgConfig: String? = nil, apt: String? = nil) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: apt.map { [.apt([$0])] })
}

/// A room of Fera: `Sources/<name>`, with its tests in `Tests/<name>Tests`.
func room(_ name: String, _ dependencies: [String] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies.map { .init(stringLiteral: $0) }, path: "Sources/\(name)", exclude: exclude, swiftSettings: swift)
}

func program(_ name: String, _ dependencies: [String], linker: [LinkerSetting]? = nil) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies.map { .init(stringLiteral: $0) }, path: "Sources/\(name)", swiftSettings: swift, linkerSettings: linker)
}

func tests(_ name: String, _ dependencies: [String], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies.map { .init(stringLiteral: $0) }, path: "Tests/\(name)Tests", exclude: exclude,
        swiftSettings: swift)
}

let package = Package(
    name: "fera",
    products: [.executable(name: "fera", targets: ["fera"]), .executable(name: "fera-bench", targets: ["fera-bench"])],
    targets: [
        system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        system("CWslay", apt: "libwslay-dev"),
        system("CZlib", apt: "zlib1g-dev"),
        system("CEpoll"),
        system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        system("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
        system("CStemmer", apt: "libstemmer-dev"),
        .target(name: "CAssets", path: "Sources/CAssets", exclude: ["web", "sample", "embed.sh"]),

        room("FeraJSON"),
        room("FeraDomain", ["FeraJSON"]),
        room("FeraInterview", ["FeraDomain", "FeraJSON"]),
        room("FeraIngest", ["FeraDomain", "CArchive"]),
        room("FeraSearch", ["FeraDomain", "CStemmer"]),
        room("FeraCrypto", ["CCrypto"]),
        room("FeraClone", ["FeraDomain", "FeraSearch", "FeraCrypto"]),
        room("FeraAsk", ["FeraDomain", "FeraSearch", "FeraClone"]),
        room("FeraSQLite", ["CSQLite"]),
        room("FeraStore", ["CZlib", "FeraDomain", "FeraSQLite", "FeraCrypto"]),
        room("FeraCurl", ["CCurl"]),
        room("FeraLLM", ["FeraDomain", "FeraJSON", "FeraCurl"]),
        room("FeraHTTP", ["CEpoll", "CWslay", "CZlib", "FeraCrypto", "FeraJSON"]),
        room("FeraApp", ["FeraDomain", "FeraJSON", "FeraCrypto", "FeraInterview", "FeraIngest", "FeraClone", "FeraAsk", "FeraStore", "FeraLLM"]),
        room("FeraServer", ["FeraDomain", "FeraJSON", "FeraCrypto", "FeraApp", "FeraHTTP", "FeraCurl", "FeraLLM", "CAssets"]),
        room("FeraTestSupport", ["FeraDomain", "FeraHTTP"]),

        room("FeraPlay", ["FeraDomain", "FeraCrypto"]),

        program(
            "fera",
            [
                "FeraServer", "FeraHTTP", "FeraPlay", "FeraApp", "FeraAsk", "FeraClone", "FeraSearch", "FeraStore", "FeraSQLite", "FeraDomain",
                "FeraCrypto", "CCurl", "CSQLite", "CCrypto", "CArchive",
            ]),
        program(
            "fera-bench",
            [
                "FeraServer", "FeraApp", "FeraStore", "FeraHTTP", "FeraCurl", "FeraAsk", "FeraClone", "FeraSearch", "FeraInterview", "FeraIngest", "FeraDomain",
                "FeraJSON", "FeraCrypto",
            ]),

        tests("Walls", []),
        tests("FeraJSON", ["FeraJSON"]),
        tests("FeraDomain", ["FeraDomain"]),
        tests("FeraInterview", ["FeraInterview", "FeraDomain"]),
        tests("fera-bench", ["fera-bench", "FeraInterview", "FeraDomain"]),
        tests("FeraIngest", ["FeraIngest", "FeraDomain"]),
        tests("FeraSearch", ["FeraSearch", "FeraDomain"]),
        tests("FeraCrypto", ["FeraCrypto"]),
        tests("FeraClone", ["FeraClone", "FeraDomain", "FeraSearch", "FeraCrypto", "FeraTestSupport"]),
        tests("FeraAsk", ["FeraAsk", "FeraClone", "FeraSearch", "FeraDomain", "FeraCrypto"], exclude: ["Fixtures"]),
        tests("FeraSQLite", ["FeraSQLite"]),
        tests("FeraStore", ["FeraStore", "FeraSQLite", "FeraDomain", "FeraCrypto", "FeraTestSupport", "CSQLite"]),
        tests("FeraCurl", ["FeraCurl", "FeraHTTP", "FeraTestSupport"]),
        tests("FeraLLM", ["FeraLLM", "FeraCurl", "FeraHTTP", "FeraDomain", "FeraTestSupport"]),
        tests("FeraHTTP", ["FeraHTTP", "FeraCrypto", "FeraTestSupport"]),
        tests(
            "FeraApp",
            [
                "FeraApp", "FeraHTTP", "FeraCurl", "FeraInterview", "FeraIngest", "FeraClone", "FeraAsk", "FeraStore", "FeraLLM", "FeraDomain", "FeraJSON",
                "FeraCrypto", "FeraTestSupport",
            ]),
        tests("FeraPlay", ["FeraPlay", "FeraDomain"]),
        tests("fera", ["fera", "FeraApp", "FeraServer", "FeraStore", "FeraSQLite", "FeraCrypto", "FeraDomain", "FeraTestSupport"]),
        tests("FeraServer", ["FeraServer", "FeraApp", "FeraHTTP", "FeraCurl", "FeraDomain", "FeraCrypto", "FeraTestSupport"]),
    ]
)

if fuzzing {
    package.targets.append(
        program(
            "fera-fuzz", ["FeraApp", "FeraHTTP", "FeraIngest", "FeraClone", "FeraSearch", "FeraDomain", "FeraJSON"],
            linker: [.unsafeFlags(instruments + ["-use-ld=lld"])]))
}
