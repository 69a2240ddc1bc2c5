import FeraApp
import FeraDomain
import FeraStore
import FeraTestSupport
import Foundation
import Testing

/// What stands in the way of a lock, who may lift it, and what a crash leaves.
struct LockTests {
    @Test func everyBlockerIsTold() async throws {
        let cast = Workspace.cast.filter { $0.key != "legal" }
        let space = try await Workspace.open()
        let handover = try await space.handover(cast: cast)
        func blockers() async throws -> [LockBlocker.Code] { try await handover.preview().blockers.map(\.code) }
        #expect(try await blockers() == [.interviewOpen])
        let interview = try await handover.interview()
        #expect(try await blockers().contains(.interviewOpen))
        try await handover.say(Canary.answer, interview)
        #expect(try await blockers().contains(.interviewOpen))
        try await handover.act(.stop, interview)
        #expect(try await blockers().contains(.ownersPass))
        try await handover.finishPass()
        let listed = try await handover.preview()
        #expect(!listed.ready)
        #expect(Set(listed.blockers.map(\.code)) == [.unreviewed, .noReviewer, .contradictionOpen, .nothingToLock])
        let lone = try #require(listed.blockers.first { $0.code == .noReviewer })
        #expect(lone.message.contains("regulated"))
        #expect(lone.ids == [try await handover.line(Canary.commercial).id.rawValue])
        do {
            try await handover.lock()
            Issue.record("a lock with blockers went through")
        } catch let error as AppError {
            #expect(error.code == .lockBlocked)
            #expect(try json(error.members["blockers"]).contains("contradiction_open"))
        }
        let request = DecisionForm(decision: .requestChanges, reason: "Since when?")
        _ = try await handover.app.reviews.decideNow("\(try await handover.line(Canary.internal).id):receiving", request, by: handover["successor"])
        #expect(try await blockers().contains(.changesRequested))
        // Everything rejected: nothing to lock.
        for key in ["successor", "manager", "security", "lead"] {
            for item in try await handover.app.reviews.items(handover.id, for: handover[key]) {
                _ = try await handover.app.reviews.decideNow(item.id, DecisionForm(decision: .reject, reason: "No."), by: handover[key])
            }
        }
        try await handover.approveEverything()
        #expect(try await blockers() == [.nothingToLock])
        await space.app.close()
    }

