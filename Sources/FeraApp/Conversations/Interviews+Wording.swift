import FeraCrypto
import FeraDomain
import FeraInterview
import FeraStore

extension Interviews {
    /// Lets the model word the questions that a decision opens, before they are appended. What to ask is decided; a wording
    /// that does not pass its check, comes too late or would carry a label past the backend's ceiling leaves the rules' own.
    func reword(_ decision: inout Decision, _ texts: inout [TextDraft], _ file: InterviewFile) async {
        guard let wording else { return }
        for (place, event) in decision.events.enumerated() {
            guard case .turnOpened(var turn) = event.body, [.bank, .gap, .followUp].contains(turn.kind),
                let kept = decision.texts.firstIndex(where: { $0.ref.id == turn.text.id }),
                let stored = texts.firstIndex(where: { $0.id == turn.text.id.rawValue })
            else { continue }
            let label = interviewer.wordingLabel(turn, state: decision.state, words: file.words)
            guard let (text, prompt) = await wording.reword(decision.texts[kept].content, label: label) else { continue }
            let draft = TextDraft(id: turn.text.id.rawValue, content: text)
            turn.text = TextRef(id: turn.text.id, hash: draft.seal.hex)
            turn.wordedBy = prompt
            decision.events[place] = InterviewEvent(.turnOpened(turn), origin: event.origin)
            (decision.texts[kept].ref, decision.texts[kept].content) = (turn.text, text)
            texts[stored] = draft
            if let known = decision.state.turns.firstIndex(where: { $0.id == turn.id }) { decision.state.turns[known] = turn }
        }
    }
}
