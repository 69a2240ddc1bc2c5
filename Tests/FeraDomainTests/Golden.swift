import Foundation
import Testing

/// The log is read for ever: an event is written byte for byte as it stands here, and what stands here is read back.
struct Golden<Event: Sendable>: Sendable {
    var event: Event
    var type: String
    var json: String

    init(_ event: Event, _ type: String, _ json: String) {
        self.event = event
        self.type = type
        self.json = json
    }

    func check(type written: (Event) -> String, payload: (Event) throws -> Data, read: (String, Data) throws -> Event) throws {
        #expect(written(event) == type)
        #expect(String(decoding: try payload(event), as: UTF8.self) == json)
        let back = try read(type, Data(json.utf8))
        #expect(String(decoding: try payload(back), as: UTF8.self) == json)
        // A member that a newer program added is passed over; a payload cut short is not.
        let newer = json == "{}" ? json : "{\"zz_newer\":[1]," + json.dropFirst()
        #expect(String(decoding: try payload(try read(type, Data(newer.utf8))), as: UTF8.self) == json)
        #expect(throws: (any Error).self) { try read(type, Data(json.utf8.dropLast())) }
        #expect(throws: (any Error).self) { try read(type + "x", Data(json.utf8)) }
    }
}
