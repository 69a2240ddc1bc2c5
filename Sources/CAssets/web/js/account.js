// What belongs to the person: their session, a code for Slack, tokens for programs.
import { h, field, fill, select } from './dom.js';
import { post } from './api.js';
import { close, me } from './session.js';
import { busy, button, copy, heading, note, problemBox } from './ui.js';
import * as words from './words.js';

export async function account(context) {
  context.title('You');
  const slack = h('div', { 'aria-live': 'polite' });
  return h('section', { class: 'page narrow' },
    heading(me().person.name, { lead: `Signed in until ${words.time(me().expires_at)}.` }),
    button('Sign out', async () => { await close(); location.replace('/'); }),
    h('section', { class: 'card' }, h('h2', {}, 'Slack'), h('p', {},
      'Get a code here and type it once in Slack; from then on you can ask from there as yourself.',
    ),
      button('Get a code', async () => {
        const link = await post('/v1/relays/links', {});
        fill(
          slack,
          h('p', {}, 'In Slack, type ', h('code', {}, `/fera link ${link.code}`), `. The code is good until ${words.time(link.expires_at)}.`),
          button('Copy', async () => copy(`/fera link ${link.code}`)),
        );
      }), slack),
    tokenCard());
}

function tokenCard() {
  const label = h('input', { required: true, autocomplete: 'off' });
  const ceiling = select(['open', 'internal', 'commercial', 'personnel', 'security'].map((key) => [key, words.label(key)]), 'internal');
  const days = h('input', { type: 'number', min: 1, max: 366, value: 90 });
  const result = h('div', { 'aria-live': 'polite' });
  const submit = h('button', { type: 'submit', class: 'button' }, 'Make a token');
  const form = h('form', { novalidate: true },
    h('div', { class: 'grid' }, field('What it is for', label), field('Reads at most', ceiling), field('Days until it expires', days)),
    submit,
    result,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    busy(submit, async () => {
      try {
        const token = await post('/v1/tokens', { label: label.value.trim(), label_ceiling: ceiling.value, expires_in_days: Number(days.value) || 90 });
        fill(
          result,
          note('This is shown once. Keep it where secrets are kept.'),
          h('p', {}, h('code', { class: 'wrap' }, token.token)),
          button('Copy', async () => copy(token.token)),
        );
      } catch (problem) { fill(result, problemBox(problem)); }
    });
  });
  return h('section', { class: 'card' }, h('h2', {}, 'Tokens for programs'), h('p', {}, 'A token acts for you, and never reads more than you may.'), form);
}
