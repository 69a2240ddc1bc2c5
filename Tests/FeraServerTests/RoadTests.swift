import FeraTestSupport
import Foundation
import Testing

@Suite struct RoadTests {
    @Test func goesFromTheNoticeToACitedAnswer() async throws {
        try await inHouse { house in
            let road = try await Road.locked(in: house)
            let lines = try await road.statements(.owner)
            let labels = Set(lines.compactMap { $0["label"] as? String })
            #expect(labels == ["internal", "commercial", "personnel", "security", "private"], "every label has a line: \(labels)")
            for canary in Canary.allCases where canary != .record && canary != .open {
                let found = lines.contains { "\($0["text"] ?? "")".contains(canary.rawValue) && $0["label"] as? String == "\(canary)" }
                #expect(found, "no line labelled \(canary)")
            }
            let passages = try await road.client(.manager).get("/v1/clones/\(road.clone)/versions/1/passages").expecting(200)
            #expect(passages.text.contains("quxopen") && passages.text.contains("quxpersonnel") && !passages.text.contains("quxprivate"))
            let form: Object = ["clone_id": road.clone, "question": "What must we never mention in front of Tobias Renner?", "client_message_id": "q1"]
            let answer = try await road.client(.successor).post("/v1/asks", form).expecting(200).text
            #expect(answer.contains("quxinternal") && answer.contains("\"citations\""), "\(answer)")
            let asked: Object = ["clone_id": road.clone, "question": "Which hotel does the board prefer in Lisbon?", "client_message_id": "q2"]
            #expect(try await road.client(.successor).post("/v1/asks", asked).expecting(200).text.contains("\"refused\""))
        }
    }
}
