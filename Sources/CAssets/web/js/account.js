// What belongs to the person: their session, a code for Slack, tokens for programs.
import { h, field, fill, select } from './dom.js';
import { all, path, post, remove } from './api.js';
import { close, me } from './session.js';
import { busy, button, chip, confirm, copy, heading, note, problemBox } from './ui.js';
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

// The tokens that stand, each with a way to take it away.
async function tokenList(place) {
  const items = await all('/v1/tokens');
  fill(place, items.length ? h('ul', { class: 'plain-list' }, items.map((token) => {
    const name = token.name ?? 'Without a name';
    const take = button('Revoke', async () => {
      if (!(await confirm(`Revoke “${name}”?`, 'The program that uses it is nobody from then on.', 'Revoke it', 'danger'))) return;
      await remove(path`/v1/tokens/${token.id}`);
      await tokenList(place);
    }, { kind: 'small', 'aria-label': `Revoke: ${name}` });
    return h('li', { class: 'row between' },
      h('span', {},
        h('span', { class: 'row-title' }, name),
        ' ',
        chip(token.label_ceiling ? `Reads at most ${words.label(token.label_ceiling)}` : 'Reads what you read'),
        ' ',
        h('span', { class: 'muted' }, `until ${words.time(token.expires_at)}`),
      ),
      take);
  })) : null);
}

function tokenCard() {
  const list = h('div', {});
  const listed = () => tokenList(list).catch((problem) => fill(list, problemBox(problem)));
  listed();
  const name = h('input', { required: true, autocomplete: 'off' });
  const ceiling = select(['open', 'internal', 'commercial', 'personnel', 'security'].map((key) => [key, words.label(key)]), 'internal');
  const days = h('input', { type: 'number', min: 1, max: 366, value: 90 });
  const result = h('div', { 'aria-live': 'polite' });
  const submit = h('button', { type: 'submit', class: 'button' }, 'Make a token');
  const form = h('form', { novalidate: true },
    h('div', { class: 'grid' }, field('What it is for', name), field('Reads at most', ceiling), field('Days until it expires', days)),
    submit,
    result,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    busy(submit, async () => {
      try {
        const token = await post('/v1/tokens', { name: name.value.trim(), label_ceiling: ceiling.value, expires_in_days: Number(days.value) || 90 });
        fill(
          result,
          note('This is shown once. Keep it where secrets are kept.'),
          h('p', {}, h('code', { class: 'wrap' }, token.token)),
          button('Copy', async () => copy(token.token)),
        );
        name.value = '';
        listed();
      } catch (problem) { fill(result, problemBox(problem)); }
    });
  });
  return h('section', { class: 'card' }, h('h2', {}, 'Tokens for programs'), h('p', {}, 'A token acts for you, and never reads more than you may.'), list, form);
}
