// The start page: what waits for this person first, then their transfers and clones.
import { h, fill } from './dom.js';
import { all, get, path } from './api.js';
import { me } from './session.js';
import { chip, empty, heading, linkButton } from './ui.js';
import * as words from './words.js';

export async function home(context) {
  context.title('');
  const [transfers, reviews, clones] = await Promise.all([all('/v1/transfers'), soft(all('/v1/reviews')), soft(all('/v1/clones'))]);
  const waiting = h('div', { class: 'cards' });
  const first = me().person.name.split(' ')[0];
  const tasks = waitingTasks(transfers, reviews);
  fill(waiting, tasks.length ? tasks : empty('Nothing waits for you.', 'When something does, it is the first thing you see here.'));
  lookFurther(transfers, waiting, tasks.length);
  return h('section', { class: 'page' },
    heading(`Hello, ${first}`, { aside: me().roles?.includes('manager') ? linkButton('Open a transfer', '#/transfers/new', 'primary') : null }),
    h('section', { 'aria-labelledby': 'waiting' }, h('h2', { id: 'waiting' }, 'Waiting for you'), waiting),
    clones.length ? h('section', { 'aria-labelledby': 'clones' },
      h('h2', { id: 'clones' }, 'Knowledge Clones'),
      h('div', { class: 'cards' }, clones.map(cloneCard)),
    ) : null,
    h('section', { 'aria-labelledby': 'transfers' }, h('h2', { id: 'transfers' }, 'Transfers'),
      transfers.length ? h('ul', { class: 'plain-list' }, transfers.map(transferRow)) : empty('You take part in no transfer yet.')));
}

// A list that this person may not have is as good as an empty one here.
const soft = (list) => list.catch((problem) => { if (problem.status === 403 || problem.status === 404) return []; throw problem; });

const may = (transfer, what) => transfer.you?.may?.includes(what);

function waitingTasks(transfers, reviews) {
  const tasks = [];
  for (const transfer of transfers) {
    for (const account of transfer.accounts ?? []) {
      if (may(transfer, 'answer') && account.interview_id && ['opened', 'capturing'].includes(account.state)) {
        const last = transfer.last_working_day;
        const isShort = account.tier === 'tail';
        tasks.push(task(isShort ? `A few written questions about ${account.name}` : `Interview about ${account.name}`, `${transfer.title || transfer.scope}. Last working day ${words.day(last)}, ${words.away(last)}.`,
          `${path`#/transfers/${transfer.id}/accounts/${account.id}`}/${isShort ? 'written' : 'interview'}`, 'Answer'));
      }
    }
  }
  const waiting = reviews.filter((review) => review.state === 'waiting');
  if (waiting.length) tasks.push(
    task(
      words.count(waiting.length, 'line') + ' to review',
      words.list([...new Set(waiting.map((review) => words.route(review.route)))]),
      '#/reviews',
      'Review',
    ),
  );
  return tasks;
}

// What needs a look of its own comes in when it is known: lines for the owner's pass, accounts ready to lock.
async function lookFurther(transfers, place, shown) {
  let any = shown > 0;
  const put = (element) => { if (!any) place.replaceChildren(); any = true; place.append(element); };
  await lookAtReferrals(transfers, put);
  await lookAtAll(transfers, put);
  for (const transfer of transfers) {
    for (const account of transfer.accounts ?? []) {
      const base = path`/transfers/${transfer.id}/accounts/${account.id}`;
      try {
        if (may(transfer, 'answer') && ['capturing', 'reviewing'].includes(account.state)) {
          const lines = await all(path`/v1/transfers/${transfer.id}/statements?account_id=${account.id}`);
          const unread = lines.filter((line) => ['proposed', 'changes_requested'].includes(line.status)).length;
          if (unread) put(
            task(
              `${words.count(unread, 'line')} to read through for ${account.name}`,
              'What Fera understood, before anybody else sees it.',
              `#${base}/pass`,
              'Read',
            ),
          );
        }
        if (may(transfer, 'lock') && account.state === 'reviewing') {
          const lock = await get(path`/v1/transfers/${transfer.id}/lock?account_id=${account.id}`);
          put(task(lock.ready ? `${account.name} is ready to lock` : `${account.name} cannot be locked yet`,
            lock.ready ? `${words.count(lock.approved, 'line')} approved.` : `${words.count(lock.blockers.length, 'thing')} in the way.`,
            `#${base}/lock`, lock.ready ? 'Lock' : 'See what'));
        }
      } catch (problem) { if (problem.status !== 403 && problem.status !== 404) console.warn(problem.message); }
    }
  }
}

// What was passed on: for the manager to send, for who was asked to answer.
async function lookAtReferrals(transfers, put) {
  for (const transfer of transfers.filter((one) => one.state !== 'closed' && (may(one, 'manage') || may(one, 'contribute')))) {
    const items = await soft(all(path`/v1/transfers/${transfer.id}/referrals`));
    const open = may(transfer, 'manage') ? items.filter((item) => item.status === 'open') : [];
    if (open.length) put(task(`${words.count(open.length, 'question')} to pass on`, words.list([...new Set(open.map((item) => item.name))]),
      path`#/transfers/${transfer.id}/referrals`, 'Send'));
    for (const item of items) {
      if (item.status === 'sent' && item.person?.id === me().person.id) {
        put(task(item.question, 'A question for you; nobody but you sees this chat.', path`#/transfers/${transfer.id}/referrals/${item.conversation_id}`, 'Answer'));
      }
    }
  }
}

// What is asked once about all accounts of an owner.
async function lookAtAll(transfers, put) {
  if (!transfers.some((one) => may(one, 'answer'))) return;
  const asked = await get('/v1/owner-questions');
  const open = asked.items.filter((one) => !one.answered).length;
  if (open && asked.accounts.length > 1) put(task(`${words.count(open, 'question')} about all of your accounts`,
    `Asked once for ${words.count(asked.accounts.length, 'account')}.`, '#/portfolio', 'Answer at once'));
}

const task = (title, text, href, action) => h('article', { class: 'card task' },
  h('div', {}, h('h3', {}, title), h('p', { class: 'muted' }, text)),
  linkButton(action, href, 'primary', { 'aria-label': `${action}: ${title}` }),
);

function transferRow(transfer) {
  return h('li', {}, h('a', { class: 'row-link', href: path`#/transfers/${transfer.id}` },
    h('span', { class: 'row-title' }, transfer.title || transfer.scope), chip(words.accountState(transfer.state)),
    h('span', { class: 'muted' }, [words.count(
      transfer.accounts?.length ?? 0,
      'account',
    ), `last working day ${words.day(transfer.last_working_day)} (${words.away(transfer.last_working_day)})`,
      words.list(
        (transfer.you?.roles ?? []).map(words.role),
      ) && `you: ${words.list((transfer.you?.roles ?? []).map(words.role))}`].filter(Boolean).join(' · '))));
}

function cloneCard(clone) {
  return h('article', { class: 'card task' }, h('div', {}, h('h3', {},
    h('a', { href: path`#/clones/${clone.id}/versions/${clone.version}` }, clone.account.name),
  ),
    h('p', { class: 'muted' },
      `Version ${clone.version}, locked ${words.day(clone.locked_at)} by ${words.name(clone.locked_by)}. ${words.count(clone.passages, 'passage')}.`,
    )),
  linkButton('Ask', path`#/clones/${clone.id}/versions/${clone.version}/ask`, 'primary', { 'aria-label': `Ask about ${clone.account.name}` }));
}