    @Test func whoeverLocksAtOnceGivesOneVersion() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        try await handover.finishPass()
        try await handover.approveEverything()
        let codes = try await together(5) { number in
            try await code { try await handover.lock(number.isMultiple(of: 2) ? handover.manager : handover["deputy"]) }
        }
        #expect(codes.count { $0 == nil } == 1)
        #expect(codes.count { $0 == .lockBlocked } == 4)
        #expect(try await handover.state().accounts[handover.account]?.version == 1)
        #expect(try await handover.preview().blockers.map(\.code) == [.nothingToLock])
        // Other words of a sealed line are news.
        let line = try await handover.line(Canary.internal)
        _ = try await space.app.reviews.pass(line.id, .correct, text: "Our champion is Nils Aker since May 2026.", revision: nil, by: handover.owner)
        #expect(try await handover.account().state == .reviewing)
        try await handover.approveEverything()
        #expect(try await handover.lock(handover["steward"]) == 2)
        let newer = try await handover.reading(handover["successor"]), older = try await handover.reading(handover["successor"], version: 1)
        let diff = try space.app.clones.diff(newer, from: older)
        #expect(diff.changed.map(\.after.text) == ["Our champion is Nils Aker since May 2026."])
        await space.app.close()
    }

    @Test func aNewBlessingIsNews() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.locked(blessing: "A training is planned.")
        let line = try await handover.line(Canary.promised)
        let form = DecisionForm(decision: .approve, blessedWording: "A training takes place in June.")
        _ = try await space.app.reviews.decideNow("\(line.id):customer-facing", form, by: handover["lead"])
        #expect(try await handover.preview().ready)
        #expect(try await handover.lock() == 2)
        let open = try space.app.clones.passages(try await handover.reading(handover["reader"])).filter { $0.label == .open }
        #expect(open.map(\.text) == ["A training takes place in June."])
        await space.app.close()
    }

    /// Ready to lock, with a file in the way of the clone's folder: the lock begins and cannot write.
    private func interrupted() async throws -> (space: Workspace, handover: Handover) {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        try await handover.finishPass()
        try await handover.approveEverything()
        try space.folder.write("data/clones", "in the way")
        // The client hears no path and no word of the system; the log has both, under the same reference.
        let error = await #expect(throws: AppError.self) { try await handover.lock() }
        #expect(error?.code == .internalError)
        let told = try json(error?.detail) + json(error?.members), logged = "\(error.map { "\($0)" } ?? "")"
        #expect(!told.contains(space.folder.path) && !told.contains("data/clones"), "\(told)")
        #expect(logged.contains("data/clones"), "\(logged)")
        guard case .string(let reference) = error?.members["reference"] else { throw Missing(what: "no reference") }
        #expect(logged.contains(reference) && error?.detail.contains(reference) == true)
        #expect(try await handover.preview().blockers.map(\.code) == [.sealPending])
        return (space, handover)
    }

    @Test func aDiskThatFailedIsTriedAgain() async throws {
        let (space, handover) = try await interrupted()
        #expect(try await code { try await handover.lock() } == .internalError)
        // While what is sealed is fixed the owner takes nothing back.
        let line = try await handover.line(Canary.internal).id
        #expect(try await code { try await space.app.reviews.pass(line, .withdraw, text: nil, revision: nil, by: handover.owner) } == .state)
        try FileManager.default.removeItem(atPath: space.folder.file("data/clones"))
        #expect(try await handover.lock() == 1)
        #expect(try await space.app.clones.version(handover.reading(handover["successor"])).verification == "whole")
        await space.app.close()
    }

    @Test func aRestartSealsTheSameBytes() async throws {
        let (space, handover) = try await interrupted()
        // With the file still in the way the program starts all the same.
        let stuck = try await space.reopened()
        #expect(try await handover.inside(stuck).preview().blockers.map(\.code) == [.sealPending])
        await stuck.app.close()
        try FileManager.default.removeItem(atPath: space.folder.file("data/clones"))
        // Two more copies of the same crash: one with all the files already there, one with half of them.
        let whole = try TemporaryFolder(), half = try TemporaryFolder()
        for copy in [whole, half] {
            try FileManager.default.copyItem(atPath: space.folder.file("data"), toPath: copy.file("data"))
            try FileManager.default.copyItem(atPath: space.folder.file("data.keys"), toPath: copy.file("data.keys"))
        }
        let first = try await space.reopened()
        let root = try await handover.inside(first).state().accounts[handover.account]?.root
        #expect(root != nil)
        let clone = try await handover.inside(first).clone()
        try FileManager.default.copyItem(atPath: space.folder.file("data/clones"), toPath: whole.file("data/clones"))
        try FileManager.default.createDirectory(atPath: half.file("data/clones/\(clone)/.v0001.tmp"), withIntermediateDirectories: true)
        try half.write("data/clones/\(clone)/.v0001.tmp/open.fera", "half a file")
        for copy in [whole, half] {
            let app = try await Workspace.start(copy, space.clock)
            let state = try await app.transfers.state(handover.id)
            #expect(state.accounts[handover.account]?.root == root)
            #expect(state.accounts[handover.account]?.pendingSeal == nil)
            let reading = try await app.clones.reading(clone, version: 1, capability: .readClone, for: handover["successor"])
            #expect(try await app.clones.version(reading).verification == "whole")
            #expect(try FileManager.default.contentsOfDirectory(atPath: copy.file("data/clones/\(clone)")) == ["v0001"])
            for edition in Edition.allCases {
                let path = "data/clones/\(clone)/v0001/\(edition.rawValue).fera"
                #expect(FileManager.default.contentsEqual(atPath: copy.file(path), andPath: space.folder.file(path)), "\(edition)")
            }
            await app.close()
        }
        await first.app.close()
    }

    @Test func nothingOfASealStaysInTheDatabase() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.locked()
        let events = try await space.app.journal.events(of: Transfers.stream(handover.id))
        let begun = try #require(events.first { $0.type == "transfer.seal_begun" })
        guard case .sealBegun(let value) = try TransferEvent(type: begun.type, payload: Data(begun.payload)) else { return }
        #expect(try await space.app.journal.words([value.input]).isEmpty)
        await space.app.close()
        #expect(try holds("\"salts\"", in: space.folder.file("data")).isEmpty)
    }

    @Test func privateAndWithdrawnWordsAreNowhere() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        let line = try await handover.line(Canary.personnel)
        // A reviewer has even quoted the line before it is taken back.
        try await handover.finishPass()
        let edit = DecisionForm(decision: .edit, text: "He, \(Canary.personnel), left.", reason: "Softer about \(Canary.personnel).")
        _ = try await space.app.reviews.decideNow("\(line.id):people", edit, by: handover.manager)
        let access = try await handover.line(Canary.security)
        _ = try await space.app.reviews.pass(access.id, .keepPrivate, text: nil, revision: nil, by: handover.owner)
        _ = try await space.app.reviews.pass(line.id, .withdraw, text: nil, revision: nil, by: handover.owner)
        try await handover.approveEverything()
        try await handover.lock()
        let clones = space.folder.file("data/clones")
        for word in [Canary.private, Canary.security, Canary.personnel] { #expect(try holds(word, in: clones).isEmpty, "\(word)") }
        #expect(try holds(Canary.internal, in: clones).isEmpty == false, "the search finds what is there")
        await space.app.close()
        #expect(try holds(Canary.personnel, in: space.folder.file("data")).isEmpty, "withdrawn words are in no file")
    }

    @Test func aCorrectedLineDoesNotCarryItsFirstWording() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        let line = try await handover.line(Canary.personnel)
        let text = "Our champion lost trust in us in April 2025."
        let corrected = try await space.app.reviews.pass(line.id, .correct, text: text, revision: nil, by: handover.owner)
        #expect(corrected.label == .internal)
        try await handover.finishPass()
        try await handover.approveEverything()
        try await handover.lock()
        #expect(try holds(Canary.personnel, in: space.folder.file("data/clones")).isEmpty)
        await space.app.close()
    }

    /// The files under a folder that hold a word.
    private func holds(_ word: String, in folder: String) throws -> [String] {
        let needle = Data(word.utf8)
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
            guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)") else { return false }
            return bytes.range(of: needle) != nil
        }
    }
}
