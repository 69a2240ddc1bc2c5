import FeraDomain

extension Phrases {
    /// What Fera says about the course of an interview: corrections that could mean several lines, more time, sittings, what is special.
    package struct Course: Codable, Hashable, Sendable {
        package var noRecord, recap, whoKnows: String
        package var which: [String]
        package var whichPlain, whyWhich: String
        /// Words by which the first, second, third … of several lines is picked, and the last, all or none of them.
        package var ordinals: [[String]]
        package var last, all, neither: [String]
        package var offer: String
        /// Words by which more minutes, another day or a written pass are chosen.
        package var more, another, written: [String]
        package var moreTaken, anotherTaken, writtenTaken, sittingOver: String
        package var specialPlain, specialTitle, whySpecial: String
        package var referredWho, referredTerm: String
        package var contribution: String
        /// What stands above the lines of a chapter.
        package var linesOf: [String: String]

        enum CodingKeys: String, CodingKey {
            case recap, which, ordinals, last, all, neither, offer, more, another, written, contribution
            case noRecord = "no_record"
            case whoKnows = "who_knows"
            case whichPlain = "which_plain"
            case whyWhich = "why_which"
            case moreTaken = "more_taken"
            case anotherTaken = "another_taken"
            case writtenTaken = "written_taken"
            case sittingOver = "sitting_over"
            case specialPlain = "special_plain"
            case specialTitle = "special_title"
            case referredWho = "referred_who"
            case referredTerm = "referred_term"
            case whySpecial = "why_special"
            case linesOf = "lines_of"
        }

        func check() throws(CatalogueError) {
            for (name, list) in [("which", which), ("more", more), ("another", another), ("written", written)] where list.isEmpty {
                throw CatalogueError("phrases.json5", "course.\(name)", "needs at least one wording")
            }
            guard ordinals.count >= 3 else { throw CatalogueError("phrases.json5", "course.ordinals", "needs words for three places at least") }
        }
    }
}
