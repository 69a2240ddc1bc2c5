// All accounts of somebody who leaves: in which order they are best told, whether the days suffice, and what is asked once about all of them.
import { h, area, field, fill } from './dom.js';
import { all, get, newID, path, post } from './api.js';
import { draft, keepDraft } from './drafts.js';
import { me } from './session.js';
import { busy, chip, empty, heading, linkButton, meter, note, problemBox, toast } from './ui.js';
import * as words from './words.js';

export async function portfolio(context) {
  context.title('Accounts');
  const [plans, asked] = await Promise.all([all('/v1/portfolio'), get('/v1/owner-questions')]);
  return h('section', { class: 'page' },
    heading('Accounts', { crumbs: [['Home', '#/']], lead: 'In which order they are best told, and whether the days that are left suffice.' }),
    plans.length ? plans.map(plan) : empty('There is nothing to plan.', 'This page is for who leaves accounts to others, and for the managers who see to it.'),
    asked.items.length ? h('section', { 'aria-labelledby': 'once' }, h('h2', { id: 'once' }, 'Asked once about all of your accounts'),
      h('p', { class: 'muted' }, `Name the account that a sentence is about (${words.list([...new Set(asked.accounts.map((one) => one.name))])}): `
        + 'each part is filed there, and nobody asks it again.'),
      h('div', { class: 'cards' }, asked.items.map((one) => new Once(one).element))) : null);
}

function plan(it) {
  const mine = it.owner.id === me().person.id;
  return h('section', { 'aria-label': `Accounts of ${it.owner.name}` },
    h('h2', {}, mine ? 'Yours' : it.owner.name),
    h('p', { class: 'muted' }, `Last working day ${words.day(it.last_working_day)}: ${words.count(it.working_days, 'working day')} left.`),
    note(it.pace, it.warns ? 'bad' : 'good'),
    h('ol', { class: 'written' }, it.accounts.map((account) => row(it, account, mine))));
}

function row(it, account, mine) {
  const base = path`#/transfers/${account.transfer_id}`;
  return h('li', { class: 'card' },
    h('div', { class: 'section-head' }, h('h3', {}, h('a', { href: base }, account.name)),
      account.reached < 90 ? chip('Will not be done', 'warn') : chip(`${words.count(account.sittings, 'sitting')}, ${account.minutes} min`)),
    account.reached < 100 ? meter('There is time for', account.reached) : null,
    h('ul', { class: 'reasons' }, account.reasons.map((reason) => h('li', {}, reason))),
    mine ? linkButton('Answer', `${base}/accounts/${encodeURIComponent(account.id)}/${account.tier === 'tail' ? 'written' : 'interview'}`, '',
      { 'aria-label': `Answer: ${account.name}` }) : null);
}

// One question about all accounts; what was filed where stands under it.
class Once {
  constructor(it) {
    this.element = h('article', { class: 'card' });
    this.person = me().person.id;
    this.show(it);
  }

  show(it) {
    const box = area({ rows: 3, value: draft(this.person, 'owner', it.id) });
    box.addEventListener('input', () => keepDraft(this.person, 'owner', it.id, box.value));
    const error = h('div', { 'aria-live': 'assertive' });
    const submit = h('button', { type: 'submit', class: 'button primary' }, 'Send');
    const form = h('form', { class: 'stack', novalidate: true },
      field(it.answered ? 'Something to add?' : it.text, box, it.probes.join(' ')), error, h('div', { class: 'row' }, submit));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = box.value.trim();
      if (!text) { fill(error, note('Please write something first.', 'bad')); box.focus(); return; }
      if (text !== this.text) [this.text, this.key] = [text, newID()];
      busy(submit, async () => {
        try {
          const reply = await post(path`/v1/owner-questions/${it.id}/answer`, { client_message_id: this.key, text });
          keepDraft(this.person, 'owner', it.id, '');
          toast(reply.filed.length ? `Filed for ${words.list([...new Set(reply.filed.map((one) => one.account.name))])}.` : 'Kept.');
          this.show(reply);
        } catch (problem) { fill(error, problemBox(problem)); }
      });
    });
    fill(this.element, it.answered ? h('div', { class: 'section-head' }, h('h3', {}, it.text), chip('Answered', 'good')) : null,
      it.filed.length ? h('ul', { class: 'reasons' }, it.filed.flatMap((one) => one.statements.map((line) => h('li', {},
        h('strong', {}, `${one.account.name}: `), line.text)))) : null,
      it.rest ? h('p', { class: 'muted' }, `Names no account, and stays with you: ${it.rest}`) : null,
      it.answered ? h('details', {}, h('summary', {}, 'Add to it'), form) : form);
  }
}
