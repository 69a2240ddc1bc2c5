// One transfer: where each account stands, what its next step needs, who takes part.
import { h, fill } from './dom.js';
import { get, path, post } from './api.js';
import { button, busy, chip, confirm, heading, linkButton, meter, note, problemBox } from './ui.js';
import { linkMaker } from './people.js';
import { personRow } from './rows.js';
import { go, refresh } from './router.js';
import * as words from './words.js';

/** The roles that run a transfer. */
export const runs = (transfer) => (transfer.you?.roles ?? []).some((role) => role === 'manager' || role === 'operational_owner');
const has = (transfer, ...roles) => roles.some((role) => transfer.you?.roles?.includes(role));

export async function transfer(context, id) {
  const it = await get(path`/v1/transfers/${id}`);
  context.title(it.title || it.scope);
  return h('section', { class: 'page' },
    heading(it.title || it.scope, { crumbs: [['Home', '#/']], aside: chip(words.accountState(it.state)), lead: it.reason }),
    h('dl', { class: 'facts' },
      fact('Last working day', `${words.day(it.last_working_day)} (${words.away(it.last_working_day)})`),
      fact('Scope', it.scope),
      fact('Sources', words.count(it.source_count ?? 0, 'file')),
      fact('You are', words.list((it.you?.roles ?? []).map(words.role)))),
    (it.warnings ?? []).map((warning) => note(warning, 'bad')),
    runs(it) || has(it, 'owner', 'contributor') ? h('p', { class: 'row' },
      runs(it) || has(it, 'owner') ? linkButton(runs(it) ? 'Add and see sources' : 'See sources', path`#/transfers/${id}/sources`) : null,
      linkButton('Passed on', path`#/transfers/${id}/referrals`),
      has(it, 'owner', 'manager') ? linkButton('Order and pace', '#/portfolio') : null,
    ) : null,
    h('section', { 'aria-labelledby': 'accounts' },
      h('h2', { id: 'accounts' }, 'Accounts'),
      h('div', { class: 'cards' }, it.accounts.map((account) => accountCard(it, account))),
    ),
    h('section', { 'aria-labelledby': 'people' }, h('h2', { id: 'people' }, 'People'), peopleTable(it), runs(it) ? addPerson(it) : null),
    runs(it) && it.state !== 'closed' ? h('p', {}, button('Close the transfer', async () => {
      if (!(await confirm('Close this transfer?', 'Nobody can answer, review or lock any more. The clones stay readable.', 'Close it'))) return;
      await post(path`/v1/transfers/${id}/close`);
      refresh();
    })) : null);
}

const fact = (title, text) => (text ? h('div', {}, h('dt', {}, title), h('dd', {}, text)) : null);

function accountCard(it, account) {
  const at = words.accountStates.indexOf(account.state);
  const facts = [
    words.tier(account.tier),
    account.segment,
    account.value,
    account.renewal_date && `renewal ${words.day(account.renewal_date)}`,
  ].filter(Boolean).join(' · ');
  return h('article', { class: 'card' }, h('h3', {}, account.name), h('p', { class: 'muted' }, facts),
    h('ol', { class: 'steps', 'aria-label': 'State' },
      words.accountStates.map(
        (state, i) => h('li', { class: i < at ? 'past' : i === at ? 'now' : '', 'aria-current': i === at ? 'step' : null }, words.accountState(state)),
      ),
    ),
    account.completeness !== undefined && account.completeness !== null ? meter('Complete', account.completeness) : null,
    account.missing?.length ? h('div', { class: 'missing' },
      h('p', {}, 'The next step still needs:'),
      h('ul', {}, account.missing.map((item) => h('li', {}, words.line(item)))),
    ) : null,
    h('div', { class: 'row' }, accountActions(it, account)));
}

