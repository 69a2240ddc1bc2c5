// Asking a locked clone. Every sentence is cited; what is not locked is not said.
import { h, area, fill } from './dom.js';
import { all, get, newID, path, post } from './api.js';
import { AskLog } from './ask-log.js';
import { Channel } from './channel.js';
import { PassagePanel } from './passage.js';
import { draft, keepDraft, keepLastAsk, lastAsk } from './drafts.js';
import { button, busy, complain, heading, problemBox } from './ui.js';
import { me } from './session.js';
import { Problem } from './problems.js';
import { go, refresh, rename } from './router.js';
import * as words from './words.js';

export async function ask(context, clone, version) {
  const person = me().person.id;
  const info = await get(path`/v1/clones/${clone}/versions/${version}`);
  context.title(`Ask about ${info.account.name}`);
  const view = new AskView({ person, clone, version: Number(version), account: info.account, lockedAt: info.locked_at });
  context.onLeave(() => view.close());
  const earlier = context.query.get('conversation') ?? lastAsk(person, clone);
  if (earlier) await view.join(earlier).catch(
    (problem) => { if (problem.status !== 404 && problem.status !== 403) throw problem; keepLastAsk(person, clone, null); },
  );
  return view.element;
}

/** A conversation found by its id (a link in a notice): its clone is the one of its account. */
export async function askAgain(context, conversation) {
  const [snapshot, clones] = await Promise.all([get(path`/v1/conversations/${conversation}`), all('/v1/clones')]);
  const clone = clones.find((one) => one.account.id === snapshot.account?.id);
  if (snapshot.kind !== 'ask' || !clone) throw new Problem(404, { code: 'not_found' });
  rename(path`#/clones/${clone.id}/versions/${clone.version}/ask?conversation=${conversation}`);
  context.query.set('conversation', conversation);
  return ask(context, clone.id, clone.version);
}

class AskView {
  constructor({ person, clone, version, account, lockedAt }) {
    Object.assign(this, { person, clone, version, conversation: null, channel: null });
    this.panel = new PassagePanel();
    this.log = new AskLog(
      person,
      { cite: (citation, from) => this.panel.open(citation, from), again: (text) => { this.box.value = text; this.box.grow(); this.box.focus(); } },
    );
    this.error = h('div', { 'aria-live': 'assertive' });
    this.box = area(
      { class: 'answer', rows: 1, 'aria-label': 'Your question', placeholder: `Ask about ${account.name}…`, value: draft(person, clone, 'ask') },
    );
    this.submitButton = h('button', { type: 'submit', class: 'button primary' }, 'Ask');
    this.box.addEventListener('input', () => keepDraft(person, clone, 'ask', this.box.value));
    this.box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    const form = h('form', { class: 'composer', novalidate: true }, h('div', { class: 'composer-row' }, this.box, this.submitButton));
    form.addEventListener('submit', (event) => { event.preventDefault(); this.submit(); });
    this.hint = h('p', { class: 'empty' },
      `Ask as you would ask the colleague who left. Answers come from version ${version} of the clone alone, and every sentence says where it stands.`,
    );
    this.chat = h('div', { class: 'ask-chat' },
      heading(account.name, { crumbs: [
        ['Home', '#/'],
        ['Clone', path`#/clones/${clone}/versions/${version}`],
      ], aside: button('New conversation', async () => this.fresh()),
        lead: `Version ${version}, locked ${words.day(lockedAt)}` }),
      this.hint, this.log.element, h('div', { class: 'dock' }, this.error, form));
    this.element = h('section', { class: 'page ask-page' }, this.chat, this.panel.element);
    this.element.addEventListener(
      'shown',
      () => { this.shown = true; this.down('auto'); if (matchMedia('(min-width: 48rem)').matches) this.box.focus({ preventScroll: true }); },
    );
  }

  /** Reads an earlier conversation and listens: the answer to a gap may come days later. */
  async join(conversation, known = []) {
    this.channel?.close();
    this.conversation = conversation;
    keepLastAsk(this.person, this.clone, conversation);
    this.channel = new Channel(this.person, conversation, { packet: (packet) => this.receive(packet) });
    await this.channel.take(known);
    // After a first question its answer is here already: listening may begin behind it.
    const started = this.channel.start();
    if (known.length) started.catch(complain);
    else await started;
  }

  close() { this.channel?.close(); }

  fresh() {
    this.close();
    keepLastAsk(this.person, this.clone, null);
    const plain = path`#/clones/${this.clone}/versions/${this.version}/ask`;
    if (location.hash === plain) refresh();
    else go(plain);
  }

  receive(packet) {
    if (packet.type !== 'snapshot') this.hint.hidden = true;
    this.log.receive(packet);
    this.down();
  }

  submit() {
    const question = this.box.value.trim();
    if (!question || this.submitButton.getAttribute('aria-busy')) { this.box.focus(); return; }
    // A question sent again after a failure keeps its id: if it did arrive, it is not asked twice.
    if (this.sent?.question !== question) this.sent = { question, id: newID() };
    fill(this.error);
    this.hint.hidden = true;
    const shown = this.log.question(question);
    this.box.value = '';
    this.box.grow();
    this.down();
    busy(this.submitButton, async () => {
      try {
        const reply = await post(
          '/v1/asks',
          { clone_id: this.clone, version: this.version, question, client_message_id: this.sent.id, conversation_id: this.conversation ?? undefined },
        );
        this.sent = null;
        keepDraft(this.person, this.clone, 'ask', '');
        if (this.conversation === reply.conversation_id) await this.channel.take(reply.packets);
        else await this.join(reply.conversation_id, reply.packets);
      } catch (problem) {
        this.log.withdraw(shown);
        this.box.value = this.box.value.trim() ? `${question}\n${this.box.value}` : question;
        this.box.grow();
        keepDraft(this.person, this.clone, 'ask', this.box.value);
        fill(this.error, problemBox(problem));
      }
      this.box.focus({ preventScroll: true });
    });
  }

  down(behavior = 'smooth') {
    if (!this.shown) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    requestAnimationFrame(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: calm ? 'auto' : behavior }));
  }
}
