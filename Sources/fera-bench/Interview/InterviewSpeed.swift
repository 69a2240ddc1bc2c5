import FeraDomain
import FeraInterview
import Foundation
import Glibc

/// CPU of reading a record of 5,000 passages, and of choosing and wording the next question when 200 answers have been given.
func interviewSpeed(_ interviewer: Interviewer, _ weights: [String: Int]) throws {
    var account = SimAccount(seed: 1, weights: weights)
    let own = account.excerpts
    var copies = own
    while copies.count < 5000 {
        let excerpt = own[copies.count % own.count]
        copies.append(
            Excerpt(
                id: Excerpt.ID("\(excerpt.source.rawValue).e\(100_000 + copies.count)"), source: excerpt.source, shape: excerpt.shape, text: excerpt.text,
                offset: excerpt.offset, locator: excerpt.locator, speaker: excerpt.speaker, day: excerpt.day, record: excerpt.record))
    }
    account.excerpts = copies
    var reads: [Double] = []
    var reading = RecordReading()
    for _ in 0..<5 {
        let start = cpuMilliseconds()
        reading = SimRoom.read(interviewer, account)
        reads.append(cpuMilliseconds() - start)
    }
    var room = SimRoom(interviewer, account, reading: reading, tier: .top, questions: 100_000)
    var answers = 0
    var owner = SimOwner(account, profile: .chatty)
    while answers < 200, let open = room.open {
        // Two of three are questions back, which leave the turn open: two hundred answers do not exhaust the interview.
        let said = answers.isMultiple(of: 3) ? owner.say(open.text, disputes: open.turn.kind == .contradiction) : "Will my manager read this?"
        room.run(.answer(turn: open.turn.id, text: said))
        answers += 1
    }
    var times: [Double] = []
    let words = room.words
    for number in 0..<2000 {
        let start = cpuMilliseconds()
        _ = interviewer.nextQuestion(room.state, words: words, number: number)
        times.append(cpuMilliseconds() - start)
    }
    times.sort()
    print(
        "choosing and wording the next question, \(interviewer.catalogue.fields.count) fields, \(account.excerpts.count) passages, \(answers) answers: "
            + "p50 \(decimal(times[times.count / 2], 3)) ms, p99 \(decimal(times[times.count * 99 / 100], 3)) ms CPU")
    print("reading the record, \(account.excerpts.count) passages: \(decimal(reads.sorted()[reads.count / 2], 1)) ms CPU (median of \(reads.count))")
}

/// CPU time of this thread.
private func cpuMilliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
}