function accountActions(it, account) {
  const base = path`#/transfers/${it.id}/accounts/${account.id}`;
  const may = (what) => it.you?.may?.includes(what);
  const after = ['locked', 'handed_over', 'closed'].includes(account.state);
  const named = (action) => ({ 'aria-label': `${action}: ${account.name}` });
  return [
    may('answer') && account.interview_id && !['closed'].includes(account.state) ? linkButton(
      account.state === 'capturing' || account.state === 'opened' ? 'Answer' : 'See the interview',
      `${base}/interview`,
      after || account.tier === 'tail' ? '' : 'primary',
      named('Interview'),
    ) : null,
    may('answer') && account.tier === 'tail' && !after ? linkButton('Answer in writing', `${base}/written`, 'primary', named('Answer in writing')) : null,
    has(it, 'owner') && account.interview_id ? linkButton('Your pass', `${base}/pass`, '', named('Your pass')) : null,
    runs(it) ? linkButton('Gaps and contradictions', `${base}/gaps`, '', named('Gaps and contradictions')) : null,
    runs(it) && !account.interview_id ? button(
      'Start the interview',
      async () => startInterview(it, account),
      { kind: 'primary', ...named('Start the interview') },
    ) : null,
    may('review') ? linkButton('Review', path`#/reviews?transfer=${it.id}`, '', named('Review')) : null,
    may('lock') ? linkButton('Lock', `${base}/lock`, account.state === 'reviewing' ? 'primary' : '', named('Lock')) : null,
    account.clone ? linkButton('Read the clone', path`#/clones/${account.clone.id}/versions/${account.clone.version}`, '', named('Read the clone')) : null,
    account.clone && may('ask') ? linkButton('Ask', path`#/clones/${account.clone.id}/versions/${account.clone.version}/ask`, 'primary', named('Ask')) : null,
    has(it, 'successor', 'interim_holder') && account.state === 'locked' ? button('Sign off', async () => {
      if (!(await confirm(`Take over ${account.name}?`, 'You say that what is locked is enough to work with. Questions stay possible.', 'Sign off'))) return;
      await post(path`/v1/transfers/${it.id}/sign-off`, { account_id: account.id });
      refresh();
    }, named('Sign off')) : null,
  ];
}

async function startInterview(it, account) {
  await post(path`/v1/transfers/${it.id}/interviews`, { account_id: account.id });
  go(path`#/transfers/${it.id}/accounts/${account.id}/gaps`);
}

function peopleTable(it) {
  return h('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': 'People of the transfer' }, h('table', {},
    h('thead', {}, h('tr', {}, ['Name', 'Role', 'State', ...(runs(it) ? ['Way in'] : [])].map((title) => h('th', { scope: 'col' }, title)))),
    h('tbody', {}, it.people.map((person) => h('tr', {}, h('th', { scope: 'row' },
      person.name,
      person.email ? h('small', { class: 'muted block' }, person.email) : null,
    ),
      h('td', {},
        (person.roles ?? []).map(words.role).join(', '),
        person.routes?.length ? h('small', { class: 'muted block' }, `Reviews: ${person.routes.map(words.route).join(', ')}`) : null,
      ),
      h('td', {}, person.hired === false ? chip('Not hired yet', 'warn') : person.joined ? chip('Has joined', 'good') : chip('Invited')),
      runs(it) ? h('td', {}, person.hired === false || person.id === it.you?.id ? '' : linkMaker(person, it.id)) : null)))));
}

function addPerson(it) {
  const place = h('div', {});
  const row = personRow({});
  const error = h('div', { 'aria-live': 'assertive' });
  const submit = h('button', { type: 'submit', class: 'button primary' }, 'Save');
  const form = h('form', { novalidate: true }, row.element, error, submit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const person = row.value();
    if (!person) { form.querySelector('input').focus(); return; }
    busy(submit, async () => {
      try { await post(path`/v1/transfers/${it.id}/people`, person); refresh(); } catch (problem) { fill(error, problemBox(problem)); }
    });
  });
  return h('details', { class: 'card' }, h('summary', {}, 'Add somebody, or change the roles of somebody who is there'), fill(place, form));
}
