// What the record does not tell, and what it tells twice and differently.
import { h } from './dom.js';
import { get, path, post } from './api.js';
import { ask, button, chip, heading, quote } from './ui.js';
import { refresh } from './router.js';
import { runs } from './transfer.js';
import { Problem } from './problems.js';
import * as words from './words.js';

export async function gaps(context, transferID, accountID) {
  const [transfer, found] = await Promise.all([get(path`/v1/transfers/${transferID}`), get(path`/v1/transfers/${transferID}/gaps?account_id=${accountID}`)]);
  const account = transfer.accounts.find((one) => one.id === accountID);
  if (!account) throw new Problem(404, { code: 'not_found' });
  context.title(`Gaps: ${account.name}`);
  const may = runs(transfer) || transfer.you?.roles?.includes('reviewer');
  const fields = [...(found.fields ?? [])].sort((a, b) => b.weight * (1 - sure(b)) - a.weight * (1 - sure(a)));
  return h('section', { class: 'page' },
    heading(account.name, { crumbs: [
      ['Home', '#/'],
      [transfer.title || transfer.scope, path`#/transfers/${transferID}`],
    ], lead: 'What a successor would still not understand from the record alone.',
      aside: runs(transfer) ? account.interview_id ? null : button('Start the interview', async () => {
        await post(path`/v1/transfers/${transferID}/interviews`, { account_id: accountID });
        refresh();
      }, { kind: 'primary' }) : null }),
    contradictions(found.contradictions ?? [], may),
    questions(found.gaps ?? []),
    h('section', { 'aria-labelledby': 'fields' },
      h('h2', { id: 'fields' }, 'What is known'),
      words.chapters.map(([key, title]) => chapter(title, fields.filter((one) => one.chapter === key || one.chapter === title))),
    ),
    account.interview_id && runs(transfer) ? h('p', { class: 'muted' },
      'The interview is open. Give the owner a join link on the ',
      h('a', { href: path`#/transfers/${transferID}` }, 'page of the transfer'),
      '.',
    ) : null);
}

// Confidence comes as 0…1 or 0…100.
const sure = (field) => (field.confidence > 1 ? field.confidence / 100 : field.confidence ?? 0);

function contradictions(items, may) {
  if (!items.length) return null;
  return h('section', { 'aria-labelledby': 'contradictions' },
    h('h2', { id: 'contradictions' }, 'Contradictions'),
    h('div', { class: 'stack' }, items.map((item) => contradictionCard(item, may))),
  );
}

/** Both passages side by side, and what became of them. */
export function contradictionCard(item, may = false) {
  const place = h('div', {});
  const settled = ['explained', 'accepted'].includes(item.status);
  const card = h('article', { class: 'card' }, h('h3', {},
    words.rule(item.rule),
    ' ',
    chip(words.contradictionStatus(item.status), settled ? 'good' : 'warn'),
  ),
    h('div', { class: 'versus' }, quote(item.a), h('span', { class: 'versus-sign', 'aria-hidden': 'true' }, '≠'), quote(item.b)),
    item.resolution ? h('p', { class: 'resolution' },
      item.resolution,
      item.resolved_by ? h('span', { class: 'muted' }, ` (${words.name(item.resolved_by)})`) : null,
    ) : null,
    may && !settled ? button('Accept that it stays open', async () => ask(place, {
      title: 'Why can it stay open?', hint: 'The reason is sealed with it and shown in later answers.', action: 'Accept',
      send: async (reason) => {
        card.replaceWith(contradictionCard(await post(path`/v1/contradictions/${item.id}/decision`, { decision: 'accept', reason }), may));
      },
    }), { kind: 'small' }) : null, place);
  return card;
}

function questions(items) {
  if (!items.length) return null;
  const status = { open: 'Open', asked: 'Has been asked', answered: 'Answered, not yet locked', closed: 'Answered' };
  return h('section', { 'aria-labelledby': 'questions' }, h('h2', { id: 'questions' }, 'Questions without an answer'),
    h('ul', { class: 'plain-list' }, items.map((item) => h('li', { class: 'gap-row' }, h('span', {}, item.question),
      chip(
        status[item.status] ?? item.status,
        item.status === 'closed' || item.status === 'answered' ? 'good' : '',
      ), item.count > 1 ? h('span', { class: 'muted' }, `asked ${item.count} times`) : null))));
}

function chapter(title, fields) {
  if (!fields.length) return null;
  const known = fields.filter((one) => one.state === 'known').length;
  return h('details', { class: 'card', open: true }, h('summary', {},
    h('strong', {}, title),
    h('span', { class: 'muted' }, ` ${known} of ${fields.length} known from the record`),
  ),
    h('ul', { class: 'plain-list' }, fields.map((one) => h('li', { class: 'field-row' }, h('div',
      { class: 'field-head' },
      h('span', {}, one.title),
      chip(words.fieldState(one.state), one.state === 'known' ? 'good' : one.state === 'open' ? 'warn' : ''),
    ),
      one.hint ? quote(one.hint) : null))));
}
