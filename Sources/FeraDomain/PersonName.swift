import Foundation

/// A person's name made comparable: titles, accents, order and short forms do not make two people of one.
package struct PersonName: Hashable, Sendable {
    /// Lower case, without accents and titles, hyphens kept.
    package let parts: [String]

    /// - Parameter text: "Dr. Amélie Roux", "Roux, Amélie", "A. Roux", "Amélie".
    package init(_ text: String) {
        var text = text
        if let bracket = text.firstIndex(of: "(") { text = String(text[..<bracket]) }
        if let comma = text.firstIndex(of: ",") {
            let after = text[text.index(after: comma)...]
            // "Roux, Amélie" is turned; "Amélie Roux, CFO" is not.
            let isTurned = !text[..<comma].contains(" ") && after.split(separator: " ").count <= 2
            text = isTurned ? "\(after) \(text[..<comma])" : String(text[..<comma])
        }
        let words: [String]
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            words = text.lowercased().utf8.split { !((97...122).contains($0) || $0 == 45 || $0 == 39) }.map { String(Substring($0)) }
        } else {
            words = Self.plain(text).split { !($0.isLetter || $0 == "-" || $0 == "'") }.map(String.init)
        }
        let bare = words.filter { !Self.titles.contains($0) && !Self.particles.contains($0) }
        parts = bare.isEmpty ? words : bare
    }

    /// Whether both may be names of one person: the same last name and a first name that is the same, its initial, or a short form
    /// of it; or one of them is only a part of the other.
    package func isSame(as other: PersonName) -> Bool {
        guard let first = parts.first, let last = parts.last, let otherFirst = other.parts.first, let otherLast = other.parts.last else { return true }
        if parts.count == 1 { return other.parts.contains { Self.agree(first, $0) } }
        if other.parts.count == 1 { return parts.contains { Self.agree(otherFirst, $0) } }
        if Self.isClose(last, otherLast), Self.agree(first, otherFirst) { return true }
        // "Halina W."
        if last.count == 1 || otherLast.count == 1, last.first == otherLast.first, Self.agree(first, otherFirst) { return true }
        // Family names may come first, and a second family name or a middle name may be left out.
        if last == otherFirst, Self.agree(first, otherLast) { return true }
        if first == otherLast, Self.agree(last, otherFirst) { return true }
        let short = parts.count <= other.parts.count ? parts : other.parts
        let long = parts.count <= other.parts.count ? other.parts : parts
        return long.count > short.count && Self.agree(short[0], long[0])
            && short.dropFirst().allSatisfy { part in long.dropFirst().contains { Self.isClose($0, part) } }
    }

    private static func agree(_ a: String, _ b: String) -> Bool {
        if a == b || isClose(a, b) { return true }
        if a.count == 1 || b.count == 1 { return a.first == b.first }
        if let known = shortForms[a], !known.isDisjoint(with: shortForms[b] ?? []) { return true }
        return a.replacing("-", with: "") == b.replacing("-", with: "")
    }

    /// The same spelling, or one letter apart in a long name ("mcallister", "macallister").
    private static func isClose(_ a: String, _ b: String) -> Bool {
        if a == b { return true }
        let (short, long) = a.count <= b.count ? (Array(a), Array(b)) : (Array(b), Array(a))
        guard short.count >= 6, long.count - short.count <= 1 else { return false }
        let head = zip(short, long).prefix { $0 == $1 }.count
        let tail = zip(short.reversed(), long.reversed()).prefix { $0 == $1 }.count
        return head + tail >= long.count - 1
    }

    /// Lower case without accents; `ø`, `ł`, `ß` and their like as ASCII would write them.
    private static func plain(_ text: String) -> String {
        let folded = text.folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil).lowercased()
        guard folded.utf8.contains(where: { $0 >= 0x80 }) else { return folded }
        var out = ""
        for character in folded { out += special[character] ?? String(character) }
        return out
    }

    private static let special: [Character: String] = [
        "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "’": "'",
    ]

    private static let titles: Set<String> = [
        "dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir", "dame", "ing", "dipl", "mag", "herr", "frau", "monsieur", "madame", "mme", "señor",
        "señora", "sr", "sra", "jr", "phd", "mba", "hon", "rev", "capt",
    ]

    private static let particles: Set<String> = ["van", "von", "der", "den", "de", "da", "del", "di", "la", "le", "el", "bin", "al", "ter", "dos", "y"]

    /// A name → the numbers of the groups of short forms that it is in.
    private static let shortForms: [String: Set<Int>] = {
        let groups = """
            robert bob rob bobby bert · william bill will billy liam · richard rick dick rich · james jim jimmy jamie · john jack johnny jon
            · michael mike mick misha · elizabeth liz beth lisa eliza betty lizzy elisabeth · katherine kate kathy katie cathy catherine
            kathryn kat katarina · margaret maggie peggy meg · thomas tom tommy · charles charlie chuck · edward ed eddie ted ned · joseph
            joe joey josef · daniel dan danny · david dave davey · steven stephen steve · anthony tony antonio · alexander alex sasha xander
            alexandra sandra alejandro · susan sue susie susanne · jennifer jen jenny · patricia pat trish patty · patrick pat paddy ·
            christopher chris kit christian · christina chris tina christine · matthew matt matthias · andrew andy drew andreas · benjamin
            ben · samuel sam · samantha sam · nicholas nick nico nikolaus niko · gregory greg · timothy tim · jonathan jon · joshua josh ·
            peter pete · philip phil phillip · victoria vicky tori · rebecca becky becca · deborah deb debbie · barbara barb · francis frank
            fran · francisco paco pancho · jose pepe · maximilian max · johannes hannes hans johann · wilhelm willi · friedrich fritz ·
            josephine jo josie · theresa tess terry theresia · raymond ray · ronald ron · kenneth ken · lawrence larry laurence · leonard
            leo len · leonardo leo · eugene gene · frederick fred freddie · gerald gerry jerry · abigail abby · amanda mandy · jacqueline
            jackie · kimberly kim · natalie nat · natalia natasha · valentina valya · vladimir vova vlad · dmitri dima dmitry · mikhail
            misha michail · aleksandr sasha alexander · ekaterina katya · maria masha marie mia · giuseppe beppe · guillermo memo · ignacio
            nacho · mohammed mohamed muhammad mo mohammad · yusuf yousef youssef · zachary zach · vincent vince · walter walt
            """
        var forms: [String: Set<Int>] = [:]
        for (number, group) in groups.split(separator: "·").enumerated() {
            for name in group.split(whereSeparator: \.isWhitespace) { forms[String(name), default: []].insert(number) }
        }
        return forms
    }()
}
