extension TextScan {
    /// Ticket and case numbers: `T-4642`, `HEL-118`, `INC0012345`, `#48213`, `ticket 4812`, `case no. 4812`. The range covers the
    /// number with its prefix; for the last two it covers the digits.
    package static func tickets(in text: String) -> [TextFound<String>] {
        let bytes = TextBytes(text)
        var found: [TextFound<String>] = []
        var at = 0
        while at < bytes.count {
            guard !bytes.isWord(at - 1), bytes[at - 1] != 45, let range = ticket(bytes, at) else {
                at += 1
                continue
            }
            found.append(TextFound(value: bytes.string(range), range: range))
            at = range.upperBound
        }
        return found
    }

    private static func ticket(_ bytes: TextBytes, _ start: Int) -> Range<Int>? {
        if bytes[start] == 35 {
            let end = bytes.digitsEnd(start + 1, limit: 9)
            return (3...8).contains(end - start - 1) && !bytes.isWord(end) ? start..<end : nil
        }
        if TextBytes.isUpper(bytes[start]) {
            var letters = start
            while letters - start < 11, TextBytes.isUpper(bytes[letters]) { letters += 1 }
            let dashed = bytes[letters] == 45
            let digits = dashed ? letters + 1 : letters
            let end = bytes.digitsEnd(digits, limit: 11)
            let enough = dashed ? (2...10).contains(end - digits) : (5...10).contains(end - digits) && letters - start >= 2
            if enough, !bytes.isWord(end), bytes[end] != 45, !standards.contains(bytes.string(start..<letters)) { return start..<end }
        }
        for word in ["ticket", "case", "incident"] as [StaticString] where bytes.hasWord(word, at: start) {
            var at = start + word.utf8CodeUnitCount
            guard bytes[at] == 32 else { return nil }
            at = bytes.afterBlanks(at)
            for number in ["no. ", "nr. ", "number ", "id "] as [StaticString] where bytes.hasWord(number, at: at) { at += number.utf8CodeUnitCount }
            let end = bytes.digitsEnd(at, limit: 11)
            return (3...10).contains(end - at) && !bytes.isWord(end) ? at..<end : nil
        }
        return nil
    }

    /// Prefixes of norms, algorithms and account numbers, which are written like tickets.
    private static let standards: Set<String> = ["ISO", "SHA", "UTF", "RFC", "AES", "RSA", "IEC", "EN", "DIN", "COVID", "ACC", "SOC", "CVE", "PO", "IPV", "FY"]

    /// Words of two to six capitals, perhaps with digits behind (`NPS`, `OTIF`, `KPI2`), that are not part of a ticket number and not
    /// in a line that shouts. `everydayAcronyms` says which of them nobody has to ask about.
    package static func acronyms(in text: String) -> [TextFound<String>] {
        let bytes = TextBytes(text)
        var found: [TextFound<String>] = []
        for word in bytes.words() {
            var end = word.lowerBound
            while end < word.upperBound, TextBytes.isUpper(bytes[end]) { end += 1 }
            let letters = end - word.lowerBound
            guard (2...6).contains(letters) else { continue }
            let digits = bytes.digitsEnd(end, limit: 3)
            // A plural ("KPIs") or a possessive is still the acronym.
            let rest = word.upperBound - digits
            let plural = rest == 1 && bytes[digits] == 115 || rest == 2 && bytes[digits] == 39 || rest == 4 && bytes[digits] == 0xE2
            let compound = bytes[digits] == 45 && TextBytes.isLower(bytes[digits + 1])
            guard rest == 0 || plural || compound, digits - end <= 2 else { continue }
            guard !(bytes[word.upperBound] == 45 && bytes.isDigit(word.upperBound + 1)), !isShouted(bytes, word) else { continue }
            found.append(TextFound(value: bytes.string(word.lowerBound..<digits), range: word.lowerBound..<digits))
        }
        return found
    }

    /// At least three words beside this one in the same line, and most letters of the line capitals.
    private static func isShouted(_ bytes: TextBytes, _ word: Range<Int>) -> Bool {
        var upper = 0
        var lower = 0
        func count(_ index: Int) -> Bool {
            guard index >= 0, index < bytes.count, bytes[index] != 10 else { return false }
            if TextBytes.isUpper(bytes[index]) { upper += 1 } else if TextBytes.isLower(bytes[index]) { lower += 1 }
            return true
        }
        // A window, so that one line of a million capitals costs no more than a short one.
        var at = word.lowerBound - 1
        while word.lowerBound - at < 80, count(at) { at -= 1 }
        at = word.upperBound
        while at - word.upperBound < 80, count(at) { at += 1 }
        return upper >= 12 && upper > lower * 2
    }

    /// Acronyms that every account team knows.
    package static let everydayAcronyms: Set<String> = Set(
        """
        AI AM API APAC ARR ASAP AWS BI CC CEO CFO CIO CISO CMO COO CRM CS CSM CSV CTO DB DNS DPA ECR EMEA EOD ERP ETA EU EUR FAQ FTP FY FYI GBP GDPR
        GM HQ HR HTML HTTP HTTPS ID IP IT JSON KPI LLC MFA MRR MSA NDA NPS OK OKR PDF PM PO POC PS QA QBR RFP ROI SFTP SLA SLAS SME SMS SMTP SOW SQL
        SSH SSO TBA TBC TBD TCO TLS UAT UI UK UN UPS URL US USA USB USD UTC UX VAT VIP VP VPN WIP XML YTD AG PLC LTD INC CHF HTTP2 Q1 Q2 Q3 Q4 P1 P2 P3 P4
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
