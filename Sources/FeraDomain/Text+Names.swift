extension TextScan {
    /// What looks like a person's full name: two or three capitalised words in a row (`Ana Prieto`, `Jan van der Berg`,
    /// `Mary-Ann O'Neil`), not the opening word of a sentence, a month, a heading, a company or a thing of business.
    /// A possessive `'s` is not part of the range. First names alone are not found: they say too little.
    package static func names(in text: String) -> [TextFound<String>] {
        let bytes = TextBytes(text)
        let words = bytes.words()
        var found: [TextFound<String>] = []
        var run: [Range<Int>] = []
        var headingEnd = -1
        func close(before next: Range<Int>?) {
            defer { run = [] }
            while let last = run.last, isParticle(bytes, last) { run.removeLast() }
            guard let first = run.first, let last = run.last else { return }
            let full = run.count { !isParticle(bytes, $0) }
            guard full == 2 || full == 3 else { return }
            if let next, next.lowerBound == last.upperBound + 1, bytes[last.upperBound] == 32, isOrganisation(bytes, next) { return }
            found.append(TextFound(value: bytes.string(first.lowerBound..<last.upperBound), range: first.lowerBound..<last.upperBound))
        }
        for word in words {
            if word.lowerBound < headingEnd { continue }
            if isHeadingMark(bytes, before: word.lowerBound) {
                close(before: nil)
                headingEnd = bytes.units[word.lowerBound...].firstIndex(of: 10) ?? bytes.count
                continue
            }
            if let last = run.last, !isJoined(bytes, last, word) { close(before: word) }
            let bare = withoutPossessive(bytes, word)
            if !run.isEmpty, isParticle(bytes, word) {
                run.append(word)
            } else if isNameWord(bytes, bare, startsRun: run.isEmpty) {
                run.append(bare)
                if bare != word { close(before: nil) }
            } else {
                // "Harbour Foods GmbH" and "Rollout Plan Berlin" lose the whole run, not only the word that tells.
                if run.isEmpty { continue }
                if isOrganisation(bytes, word) { run = [] }
                close(before: word)
            }
        }
        close(before: nil)
        return found
    }

    /// One blank, or an initial's point and a blank, between two words.
    private static func isJoined(_ bytes: TextBytes, _ last: Range<Int>, _ next: Range<Int>) -> Bool {
        if last.count == 1, bytes[last.upperBound] == 46, bytes[last.upperBound + 1] == 32 { return next.lowerBound == last.upperBound + 2 }
        if bytes[last.upperBound] == 32 { return next.lowerBound == last.upperBound + 1 }
        return bytes[last.upperBound] == 0xC2 && bytes[last.upperBound + 1] == 0xA0 && next.lowerBound == last.upperBound + 2
    }

    private static func isHeadingMark(_ bytes: TextBytes, before index: Int) -> Bool {
        var at = index - 1
        while at >= 0, bytes[at] == 32 { at -= 1 }
        guard bytes[at] == 35 else { return false }
        while at >= 0, bytes[at] == 35 { at -= 1 }
        return at < 0 || bytes[at] == 10
    }

    private static func withoutPossessive(_ bytes: TextBytes, _ word: Range<Int>) -> Range<Int> {
        let end = word.upperBound
        // The apostrophe has to be the word's own: in "'s" it stands before it.
        guard bytes[end - 1] == 115, word.count >= 2 else { return word }
        if bytes[end - 2] == 39 { return word.lowerBound..<end - 2 }
        return word.count >= 4 && bytes[end - 2] == 0x99 && bytes[end - 4] == 0xE2 ? word.lowerBound..<end - 4 : word
    }

    private static func isNameWord(_ bytes: TextBytes, _ word: Range<Int>, startsRun: Bool) -> Bool {
        if bytes[word.lowerBound] < 0x80 {
            guard TextBytes.isUpper(bytes[word.lowerBound]) else { return false }
        } else {
            guard let first = bytes.string(word).unicodeScalars.first, first.properties.isUppercase else { return false }
        }
        if word.count == 1 { return !startsRun && bytes[word.upperBound] == 46 }
        var hasLower = false
        for index in word {
            if bytes.isDigit(index) { return false }
            if TextBytes.isLower(bytes[index]) || (bytes[index] >= 0x80 && index > word.lowerBound) { hasLower = true }
        }
        guard hasLower else { return false }
        let text = bytes.string(word)
        return !isCalendarWord(text) && !TextWords.never.contains(text.lowercased())
    }

    private static func isParticle(_ bytes: TextBytes, _ word: Range<Int>) -> Bool {
        (2...3).contains(word.count) && TextWords.particles.contains(bytes.string(word))
    }

    private static func isOrganisation(_ bytes: TextBytes, _ word: Range<Int>) -> Bool { TextWords.organisations.contains(bytes.string(word).lowercased()) }
}

/// Word lists of the scanners; all lower case.
enum TextWords {
    static let particles: Set<String> = ["van", "von", "der", "den", "de", "da", "del", "di", "la", "le", "el", "bin", "al", "ter", "dos"]

    static let organisations: Set<String> = set(
        """
        gmbh ag inc ltd llc plc corp corporation company group holding holdings bank foods logistics insurance clinics retail energy
        freight textiles pharma partners labs systems software solutions technologies services industries university hospital agency
        airlines motors cloud plan team department committee board programme program project dashboard report
        """)

    /// Words that stand capitalised in business prose and in no name.
    static let never: Set<String> = organisations.union(
        set(
            """
            a an the this that these those it its i we you he she they my our your his her their me us them who what when where why how
            which and or but so if then as at by for from in into of off on out over to up with without about after again all also any
            are been before both can could did do does done each ever every few first had has have here is just last let like may maybe
            might more most much must never new next no none not nothing now once one only other per please quite same several should
            since some soon still such than thanks thank there though two three four under until very was were will would yes yet
            hi hello dear regards best kind cheers sincerely greetings hey sorry attached see note re fw fwd subject cc bcc sent
            account customer client contact contract renewal support ticket issue phase milestone quarter quarterly review annual
            agreement appendix annex article section clause fee fees term terms notice success manager management owner sponsor
            executive director officer head chief vice president vp lead senior junior engineer engineering sales marketing finance
            legal procurement purchasing operations product security admin administrator user users customer data export import
            integration api dashboard health green amber red yellow monthly weekly daily week month year day today tomorrow yesterday
            north south east west europe european america american asia germany german france french english british united states
            kingdom street road excel word outlook teams slack zoom google microsoft salesforce oracle amazon jira zendesk hubspot
            workday servicenow snowflake netsuite coupa dynamics tableau internet service level order purchase statement work
            question answer action item items open closed status priority high low medium critical urgent go live rollout pilot
            training workshop kickoff meeting call mail email phone ask tell because however therefore meanwhile while
            mr mrs ms dr prof sir madam good great nice happy merry christmas easter
            """))

    /// Words too common to tell two sentences apart.
    static let stop: Set<String> = set(
        """
        a an the this that these those it its i we you he she they my our your his her their me us them who whom what when where why
        how which and or but so if then as at by for from in into of off on out over to up with without about after again all also
        any am are be been being before both can could did do does done each had has have having here is just let may might more most
        must no nor not now once only other per same shall should some still such than there though through too under until very was
        were will would yes yet
        """)

    private static func set(_ words: String) -> Set<String> { Set(words.split(whereSeparator: \.isWhitespace).map(String.init)) }
}
