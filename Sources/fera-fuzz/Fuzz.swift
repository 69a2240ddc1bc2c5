import Foundation

/// libFuzzer's loop: calls `test` with one input after another and never returns when a test stops the program.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// `fera-fuzz TARGET [options of libFuzzer] [corpus …]`: gives invented bytes to one reader of bytes from outside.
/// Built by `make fuzz` alone, with the sanitizers that it needs in every room.
@main enum Fuzz {
    static let targets: [(name: String, run: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32)] = [
        ("request", { RequestFuzz.head(bytes($0, $1)) }), ("body", { RequestFuzz.body(bytes($0, $1)) }), ("websocket", { WebSocketFuzz.frames(bytes($0, $1)) }),
        ("multipart", { MultipartFuzz.form(bytes($0, $1)) }), ("json", { JSONFuzz.bodies(bytes($0, $1)) }), ("value", { JSONFuzz.texts(bytes($0, $1)) }),
        ("clone", { CloneFuzz.file(bytes($0, $1)) }),
        ("text", { IngestFuzz.file("a.txt", bytes($0, $1)) }), ("markdown", { IngestFuzz.file("a.md", bytes($0, $1)) }),
        ("csv", { IngestFuzz.file("a.csv", bytes($0, $1)) }), ("tsv", { IngestFuzz.file("a.tsv", bytes($0, $1)) }),
        ("document", { IngestFuzz.file("a.json", bytes($0, $1)) }), ("lines", { IngestFuzz.file("a.jsonl", bytes($0, $1)) }),
        ("mail", { IngestFuzz.file("a.eml", bytes($0, $1)) }), ("transcript", { IngestFuzz.file("a.vtt", bytes($0, $1)) }),
    ]

    static func main() {
        let name = CommandLine.arguments.dropFirst().first
        guard let target = targets.first(where: { $0.name == name }) else {
            print(targets.map(\.name).joined(separator: "\n"))
            exit(name == nil ? 0 : 2)
        }
        // The target's name takes the place of the program's.
        var arguments = CommandLine.arguments.dropFirst().compactMap { strdup($0) }.map { Optional($0) } + [nil]
        var count = Int32(arguments.count - 1)
        exit(
            arguments.withUnsafeMutableBufferPointer { buffer in
                guard var base = buffer.baseAddress else { return 2 }
                return runDriver(&count, &base, target.run)
            })
    }

    static func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }
}

/// Stops the program where something does not hold, so that libFuzzer keeps the input.
func hold(_ condition: Bool, _ what: @autoclosure () -> String) {
    precondition(condition, what())
}

/// Cuts bytes at places that the bytes themselves choose, the same at every run.
func pieces(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    guard !bytes.isEmpty else { return [[]] }
    var found: [ArraySlice<UInt8>] = []
    var at = 0, step = 1 + Int(bytes.reduce(0) { $0 &* 31 &+ UInt32($1) } % 13)
    while at < bytes.count {
        let end = min(at + step, bytes.count)
        found.append(bytes[at..<end])
        at = end
        step = step % 13 + 1
    }
    return found
}

/// The fuzzer's library asks for this name where it brings a `main` of its own; this program has one and picks its test itself.
@_cdecl("LLVMFuzzerTestOneInput") func unused(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 { -1 }
