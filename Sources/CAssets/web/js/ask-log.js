// Questions and cited answers, packet by packet.
import { h, fill } from './dom.js';
import { post, path } from './api.js';
import { button, chip } from './ui.js';
import * as words from './words.js';

export class AskLog {
  /** `cite(citation, button)` opens a passage. `again(text)` puts a question into the box. */
  constructor(person, { cite, again }) {
    this.person = person;
    this.cite = cite;
    this.again = again;
    this.element = h('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': 'Questions and answers' });
    this.questions = [];
  }

  /** The question just sent; the server's own packet finds it by its text. */
  question(text) {
    const element = h('div', { class: 'bubble mine' }, h('p', { class: 'bubble-author' }, 'You'), h('p', { class: 'bubble-text' }, text));
    this.element.append(element);
    const one = { text, element, known: false };
    this.questions.push(one);
    return one;
  }

  withdraw(one) {
    one.element.remove();
    this.questions = this.questions.filter((other) => other !== one);
  }

  receive(packet) {
    switch (packet.type) {
      case 'message': this.message(packet); break;
      case 'answer_start': this.start(packet); break;
      case 'sentence': this.sentence(packet); break;
      case 'refused': this.refused(packet); break;
      case 'answer_end': this.end(packet); break;
      case 'notice': this.element.append(h('p', { class: 'log-notice' }, packet.text)); break;
      default: break;
    }
  }

  message({ author, text }) {
    if (author && this.mine(text)) return;
    this.element.append(author ? h('div', { class: 'bubble mine' },
      h('p', { class: 'bubble-author' }, author.id === this.person ? 'You' : author.name),
      h('p', { class: 'bubble-text' }, text),
    )
      : h('div', { class: 'bubble fera' }, h('p', { class: 'bubble-author' }, 'Fera'), h('p', { class: 'bubble-text' }, text)));
    if (author) this.questions.push({ text, known: true });
  }

  mine(text) {
    const one = this.questions.find((other) => !other.known && other.text === text);
    if (one) one.known = true;
    return Boolean(one);
  }

  // The question is said once: by its own packet where there is one, else by the start of its answer.
  start({ question, completed_question: completed }) {
    if (this.questions.at(-1)?.text !== question && question) this.message({ author: { id: this.person }, text: question });
    const last = this.questions.at(-1);
    if (last) last.known = true;
    this.begin(completed && completed !== question ? completed : null);
  }

  begin(completed) {
    this.text = h('div', { class: 'answer-text' });
    this.answer = h('article', { class: 'answer-card', 'aria-label': 'Answer' },
      completed ? h('p', { class: 'completed' }, 'Understood as: ', h('em', {}, completed)) : null,
      this.text,
    );
    this.element.append(this.answer);
  }

  sentence({ text, citations = [], notes = [] }) {
    if (!this.answer) this.begin(null);
    this.text.append(
      h('p', {},
        text,
        ' ',
        citations.map((one) => this.citation(one)),
        notes.map(words.line).filter(Boolean).map((note) => h('small', { class: 'sentence-note' }, note)),
      ),
    );
  }

  citation(one) {
    const who = [one.said_by && `said by ${words.name(one.said_by)}`, words.age(one.age_days)].filter(Boolean).join(', ');
    const element = h('button', { type: 'button', class: 'cite', title: one.quote, 'aria-label': `Source ${one.n}${who ? `: ${who}` : ''}` }, `[${one.n}]`);
    element.addEventListener('click', () => this.cite(one, element));
    return element;
  }

  refused({ reason, nearest = [], gap_id: gap }) {
    if (!this.answer) this.begin(null);
    this.answer.classList.add('refusal');
    fill(this.text, h('p', { class: 'refusal-title' }, words.refusal(reason)), h('p', {}, 'Better no answer than a guessed one.'),
      gap ? h('p', {}, 'Your question was put to the people who can answer it. When the answer is locked, you hear of it here.') : null,
      nearest.length ? h('div', {}, h('p', { class: 'muted' }, reason === 'ambiguous' ? 'Did you mean one of these?' : 'The nearest topics it does hold:'),
        h('div', { class: 'row' }, nearest.map((item) => button(words.line(item), async () => this.again(words.line(item)), { kind: 'small' })))) : null);
  }

  // Whether it was refused is known from the packets before: `type` already names this packet.
  end({ answer_id: id }) {
    if (this.answer && id && !this.answer.classList.contains('refusal')) this.answer.append(feedback(id));
    this.answer = this.text = null;
  }
}

function feedback(id) {
  const place = h('div', { class: 'row small feedback', role: 'group', 'aria-label': 'Feedback' });
  const send = (helpful) => async () => {
    await post(path`/v1/asks/${id}/feedback`, { helpful });
    fill(place, chip('Thank you', 'good'));
  };
  return fill(
    place,
    h('span', { class: 'muted' }, 'Did this help?'),
    button('Yes', send(true), { kind: 'plain' }),
    button('No', send(false), { kind: 'plain' }),
  );
}
