/// An event that has no place in the log yet.
package struct EventDraft: Sendable, Equatable {
    /// What happened, such as `answer.given`.
    package let type: String
    /// The version of the payload's shape.
    package let version: Int
    /// UTF-8 JSON, opaque to the store and kept byte by byte.
    package let payload: [UInt8]
    /// When it happened, milliseconds since 1970.
    package let at: Int64
    /// Who did it.
    package let by: String?
    /// The id the sender chose, unique in the stream: sending it again changes nothing.
    package let clientID: String?

    package init(type: String, version: Int = 1, payload: [UInt8], at: Int64, by: String? = nil, clientID: String? = nil) {
        self.type = type
        self.version = version
        self.payload = payload
        self.at = at
        self.by = by
        self.clientID = clientID
    }
}

/// An event in the log.
package struct StoredEvent: Sendable, Equatable {
    /// Its place in the whole log, from 1, rising in commit order.
    package let position: Int64
    /// The stream it belongs to.
    package let stream: String
    /// Its place in the stream, from 1, without gaps.
    package let seq: Int64
    /// What happened, such as `answer.given`.
    package let type: String
    /// The version of the payload's shape.
    package let version: Int
    /// UTF-8 JSON, exactly the bytes that were appended.
    package let payload: [UInt8]
    /// When it happened, milliseconds since 1970.
    package let at: Int64
    /// Who did it.
    package let by: String?
    /// The id the sender chose.
    package let clientID: String?
}

/// What one append adds to one stream.
package struct StreamPart: Sendable {
    /// The stream's name.
    package let stream: String
    /// The seq the caller believes to be the last, 0 for a new stream; `nil` adds at the end wherever that is.
    package let expectedSeq: Int64?
    /// The events, in order.
    package let events: [EventDraft]

    package init(_ stream: String, expectedSeq: Int64?, _ events: [EventDraft]) {
        self.stream = stream
        self.expectedSeq = expectedSeq
        self.events = events
    }
}

/// One all-or-nothing addition to the workbench: events of one or several streams, words, erasures, audit lines, jobs.
package struct Append: Sendable {
    /// Events by stream; each stream at most once.
    package var parts: [StreamPart]
    /// Words that the events refer to.
    package var texts: [TextDraft]
    /// Ids of texts whose words and salt are destroyed. An id that does not exist is refused.
    package var erasures: [String]
    /// Lines for the audit log, chained in this order.
    package var audit: [AuditDraft]
    /// Work to be done later.
    package var jobs: [JobDraft]
    /// Claimed jobs whose effect this append is; one that is not claimed any more refuses the append.
    package var finishedJobs: [String]

    package init(
        _ parts: [StreamPart] = [], texts: [TextDraft] = [], erasures: [String] = [], audit: [AuditDraft] = [],
        jobs: [JobDraft] = [], finishedJobs: [String] = []
    ) {
        self.parts = parts
        self.texts = texts
        self.erasures = erasures
        self.audit = audit
        self.jobs = jobs
        self.finishedJobs = finishedJobs
    }

    /// Roughly what it weighs while it waits, in bytes.
    var byteCount: Int {
        var count = 256 + erasures.count * 64 + finishedJobs.count * 64
        for part in parts { for event in part.events { count += 192 + event.payload.count } }
        for text in texts { count += 128 + text.content.utf8.count }
        for line in audit { count += 192 + line.detail.utf8.count }
        for job in jobs { count += 128 + job.payload.count }
        return count
    }

    /// Refuses what can be seen to be wrong without looking at the database.
    func check() throws(StoreError) {
        var streams: Set<String> = []
        for part in parts {
            guard !part.stream.isEmpty else { throw StoreError(.invalid, "A stream without a name was appended to.") }
            guard streams.insert(part.stream).inserted else { throw StoreError(.invalid, "The stream \(part.stream) stands twice in one append.") }
            guard !part.events.isEmpty else { throw StoreError(.invalid, "The append holds no event for the stream \(part.stream).") }
            let ids = part.events.compactMap(\.clientID)
            guard Set(ids).count == ids.count else { throw StoreError(.invalid, "One client id stands on two events of the stream \(part.stream).") }
        }
        for id in erasures where !Erasure.isName(id) { throw StoreError(.invalid, "A text whose id is \(id.debugDescription) cannot be erased.") }
        for text in texts where text.salt.count != TextDraft.saltCount {
            throw StoreError(.invalid, "The salt of the text \(text.id) has \(text.salt.count) bytes and needs \(TextDraft.saltCount).")
        }
    }
}

/// What became of an append that was not refused.
package enum AppendOutcome: Sendable, Equatable {
    /// Committed and synced; the events in the order of their positions.
    case appended([StoredEvent])
    /// The client id was there already: this is its event, and nothing was written.
    case duplicate(of: StoredEvent)
}
