// An interview in several short sittings, each on a day of its own.
import { h, field, fill } from './dom.js';
import { path, post } from './api.js';
import { busy, button, note, problemBox, toast } from './ui.js';
import * as words from './words.js';

const today = () => new Date().toISOString().slice(0, 10);

/** The next sitting that has not come, `null` where nothing is waited for. */
export const nextSitting = (list) => (list ?? []).find((one) => one.day > today()) ?? null;

/** Shows the sittings of an interview and plans what is left of it anew; `planned` is called with the new ones. */
export function sittings(transferID, accountID, list, planned) {
  const rows = h('div', { class: 'rows' });
  const error = h('div', { 'aria-live': 'assertive' });
  const add = (one = {}) => {
    const day = h('input', { type: 'date', required: true, min: today(), value: one.day ?? today() });
    const questions = h('input', { type: 'number', min: 1, max: 100, required: true, value: one.questions ?? 6 });
    const row = h('div', { class: 'row' }, field('Day', day), field('Questions', questions),
      button('Remove', async () => row.remove(), { kind: 'small' }));
    row.read = () => ({ day: day.value, questions: Number(questions.value) });
    rows.append(row);
  };
  const submit = h('button', { type: 'submit', class: 'button primary' }, 'Plan them');
  const form = h('form', { class: 'inline-form', novalidate: true }, rows,
    button('Another sitting', async () => add(), { kind: 'small' }), error, submit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = [...rows.children].map((row) => row.read()).sort((a, b) => a.day.localeCompare(b.day));
    if (!wanted.length || wanted.some((one) => !one.day || !(one.questions >= 1))) { fill(error, note('Each sitting needs a day and a number of questions.', 'bad')); return; }
    busy(submit, async () => {
      try {
        await post(path`/v1/transfers/${transferID}/sittings`, { account_id: accountID, sittings: wanted });
        toast('Planned.');
        planned(wanted);
      } catch (problem) { fill(error, problemBox(problem)); }
    });
  });
  const coming = (list ?? []).filter((one) => one.day >= today());
  for (const one of coming.length ? coming : [{}]) add(one);
  return h('details', { class: 'sittings' },
    h('summary', {}, coming.length ? `Sittings: ${coming.map((one) => `${words.day(one.day)} (${words.count(one.questions, 'question')})`).join(', ')}`
      : 'Split the rest into sittings'), form);
}
