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

    /// What every answer carries, whoever made it: the caller's trace goes on where it is one, and a browser is told what it may do.
    @Test func everyAnswerCarriesATraceAndItsPolicies() async throws {
        try await inHouse { house in
            let trace = "0123456789abcdef0123456789abcdef", span = "0123456789abcdef", none = String(repeating: "0", count: 16)
            let good = "00-\(trace)-\(span)-01"
            let bad = [
                good.uppercased(), "01-\(trace)-\(span)-01", "00-\(none)\(none)-\(span)-01", "00-\(trace)-\(none)-01", good + "-x", String(good.dropLast()),
                "00_\(trace)-\(span)-01", "00-\(trace)-\(span)-0g", "00-\(trace)-\(span)é", "",
            ]
            for path in ["/livez", "/nowhere", "/v1/transfers"] {
                let answer = try await house.nobody.send("GET", path, headers: [("traceparent", good)])
                let told = try #require(answer["traceparent"])
                #expect(told.hasPrefix("00-\(trace)-") && told.hasSuffix("-01") && told != good && Self.isTrace(told), "\(told)")
                #expect(answer["X-Content-Type-Options"] == "nosniff" && answer["Referrer-Policy"] == "no-referrer")
                #expect(answer["Cross-Origin-Resource-Policy"] == "same-origin" && answer["Cache-Control"] == "no-store")
            }
            var seen: Set<String> = []
            for sent in bad {
                let told = try #require(try await house.nobody.send("GET", "/livez", headers: [("traceparent", sent)])["traceparent"])
                #expect(Self.isTrace(told) && !told.contains(trace) && told.hasSuffix("-00"), "\(sent): \(told)")
                seen.insert(told)
            }
            #expect(seen.count == bad.count)
        }
    }

    private static func isTrace(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.count) == [2, 32, 16, 2] && parts.joined().allSatisfy { $0.isNumber || ("a"..."f").contains($0) }
    }
}
