import FeraCrypto
import FeraDomain
import FeraStore
import Foundation

/// `fera-bench store --projections EVENTS`: how long it takes to make the index of the workspace anew from a log of so many events.
/// One event in five is one that the index has to read; the rest are an interview's, which it passes over.
func projectionsBench(_ text: String) async throws {
    guard let count = Int(text), count > 0 else { throw StoreBenchError(message: "--projections takes a number of events") }
    let folder = FileManager.default.temporaryDirectory.path + "/fera-bench-projections-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let clock = ContinuousClock()
    var store = try await Store.open(folder: folder, clock: { 0 })
    let start = clock.now
    var made = 0
    while made < count {
        let person = Identifier<Person>("pe_\(made)"), from = made, to = min(count, made + 2_000)
        let credentials = try (from..<to).filter { $0 % 5 == 0 }.map { number in
            let event = PersonEvent.sessionOpened(
                .init(hash: SHA256.hash("\(number)").hex, id: "se_\(number)", expiresAt: Timestamp(milliseconds: 1), voucher: nil))
            return EventDraft(type: event.type, payload: Array(try event.payload()), at: 0)
        }
        let answers = (from..<to).filter { $0 % 5 != 0 }.map { number in
            EventDraft(type: "answer.given", payload: [UInt8](repeating: 120, count: 180), at: 0, clientID: "c\(number)")
        }
        _ = try await store.append(
            Append([StreamPart("person:\(person)", expectedSeq: nil, credentials), StreamPart("interview:\(made % 97)", expectedSeq: nil, answers)]))
        made = to
    }
    print("filled \(count) events in \(decimal(start.duration(to: clock.now) / .seconds(1), 1)) s")
    await store.close()
    let first = clock.now
    store = try await Store.open(folder: folder, projections: [WorkspaceIndex.projection], clock: { 0 })
    let spent = first.duration(to: clock.now) / .seconds(1)
    print("index made anew from \(count) events in \(decimal(spent, 1)) s, \(Int(Double(count) / spent)) events/s")
    await store.close()
    let second = clock.now
    store = try await Store.open(folder: folder, projections: [WorkspaceIndex.projection], clock: { 0 })
    print("opened again in \(Int(second.duration(to: clock.now) / .milliseconds(1))) ms")
    await store.close()
    let third = clock.now
    let findings = await StoreExamination(folder: folder).findings()
    print("examined in \(decimal(third.duration(to: clock.now) / .seconds(1), 1)) s: \(findings.map(\.found).joined(separator: "; "))")
}
