import Foundation

/// `fera-bench all`: every measurement once more, and the table for docs/benchmarks.md at the end.
func allBench(_ arguments: [String]) async throws {
    let options = Options(arguments)
    let load = loadAverage()
    var rows = try await measureStore(seconds: 2, runs: 3, writers: 64, folder: FileManager.default.temporaryDirectory.path)
    rows += try await measureServer(options)
    rows += try await measureAsks(options)
    rows += try await measureColdStart(options)
    rows += try await measureChats(options)
    print("\n\(cores) cores, medians of several runs; load average \(load) before, \(loadAverage()) after\n\n\(Row.table(rows))")
}

/// `fera-bench ask --data DIR` measures, `fera-bench ask --fit DIR` fits.
func askCommand(_ arguments: [String]) async throws {
    let options = Options(arguments)
    if let folder = options["fit"] { return try askFit(fixture: folder) }
    guard let folder = options["data"] else { throw BenchError("usage: ask --data DIR | ask --fit DIR") }
    try askBench(data: folder)
}
