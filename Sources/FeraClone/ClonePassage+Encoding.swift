import FeraDomain

extension ClonePassage {
    func write(_ out: inout RowWriter) throws(CloneError) {
        try out.text(text)
        try out.optional(blessedWording?.rawValue)
        out.bool(isBlessed)
        try out.text(chapter.rawValue)
        try out.text(field.rawValue)
        try out.text(fieldTitle)
        try out.text(kind.rawValue)
        try out.optional(severity?.rawValue)
        try out.text(saidBy)
        try out.day(saidOn)
        try out.list(approvals) { (out, approval) throws(CloneError) in
            try out.text(approval.by)
            try out.text(approval.route.rawValue)
            try out.day(approval.on)
            out.bool(approval.edited)
        }
        try out.optional(expiresOn) { (out, day) throws(CloneError) in try out.day(day) }
        switch ownersPass {
        case .passed: try out.optional(nil)
        case .waived(let reason): try out.optional(reason)
        }
        try out.count(revision, "the revision of \(id)")
        try out.list(evidence) { (out, evidence) throws(CloneError) in
            try out.text(evidence.kind.rawValue)
            try out.text(evidence.name)
            try out.sourceHash(evidence.sha256)
            try out.locator(evidence.locator)
            try out.text(evidence.quote)
        }
        try out.optional(model)
    }

    init(_ cursor: inout RowCursor, _ bytes: RawSpan, _ label: Label) throws(CloneError) {
        self.label = label
        id = try cursor.id(bytes)
        text = try cursor.text(bytes)
        blessedWording = try cursor.optional(bytes) { (c, b) throws(CloneError) in try c.id(b) }
        isBlessed = try cursor.bool(bytes)
        chapter = try cursor.word(bytes)
        field = try cursor.id(bytes)
        fieldTitle = try cursor.text(bytes)
        kind = try cursor.word(bytes)
        severity = try cursor.optional(bytes) { (c, b) throws(CloneError) in try c.word(b) }
        saidBy = try cursor.text(bytes)
        saidOn = try cursor.day(bytes)
        approvals = try cursor.list(bytes) { (c, b) throws(CloneError) in
            Approval(by: try c.text(b), route: try c.word(b), on: try c.day(b), edited: try c.bool(b))
        }
        expiresOn = try cursor.optional(bytes) { (c, b) throws(CloneError) in try c.day(b) }
        ownersPass = try cursor.optionalText(bytes).map(OwnersPass.waived(reason:)) ?? .passed
        revision = try cursor.count(bytes)
        evidence = try cursor.list(bytes) { (c, b) throws(CloneError) in
            Evidence(kind: try c.word(b), name: try c.text(b), sha256: try c.sourceHash(b), locator: try c.locator(b), quote: try c.text(b))
        }
        model = try cursor.optionalText(bytes)
    }
}
