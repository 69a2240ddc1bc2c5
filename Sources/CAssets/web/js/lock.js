// The lock: what is still in the way, and then the seal.
import { h, fill } from './dom.js';
import { get, path, post } from './api.js';
import { ask, button, confirm, copy, empty, heading, linkButton, note, problemBox } from './ui.js';
import { refresh } from './router.js';
import { Problem } from './problems.js';
import * as words from './words.js';

export async function lock(context, transferID, accountID) {
  const [transfer, state] = await Promise.all([get(path`/v1/transfers/${transferID}`), get(path`/v1/transfers/${transferID}/lock?account_id=${accountID}`)]);
  const account = transfer.accounts.find((one) => one.id === accountID);
  if (!account) throw new Problem(404, { code: 'not_found' });
  context.title(`Lock: ${account.name}`);
  const body = h('div', { class: 'stack' });
  const where = { transfer, account, body };
  show(where, state);
  return h('section', { class: 'page narrow' }, heading(account.name, { crumbs: [
    ['Home', '#/'],
    [transfer.title || transfer.scope, path`#/transfers/${transferID}`],
  ],
    lead: 'Locking seals every approved line into a version that nobody can change afterwards, not even you.' }), body);
}

function show(where, { ready, blockers = [], approved = 0, version }) {
  const { transfer, account, body } = where;
  const manages = transfer.you?.roles?.includes('manager');
  const place = h('div', {});
  fill(body, h('p', { class: 'big' }, h('strong', {}, words.count(approved, 'line')), ` approved for version ${version}`),
    blockers.length ? h('section', { 'aria-labelledby': 'blockers' },
      h('h2', { id: 'blockers' }, 'In the way'),
      h('ul', { class: 'blockers' },
        blockers.map(
          (one) => h('li', {},
            h('span', {}, one.message),
            one.ids?.length > 1 ? h('span', { class: 'muted' }, ` (${one.ids.length})`) : null,
            remedy(transfer, account, one),
          ),
        ),
      ),
    )
      : ready ? note('Nothing is in the way.', 'good') : empty('There is nothing to lock yet.'),
    h('div', { class: 'row' }, button(`Lock version ${version}`, async () => doLock(where, version), { kind: 'primary', disabled: !ready }),
      button('Look again', async () => refresh()),
      manages && (account.state === 'capturing' || blockers.some((one) => one.code?.includes('pass'))) ? button('Waive the owner’s pass', async () => ask(place, {
        title: 'Why without the owner’s pass?',
        hint: 'Possible after its deadline. The reason is kept, and the lines say that the pass was waived.',
        action: 'Waive it',
        send: async (reason) => {
          await post(path`/v1/transfers/${transfer.id}/owners-pass`, { account_id: account.id, action: 'waive', reason });
          refresh();
        },
      })) : null), place);
}

// Where a blocker is dealt with, as far as its code says.
function remedy(transfer, account, { code = '' }) {
  if (code.includes('contradiction')) return h('span', {},
    ' ',
    h('a', { href: path`#/transfers/${transfer.id}/accounts/${account.id}/gaps` }, 'See the contradictions'),
  );
  if (code.includes('review') && transfer.you?.may?.includes('review')) return h('span', {},
    ' ',
    h('a', { href: path`#/reviews?transfer=${transfer.id}` }, 'Review'),
  );
  return null;
}

async function doLock(where, version) {
  const { transfer, account, body } = where;
  if (!(await confirm(`Lock version ${version} of ${account.name}?`, 'A lock cannot be undone. Later changes go into a next version.', 'Lock'))) return;
  try {
    sealed(where, await post(path`/v1/transfers/${transfer.id}/lock`, { account_id: account.id }));
  } catch (problem) {
    if (problem.code !== 'lock_blocked') throw problem;
    const now = await get(path`/v1/transfers/${transfer.id}/lock?account_id=${account.id}`);
    show(where, { ...now, blockers: problem.members.blockers ?? now.blockers });
    body.prepend(problemBox(problem));
  }
}

function sealed({ body, account }, version) {
  fill(body, h('div', { class: 'card sealed', role: 'status' }, h('h2', {}, `Version ${version.version} of ${account.name} is locked`),
    h('p', { class: 'muted' }, `By ${words.name(version.locked_by)}, ${words.time(version.locked_at)}.`),
    h('p', {}, 'Root hash'),
    h('p', {}, h('code', { class: 'wrap hash' }, version.root)),
    version.parent_root ? h('p', { class: 'muted' }, 'Parent: ', h('code', { class: 'wrap' }, version.parent_root)) : null,
    h('div', { class: 'row' },
      linkButton('Read the clone', path`#/clones/${version.clone_id}/versions/${version.version}`, 'primary'),
      button('Copy the hash', async () => copy(version.root)),
    )));
}
