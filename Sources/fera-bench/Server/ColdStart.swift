import Foundation
import Glibc

/// `fera-bench coldstart`: from the start of a process to 200 on `/readyz`, median of `--runs N` (10), on a workspace of
/// `--owners N` (64) owners, or on `--workspace DIR` that `server --keep DIR` has left. It starts `serve` of the `fera` that lies
/// beside this program or of `--program PATH`; without one, the same service in a fresh process of this program.
func coldStartBench(_ arguments: [String]) async throws { _ = try await measureColdStart(Options(arguments)) }

func measureColdStart(_ options: Options) async throws -> [Row] {
    let folder = try BenchFolder()
    let path = options["workspace"] ?? folder.path
    if options["workspace"] == nil {
        let road = try await Road(folder: path)
        _ = try await road.owners(options.int("owners", 64), accounts: options.int("accounts", 6), events: options.int("events", 170))
        await road.close()
    }
    let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "fera").path
    let program = options["program"] ?? (FileManager.default.isExecutableFile(atPath: beside) ? beside : nil)
    var times: [Double] = []
    for _ in 0..<max(1, options.int("runs", 10)) {
        let start = seconds()
        let child = try ServerChild(folder: path, program: program.map { ($0, ["serve", "--data", path + "/data", "--host", "127.0.0.1", "--port", "0"]) })
        defer { child.stop() }
        let client = try LoadClient(port: child.port, connections: 1)
        try client.send(LoadClient.request("GET", "/readyz", port: child.port, token: ""), on: 0, due: start)
        while client.isBusy(0) {
            try client.wait(until: seconds() + 5) { _, reply, _ in
                guard reply.status == 200 else { throw BenchError("/readyz gave \(reply.status)") }
                times.append((seconds() - start) * 1000)
            }
        }
    }
    let size = try FileManager.default.attributesOfItem(atPath: path + "/data/fera.sqlite")[.size] as? Int ?? 0
    let started = program ?? "the service in this program"
    print("cold start of \(started), workspace of \(size >> 20) MiB: median \(decimal(median(times), 1)) ms (\(times.map { Int($0) }))")
    return [Row(what: "cold start to 200 on /readyz, workspace of \(size >> 20) MiB", value: "\(decimal(median(times), 0)) ms", goal: "< 200 ms")]
}
