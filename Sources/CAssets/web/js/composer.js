// The box to answer in, and what one can do instead of answering.
import { h, fill, area, uid } from './dom.js';
import { draft, keepDraft } from './drafts.js';
import { button } from './ui.js';

export class Composer {
  /** `people` are proposed when somebody else is to be asked; `draft` is [person, conversation]. */
  constructor({ people, draft: owner, send, act }) {
    this.people = people;
    this.owner = owner;
    this.turnID = null;
    this.send = send;
    this.act = act;
    this.box = area({ class: 'answer', rows: 2, 'aria-label': 'Your answer', placeholder: 'Tell it as you would tell a colleague…' });
    this.box.addEventListener('input', () => keepDraft(...this.owner, this.turnID, this.box.value));
    this.box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    this.sendButton = h('button', { type: 'submit', class: 'button primary', title: 'Ctrl or Cmd and Enter' }, 'Send');
    this.refer = h('div', { class: 'refer' });
    this.quick = h('div', { class: 'quick', role: 'group', 'aria-label': 'Instead of an answer' },
      button('Skip', async () => act({ action: 'skip' }), { kind: 'small' }),
      button('Later', async () => act({ action: 'defer' }), { kind: 'small' }),
      button('Ask someone else', async () => { this.askWhom(); this.refer.querySelector('input').focus(); }, { kind: 'small' }),
      button('I don’t know', async () => this.send('I don’t know.'), { kind: 'small' }),
      button('Take back', async () => act({ action: 'withdraw' }), { kind: 'small', title: 'Takes back your last answer and what was understood from it' }),
      h('span', { class: 'keys muted' }, 'Ctrl or ⌘ + Enter sends'));
    this.element = h('form', { class: 'composer', novalidate: true }, this.refer, h('div', { class: 'composer-row' }, this.box, this.sendButton), this.quick);
    this.element.addEventListener('submit', (event) => { event.preventDefault(); this.submit(); });
  }

  focus() { this.box.focus({ preventScroll: true }); }

  submit() {
    const text = this.box.value.trim();
    if (!text || this.box.disabled) { this.focus(); return; }
    // From here on the outbox keeps the words; the draft has done its work.
    this.send(text);
    this.box.value = '';
    keepDraft(...this.owner, this.turnID, '');
    this.box.grow();
    this.focus();
  }

  /** Another question: words that are being typed stay in the box and go with it; else this turn's own draft comes in. */
  openTurn(turnID) {
    if (turnID === this.turnID) return;
    const typed = this.box.value;
    const kept = draft(...this.owner, turnID);
    if (typed) keepDraft(...this.owner, this.turnID, '');
    this.turnID = turnID;
    this.box.value = typed && kept && typed !== kept ? `${kept}\n${typed}` : typed || kept;
    keepDraft(...this.owner, turnID, this.box.value);
    this.box.grow();
    fill(this.refer);
  }

  /** Puts refused words back; what has been typed since stays in front. */
  giveBack(text) {
    this.box.value = this.box.value.trim() ? `${this.box.value}\n${text}` : text;
    keepDraft(...this.owner, this.turnID, this.box.value);
    this.box.grow();
  }

  enable(open, paused) {
    this.box.disabled = !open;
    this.sendButton.disabled = !open;
    this.element.hidden = !open;
    this.quick.hidden = paused;
  }

  askWhom() {
    const names = h('datalist', { id: uid() }, this.people.map((name) => h('option', { value: name })));
    const input = h('input', { id: uid(), list: names.id, required: true, autocomplete: 'off' });
    const go = async () => {
      const to = input.value.trim();
      if (!to) { input.focus(); return; }
      this.act({ action: 'refer', to });
      fill(this.refer);
      this.focus();
    };
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') { event.preventDefault(); go(); }
      if (event.key === 'Escape') { fill(this.refer); this.focus(); }
    });
    fill(
      this.refer,
      h('label', { for: input.id }, 'Who would know?'),
      h('div', { class: 'row' }, input, names, button('Ask them', go, { kind: 'primary' }), button('Cancel', async () => fill(this.refer))),
    );
  }
}
