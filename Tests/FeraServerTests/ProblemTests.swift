import FeraTestSupport
import Foundation
import Testing

/// What a client hears when the server itself fails.
@Suite struct ProblemTests {
    @Test func aFailureOfTheServerNamesNothingOfItsInside() async throws {
        try await inHouse { house in
            let road = try await Road.interviewing(in: house, questions: 19)
            try await road.answerAll()
            try await road.ownersPass()
            try await road.review()
            // A file in the way of the clones' folder: the lock begins and cannot write.
            try house.folder.write("data/clones", "in the way")
            let answer = try await road.client(.manager).post("\(road.base)/lock", ["account_id": road.account])
            #expect(answer.status == 500 && answer.member("code") == "internal", "\(answer.text)")
            let reference = try #require(answer.member("reference"))
            #expect(reference.count == 8 && answer.member("detail")?.contains(reference) == true)
            #expect(answer.member("detail")?.contains("locking again ends it") == true)
            for inside in [house.folder.path, "data/clones", "Error", "fera.sqlite"] { #expect(!answer.text.contains(inside), "\(inside): \(answer.text)") }
            try FileManager.default.removeItem(atPath: house.folder.file("data/clones"))
            #expect(try await road.client(.manager).post("\(road.base)/lock", ["account_id": road.account]).status == 201)
        }
    }
}
