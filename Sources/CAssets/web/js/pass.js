// The owner's own pass: every line as it was understood, before anybody else sees it.
import { h, fill } from './dom.js';
import { all, get, path, patch, post } from './api.js';
import { ask, button, chip, confirm, empty, evidence, heading, labelChip, toast } from './ui.js';
import { difference } from './diff.js';
import { Problem, say } from './problems.js';
import { asked } from './referrals.js';
import { go } from './router.js';
import * as words from './words.js';

const LEAD = 'This is what was understood from what you said. Confirm what is right, correct what is not, keep to yourself what is '
  + 'nobody’s business. Until the lock you can take anything back.';

/** The pass of somebody who was asked what an owner passed on. */
export async function contributorsPass(context, transferID, conversation) {
  const item = await asked(transferID, conversation);
  const finish = () => post(path`/v1/conversations/${conversation}/messages`, { type: 'action', client_message_id: `finish-${conversation}`, action: 'finish' });
  return pass(context, transferID, item.account_id, finish);
}

export async function pass(context, transferID, accountID, send) {
  const address = path`/v1/transfers/${transferID}/statements?account_id=${accountID}`;
  const [transfer, lines] = await Promise.all([get(path`/v1/transfers/${transferID}`), all(address)]);
  const account = transfer.accounts.find((one) => one.id === accountID);
  if (!account) throw new Problem(404, { code: 'not_found' });
  context.title(`Your pass: ${account.name}`);
  const view = new Pass(lines, async (id) => (await all(address)).find((one) => one.id === id));
  const finish = button('Finish the pass', async () => {
    const left = view.unread;
    const text = left ? `${words.count(left, 'line')} you have not decided on go to review as they are.` : 'Every line is decided. They go to review now.';
    if (!(await confirm('Finish your pass?', text, 'Finish'))) return;
    await (send ? send() : post(path`/v1/transfers/${transferID}/owners-pass`, { account_id: accountID, action: 'finish' }));
    toast('Thank you. The lines are with the reviewers now.');
    go(path`#/transfers/${transferID}`);
  }, { kind: 'primary' });
  return h('section', { class: 'page narrow' },
    heading(account.name, { crumbs: [['Home', '#/'], [transfer.title || transfer.scope, path`#/transfers/${transferID}`]],
      lead: LEAD }),
    lines.length ? view.element : empty('There is nothing to read yet.', 'Lines appear here as soon as you have answered something.'),
    lines.length ? h('div', { class: 'dock row between' }, view.counter, finish) : null);
}

class Pass {
  constructor(lines, reread) {
    this.lines = new Map(lines.map((line) => [line.id, line]));
    this.reread = reread;
    this.cards = new Map();
    this.counter = h('p', { role: 'status' });
    this.element = h('div', { class: 'stack' }, this.chapters(lines));
    this.count();
  }

  get unread() { return [...this.lines.values()].filter(undecided).length; }

  count() {
    const left = this.unread;
    this.counter.textContent = left ? `${words.count(left, 'line')} left to read` : 'Everything is read';
  }

  chapters(lines) {
    const titles = [...new Set([...words.chapters.map(([, title]) => title), ...lines.map((line) => words.chapter(line.chapter))])];
    return titles.map((title) => {
      const mine = lines.filter((line) => words.chapter(line.chapter) === title);
      if (!mine.length) return null;
      const rest = button('Confirm the rest of this chapter', async () => {
        for (const line of mine) if (undecided(this.lines.get(line.id))) await this.change(line.id, { action: 'confirm' });
      }, { kind: 'small', 'aria-label': `Confirm the rest of ${title}` });
      return h('section', {},
        h('div', { class: 'section-head' }, h('h2', {}, title), rest),
        h('div', { class: 'stack tight' }, mine.map((line) => this.card(line))),
      );
    });
  }

  card(line) {
    const element = h('article', { class: 'card line' });
    this.cards.set(line.id, element);
    this.draw(line);
    return element;
  }

  draw(line, problem) {
    const element = this.cards.get(line.id);
    const place = h('div', {});
    const preview = h('div', { 'aria-live': 'polite' });
    const closed = ['withdrawn', 'superseded'].includes(line.status);
    const asked = line.status === 'changes_requested' ? line.decisions?.filter((one) => one.decision === 'request_changes').at(-1) : null;
    const named = (action) => ({ kind: 'small', 'aria-label': `${action}: ${line.title}` });
    element.classList.toggle('decided', !undecided(line));
    fill(element, h('p', { class: 'line-title' },
      line.title,
      ' ',
      chip(words.kind(line.kind)),
      ' ',
      labelChip(line.label),
      ' ',
      undecided(line) ? null : chip(words.status(line.status), line.status === 'confirmed' || line.status === 'approved' ? 'good' : ''),
    ),
      h('p', { class: 'line-text' }, line.text), asked ? h('p', { class: 'notice' }, h('strong', {}, 'A reviewer asks: '), asked.reason) : null,
      line.evidence?.length ? h('details', {}, h('summary', {}, 'What it rests on'), evidence(line.evidence)) : null,
      problem ? h('p', { class: 'notice bad', role: 'alert' }, say(problem)) : null,
      closed ? null : h('div', { class: 'row' },
        undecided(line) ? button('Confirm', async () => this.change(line.id, { action: 'confirm' }), { ...named('Confirm'), kind: 'small primary' }) : null,
        button(
          'Correct',
          async () => ask(
            place,
            {
              title: 'What should it say?',
              value: line.text,
              action: 'Save the correction',
              extra: preview,
              onInput: (text) => fill(preview, text.trim() && text.trim() !== line.text ? difference(line.text, text.trim()) : null),
              send: async (text) => this.change(line.id, { action: 'correct', text }),
            },
          ),
          named('Correct'),
        ),
        line.status === 'private' ? null : button('Keep private', async () => this.change(line.id, { action: 'private' }), named('Keep private')),
        button('Withdraw', async () => {
          if (await confirm(
            'Withdraw this line?',
            'Its words are erased. Only the fact that there was a line remains.',
            'Withdraw it',
            'danger',
          )) await this.change(line.id, { action: 'withdraw' });
        }, named('Withdraw'))), place);
  }

  // Somebody may have changed the line meanwhile: then it is shown as it is now, and nothing is overwritten.
  async change(id, body) {
    const line = this.lines.get(id);
    try {
      this.put(await patch(path`/v1/statements/${id}`, body, { ifMatch: line.revision }));
    } catch (problem) {
      if (problem.code !== 'changed') throw problem;
      const now = await this.reread(id);
      if (now) this.put(now, problem);
      if (body.text) throw problem;
    }
  }

  put(line, problem) {
    this.lines.set(line.id, line);
    const inside = this.cards.get(line.id).contains(document.activeElement);
    this.draw(line, problem);
    if (inside) this.cards.get(line.id).querySelector('button')?.focus();
    this.count();
  }
}

const undecided = (line) => line.status === 'proposed' || line.status === 'changes_requested';
