import FeraApp
import FeraJSON
import Foundation
import Testing

/// What is written by hand is what `Codable` writes.
@Suite struct PacketJSONTests {
    static let whole = #"""
        {"type":"sentence","seq":7,"conversation_id":"co_1","state":"open","account":{"id":"ac_1","name":"A \"b\" / c"},"turn":{"turn_id":"t1","kind":"ask",
        "text":"Why?","why":"because","chapter":"re","probes":["p"],"targets":["renewal.date"]},"last_seq":9,"progress":{"completeness":3,
        "chapters":{"re":1,"co":2},"gaps_open":1,"minutes_left":4},"draft":"d\n","sources_not_read":["s"],"client_message_id":"m1","turn_id":"t2",
        "kind":"k","why":"w\u0001","chapter":"re","probes":[],"targets":["a","b"],"text":"é€𝄞\u2028","author":{"id":"pe_1","name":"N"},"added":[],
        "revised":[],"completeness":5,"chapters":{"re":2},"gaps_open":0,"minutes_left":-1,"question":"q","completed_question":"cq",
        "citations":[{"n":1,"version":2,"quote":"q","start":0,"end":4,"source":{"name":"f.csv","place":"row 3"},"clone_id":"cl_1","passage_id":"st_1",
        "said_by":"N","approved_by":["M"],"locked_at":"2026-11-21T13:40:00Z","age_days":3}],"notes":["n1","n2"],"answer_id":"an_1","ended":"whole",
        "reason":"r","gap_id":"ga_1","nearest":["x"],"code":"c","message":"m","retry_after_ms":1500,
        "sittings":[{"day":"2026-11-21","questions":3,"minutes":10}],"admitted":["pe_2"],"written":true,"choices":["l1","l2"]}
        """#

    private func members() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(Self.whole.utf8)) as? [String: Any])
    }

    private func isAbsent(_ value: Any) -> Bool {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional && mirror.children.isEmpty
    }

    @Test func everyMemberIsWrittenByHandToo() throws {
        let packet = try JSONReader().decode(Packet.self, from: Self.whole)
        let absent = Mirror(reflecting: packet).children.filter { isAbsent($0.value) }.compactMap(\.label)
        #expect(absent == [], "the packet of this test lacks members that packets have")
        #expect(try packet.json() == JSONWriter().text(packet))
        #expect(try packet.json().utf8.count > 900)
    }

    @Test func anyMembersMayBeAbsent() throws {
        let members = try members()
        for name in members.keys where name != "type" {
            for isAlone in [true, false] {
                let some = members.filter { $0.key == "type" || ($0.key == name) == isAlone }
                let packet = try JSONReader().decode(Packet.self, from: JSONSerialization.data(withJSONObject: some))
                #expect(try packet.json() == JSONWriter().text(packet))
            }
        }
        for kind in Packet.Kind.allCases { #expect(try Packet(kind, seq: 1).json() == JSONWriter().text(Packet(kind, seq: 1))) }
    }
}
