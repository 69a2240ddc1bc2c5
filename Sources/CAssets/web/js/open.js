// A manager gives notice: what is handed over, by when, by whom, to whom.
import { h, area, field, fill } from './dom.js';
import { all, path, post } from './api.js';
import { busy, heading, note, problemBox } from './ui.js';
import { go } from './router.js';
import { accountRow, personRow, Rows } from './rows.js';

export async function openTransfer(context) {
  context.title('Open a transfer');
  const templates = await all('/v1/templates');
  const name = `t${templates.length}`;
  const choices = templates.map((template, i) => h('label', { class: 'choice' },
    h('input', { type: 'radio', name, value: template.id, checked: i === 0 }), h('span', {},
      h('strong', {}, template.title),
      h('span', { class: 'muted' }, template.description),
    )));
  const scope = h('input', { required: true, autocomplete: 'off' });
  const title = h('input', { autocomplete: 'off' });
  const reason = area({ rows: 2, required: true });
  const last = h('input', { type: 'date', required: true });
  const people = new Rows('Person', personRow, [{ roles: ['owner'] }, { roles: ['successor'] }]);
  const accounts = new Rows('Account', accountRow, [{}]);
  const peopleCSV = area({ rows: 4, spellcheck: 'false', placeholder: 'name,email,roles\nAda Example,ada@example.com,reviewer;sponsor' });
  const accountsCSV = area(
    { rows: 4, spellcheck: 'false', placeholder: 'name,segment,tier,renewal_date,value\nExample Ltd,Retail,top,2027-03-31,EUR 180000' },
  );
  const error = h('div', { 'aria-live': 'assertive' });
  const submit = h('button', { type: 'submit', class: 'button primary' }, 'Open the transfer');
  const form = h('form', { class: 'stack', novalidate: true },
    h('fieldset', {}, h('legend', {}, 'Template'), h('div', { class: 'choices' }, choices)),
    h('fieldset', {}, h('legend', {}, 'What and when'), h('div', { class: 'grid two' },
      field('Scope', scope, 'What changes hands: “Example Ltd and two smaller accounts”.'),
      field('Last working day', last, 'Questions are ordered so that the most important come before it.'),
      field('Title', title, 'Optional; otherwise the scope.'), field('Reason', reason, 'Everybody in the transfer can read it.'))),
    h('fieldset', {}, h('legend', {}, 'People'), h('p', { class: 'muted' },
      'Who is not hired yet can be named now and replaced later. You are the manager.',
    ), people.element,
      h('details', {},
        h('summary', {}, 'Paste people as CSV'),
        field('People as CSV', peopleCSV, 'First row: name, email, roles (several separated by “;”).'),
      )),
    h('fieldset', {}, h('legend', {}, 'Accounts'), accounts.element,
      h('details', {},
        h('summary', {}, 'Paste accounts as CSV'),
        field('Accounts as CSV', accountsCSV, 'First row: name, and any of segment, tier, renewal_date, value, external_id.'),
      )),
    error, h('div', { class: 'row' }, submit));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const missing = check({ scope, reason, last });
    if (!accounts.values.length && !accountsCSV.value.trim()) missing.push(['Name at least one account.', accounts.element.querySelector('input')]);
    if (missing.length) {
      fill(error, note(missing.map(([text]) => text).join(' '), 'bad'));
      missing[0][1]?.focus();
      return;
    }
    busy(submit, async () => {
      try {
        const transfer = await post('/v1/transfers', {
          template: form.querySelector(`input[name=${name}]:checked`)?.value,
          title: title.value.trim() || undefined,
          scope: scope.value.trim(),
          reason: reason.value.trim(),
          last_working_day: last.value, language: 'en', people: people.values, people_csv: peopleCSV.value.trim() || undefined,
          accounts: accounts.values, accounts_csv: accountsCSV.value.trim() || undefined,
        });
        go(path`#/transfers/${transfer.id}`);
      } catch (problem) { fill(error, problemBox(problem)); error.scrollIntoView({ block: 'center' }); }
    });
  });
  return h('section', { class: 'page' }, heading('Open a transfer', { crumbs: [['Home', '#/']] }), form);
}

function check({ scope, reason, last }) {
  const missing = [];
  for (const [control, text] of [[scope, 'Say what changes hands.'], [last, 'Give the last working day.'], [reason, 'Give the reason.']]) {
    const empty = !control.value.trim();
    control.setAttribute('aria-invalid', String(empty));
    if (empty) missing.push([text, control]);
  }
  return missing;
}
