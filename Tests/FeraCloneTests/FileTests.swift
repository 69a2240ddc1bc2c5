import FeraClone
import FeraCrypto
import FeraDomain
import Foundation
import Testing

@Suite struct FileTests {
    @Test func aCrashAtAnyStepLeavesNoVersionOrAWholeOne() throws {
        let sealed = try Sample.seal()
        // Each editions' file passes written, synced and verified; the third call of a step stands for a crash in the middle.
        for step in CloneFile.Step.allCases {
            for call in [1, 3] {
                let folder = try Folder()
                var calls = 0
                let stopped = CloneFile.collect {
                    try CloneFile.write(sealed, to: folder.path) { (done) throws(CloneError) in
                        guard done == step else { return }
                        calls += 1
                        if calls == call { throw CloneError(.inputOutput, "stopped") }
                    }
                }
                #expect((stopped == .inputOutput) == (calls == call))
                let whole = folder.names.contains("v0001")
                #expect(whole == (stopped == nil || step == .renamed || step == .parentSynced))
                if whole { try check(folder, sealed) }
                // A restart finishes it, and again changes nothing.
                try CloneFile.write(sealed, to: folder.path)
                #expect(try CloneFile.write(sealed, to: folder.path) == folder.path + "/v0001")
                #expect(folder.names == ["v0001"])
                try check(folder, sealed)
            }
        }
    }

    private func check(_ folder: Folder, _ sealed: SealedVersion) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/v0001").sorted()
        #expect(names == ["account.fera", "lead.fera", "open.fera", "security.fera", "team.fera"])
        for name in names {
            let clone = try OpenClone(path: "\(folder.path)/v0001/\(name)")
            #expect(clone.verify(trust: [Sample.key.publicKey]) == .whole)
            #expect(clone.root == sealed.root)
        }
    }

    @Test func anotherVersionUnderTheSameNameIsNotOverwritten() throws {
        let folder = try Folder()
        try CloneFile.write(Sample.seal(), to: folder.path)
        let other = try Sample.seal(Sample.input(hidden: false))
        #expect(CloneFile.collect { try CloneFile.write(other, to: folder.path) } == .exists)
        #expect(CloneFile.collect { try CloneFile.write(other, to: folder.path + "/none") } == .inputOutput)
        try check(folder, Sample.seal())
        #expect(CloneFile.folderName(version: 12) == "v0012")
        #expect(CloneFile.folderName(version: 12345) == "v12345")
    }

    @Test func oneFileIsAddedAndDestroyed() throws {
        let folder = try Folder()
        let file = try Sample.file(.team)
        let path = try CloneFile.write(file, to: folder.path)
        #expect(try CloneFile.write(file, to: folder.path) == path)
        #expect(folder.names == ["team.fera"])
        let open = try OpenClone(path: path)
        try CloneFile.destroy(path)
        try CloneFile.destroy(path)
        #expect(folder.names.isEmpty)
        #expect(open.verify(trust: [Sample.key.publicKey]) == .whole)
    }

    @Test func aSealingThatHasBegunSurvivesAsJSON() throws {
        struct Begun: Codable { var input: SealInput, salts: SealingSalts }
        var input = Sample.input()
        input.version = 2
        input.parent = SHA256.hash("before")
        let kept = try JSONEncoder().encode(Begun(input: input, salts: Sample.salts))
        let back = try JSONDecoder().decode(Begun.self, from: kept)
        #expect(back.input == input)
        #expect(try Sample.seal(back.input, salts: back.salts) == Sample.seal(input))
        #expect("\(Sample.salts)" == "salts")
        #expect(SealingSalts.draw() != SealingSalts.draw())
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(SealingSalts.self, from: Data("\"ab\"".utf8)) }
    }
}
