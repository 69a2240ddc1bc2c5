// The written pass: a short list of questions, answered in any order and in parts. What is typed stays in this browser until it is sent.
import { h, area, field, fill } from './dom.js';
import { get, newID, path, post } from './api.js';
import { draft, keepDraft } from './drafts.js';
import { me } from './session.js';
import { busy, button, chip, confirm, empty, heading, linkButton, note, problemBox, quote, toast } from './ui.js';
import { go } from './router.js';
import { Problem } from './problems.js';
import * as words from './words.js';

export async function written(context, transferID, accountID) {
  const transfer = await get(path`/v1/transfers/${transferID}`);
  const account = transfer.accounts.find((one) => one.id === accountID);
  if (!account) throw new Problem(404, { code: 'not_found' });
  context.title(`In writing: ${account.name}`);
  const id = account.interview_id ?? (await post(path`/v1/transfers/${transferID}/interviews`, { account_id: accountID })).id;
  const pass = path`#/transfers/${transferID}/accounts/${accountID}/pass`;
  const view = new Written(id, await get(path`/v1/conversations/${id}/written`), pass);
  return h('section', { class: 'page narrow' },
    heading(account.name, { crumbs: [['Home', '#/'], [transfer.title || transfer.scope, path`#/transfers/${transferID}`]],
      lead: 'Answer what you have something to say to, in a few sentences, and send as often as you like. What you leave empty stays open.' }),
    view.element);
}

class Written {
  constructor(id, form, pass) {
    this.id = id;
    this.pass = pass;
    this.person = me().person.id;
    this.element = h('div', { class: 'stack' });
    this.show(form);
  }

  show(form) {
    this.boxes = new Map();
    const answered = form.questions.filter((one) => one.answer).length;
    const submit = h('button', { type: 'submit', class: 'button primary' }, 'Send what is written');
    this.error = h('div', { 'aria-live': 'assertive' });
    const element = h('form', { class: 'stack', novalidate: true }, h('ol', { class: 'written' }, form.questions.map((one) => this.question(one))), this.error,
      h('div', { class: 'dock row between' },
        h('p', { role: 'status' }, `${answered} of ${form.questions.length} answered`),
        h('div', { class: 'row' }, submit, button('I am through', async () => this.finish()))));
    element.addEventListener('submit', (event) => { event.preventDefault(); busy(submit, async () => this.send(false)); });
    const over = ['closing', 'done'].includes(form.state);
    fill(this.element, over ? note('You are through with these questions. You can still add to them; what you add is read through like the rest.', 'good') : null,
      over ? linkButton('Read what was understood', this.pass) : null,
      form.questions.length ? element : empty('There is nothing to write.', 'What this account needs told is known already.'));
  }

  question(one) {
    const box = area({ rows: 3, value: draft(this.person, this.id, one.key) || one.answer || '' });
    box.addEventListener('input', () => keepDraft(this.person, this.id, one.key, box.value));
    this.boxes.set(one.key, { box, answer: one.answer ?? '' });
    const about = one.key.startsWith('contradiction:') ? chip(words.turnKind('contradiction'), 'warn') : null;
    return h('li', { class: 'card', 'aria-label': `Question ${one.number}` },
      h('p', { class: 'turn-head' }, h('span', {}, `${one.number}. ${words.chapter(one.chapter)}`), about, one.answer ? chip('Kept', 'good') : null),
      one.hint ? quote(one.hint) : null, field(one.text, box),
      h('details', { class: 'why' }, h('summary', {}, 'Why am I asked this?'), h('p', {}, one.why)));
  }

  async send(finish) {
    const answers = {};
    for (const [key, { box, answer }] of this.boxes) if (box.value.trim() && box.value.trim() !== answer) answers[key] = box.value.trim();
    if (!finish && !Object.keys(answers).length) {
      fill(this.error, note('Nothing new is written yet.', 'bad'));
      return;
    }
    // The same words go out under the same id, however often they are sent.
    const wish = JSON.stringify([answers, finish]);
    if (wish !== this.wish) [this.wish, this.key] = [wish, newID()];
    try {
      const reply = await post(path`/v1/conversations/${this.id}/written`, { client_message_id: this.key, answers, finish });
      for (const key of Object.keys(answers)) keepDraft(this.person, this.id, key, '');
      toast(finish ? 'Thank you. Next, read through what was understood.' : 'Kept.');
      if (finish) go(this.pass);
      else this.show(reply.form);
    } catch (problem) { fill(this.error, problemBox(problem)); }
  }

  async finish() {
    if (await confirm('Are you through?', 'What is written is sent, what is empty stays open, and you read through what was understood.', 'I am through')) {
      await this.send(true);
    }
  }
}
