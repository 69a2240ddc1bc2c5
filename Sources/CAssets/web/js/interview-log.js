// What has been said in an interview, packet by packet, as elements. It knows nothing of sockets and nothing of the composer.
import { h, add, fill } from './dom.js';
import { ask, button, chip, labelChip } from './ui.js';
import * as words from './words.js';

export class InterviewLog {
  /** `correct(statement, text)` and `withdraw(statement)` are called from the chips under an answer. */
  constructor(person, actions) {
    this.person = person;
    this.actions = actions;
    this.element = h('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': 'Conversation' });
    this.sending = h('div', { class: 'log sending' });
    this.waiting = new Map();
    this.statements = new Map();
    this.turns = new Map();
  }

  /** The turn that is asked now. */
  turn(packet) {
    this.openTurn?.classList.remove('open');
    const card = turnCard(packet);
    this.openTurn = card;
    const old = this.turns.get(packet.turn_id);
    this.turns.set(packet.turn_id, card);
    // A turn asked again (after a pause) moves down; it is not shown twice.
    old?.remove();
    this.put(card);
  }

  closeTurn() { this.openTurn?.classList.remove('open'); this.openTurn = null; }

  message(packet) {
    if (packet.author) this.drop(packet);
    this.put(
      packet.author ? bubble(packet.text, packet.author.id === this.person ? 'You' : packet.author.name, 'mine') : bubble(packet.text, 'Fera', 'fera'),
    );
  }

  /** What was just sent, until the server's own packet takes its place. */
  pending(packet) {
    if (packet.type !== 'message' || this.waiting.has(packet.client_message_id)) return;
    const element = bubble(packet.text, 'You', 'mine');
    const state = h('p', { class: 'bubble-state' }, 'Sending…');
    element.append(state);
    this.waiting.set(packet.client_message_id, { element, state, text: packet.text, seq: null });
    this.sending.append(element);
  }

  accepted(packet) {
    const one = this.waiting.get(packet.client_message_id);
    if (!one) return;
    one.seq = packet.seq;
    one.state.textContent = 'Kept';
    if (this.seen?.has(packet.seq)) this.forget(packet.client_message_id);
  }

  refused(id) { this.forget(id); }

  drop(packet) {
    (this.seen ??= new Set()).add(packet.seq);
    for (const [id, one] of this.waiting) if (one.seq === packet.seq || (one.seq === null && one.text === packet.text)) { this.forget(id); return; }
  }

  forget(id) {
    this.waiting.get(id)?.element.remove();
    this.waiting.delete(id);
  }

  understood(packet) {
    for (const statement of packet.revised ?? []) this.revise(statement);
    const fresh = (packet.added ?? []).filter((statement) => !this.statements.has(statement.id));
    if (!fresh.length) return;
    this.put(h('section', { class: 'understood', 'aria-label': 'What I understood' }, h('h3', {}, 'What I understood'),
      h('ul', {}, fresh.map((statement) => {
        const item = h('li', {});
        this.statements.set(statement.id, item);
        return this.draw(item, statement);
      }))));
  }

  revise(statement) {
    const item = this.statements.get(statement.id);
    if (item) this.draw(item, statement);
    else this.understood({ added: [statement] });
  }

  draw(item, statement) {
    const gone = ['withdrawn', 'superseded', 'rejected'].includes(statement.status);
    const place = h('div', {});
    item.className = gone ? 'gone' : '';
    return fill(item, h('p', { class: 'line-title' },
      statement.title,
      ' ',
      labelChip(statement.label),
      gone ? chip(words.status(statement.status), 'bad') : null,
    ),
      h('p', {}, statement.text), gone ? null : h('div', { class: 'row small' },
        button(
          'Correct',
          async () => ask(
            place,
            { title: 'What should it say?', value: statement.text, action: 'Correct it', send: async (text) => this.actions.correct(statement, text) },
          ),
          { kind: 'plain', 'aria-label': `Correct: ${statement.title}` },
        ),
        button('Take back', async () => this.actions.withdraw(statement), { kind: 'plain', 'aria-label': `Take back: ${statement.title}` })), place);
  }

  notice(packet) { this.put(h('p', { class: 'log-notice' }, packet.text)); }

  put(element) { this.element.append(element); }
}

function turnCard(turn) {
  const probes = (turn.probes ?? []).map(words.line).filter(Boolean);
  return h('article', { class: 'turn open', 'aria-label': 'Question' },
    h('p', { class: 'turn-head' },
      h('span', {}, words.chapter(turn.chapter)),
      turn.kind && turn.kind !== 'bank' ? chip(words.turnKind(turn.kind), turn.kind === 'contradiction' ? 'warn' : '') : null,
    ),
    h('p', { class: 'turn-text' }, turn.text),
    turn.why || probes.length ? h('details', { class: 'why' }, h('summary', {}, 'Why am I asked this?'), turn.why ? h('p', {}, turn.why) : null,
      probes.length ? add(h('div', {}), h('p', {}, 'It helps to think of:'), h('ul', {}, probes.map((probe) => h('li', {}, probe)))) : null) : null);
}

function bubble(text, author, side) {
  return h('div', { class: `bubble ${side}` }, h('p', { class: 'bubble-author' }, author), h('p', { class: 'bubble-text' }, text));
}
