// The start: who is asking, then the pages.
import { h, fill } from './dom.js';
import * as session from './session.js';
import * as router from './router.js';
import { onSignedOut } from './api.js';
import { problemBox, toast } from './ui.js';
import { say } from './problems.js';
import { home } from './home.js';
import { account } from './account.js';
import { people } from './people.js';
import { openTransfer } from './open.js';
import { transfer } from './transfer.js';
import { sources } from './sources.js';
import { gaps } from './gaps.js';
import { contribution, interview } from './interview.js';
import { contributorsPass, pass } from './pass.js';
import { portfolio } from './portfolio.js';
import { referrals } from './referrals.js';
import { reviews } from './review.js';
import { lock } from './lock.js';
import { written } from './written.js';
import { clone, cloneDiff } from './clone.js';
import { ask, askAgain } from './ask.js';

const routes = [
  [/^\/$/, home],
  [/^\/me$/, account],
  [/^\/people$/, people],
  [/^\/transfers\/new$/, openTransfer],
  [/^\/transfers\/([^/]+)$/, transfer],
  [/^\/transfers\/([^/]+)\/sources$/, sources],
  [/^\/transfers\/([^/]+)\/accounts\/([^/]+)\/gaps$/, gaps],
  [/^\/transfers\/([^/]+)\/accounts\/([^/]+)\/interview$/, interview],
  [/^\/transfers\/([^/]+)\/accounts\/([^/]+)\/pass$/, pass],
  [/^\/transfers\/([^/]+)\/accounts\/([^/]+)\/written$/, written],
  [/^\/transfers\/([^/]+)\/accounts\/([^/]+)\/lock$/, lock],
  [/^\/transfers\/([^/]+)\/referrals$/, referrals],
  [/^\/transfers\/([^/]+)\/referrals\/([^/]+)$/, contribution],
  [/^\/transfers\/([^/]+)\/referrals\/([^/]+)\/pass$/, contributorsPass],
  [/^\/portfolio$/, portfolio],
  [/^\/reviews$/, reviews],
  [/^\/clones\/([^/]+)(?:\/versions\/(\d+))?$/, clone],
  [/^\/clones\/([^/]+)\/versions\/(\d+)\/diff\/(\d+)$/, cloneDiff],
  [/^\/clones\/([^/]+)\/versions\/(\d+)\/ask$/, ask],
  [/^\/conversations\/([^/]+)$/, askAgain],
];

const main = document.getElementById('main');
const top = document.getElementById('top');

document.getElementById('skip').addEventListener('click', (event) => { event.preventDefault(); main.focus(); });
onSignedOut((problem) => { router.stop(); welcome(problem); });
addEventListener('hashchange', () => { if (location.hash.startsWith('#join=')) location.reload(); });
addEventListener('hashchange', mark);
begin();

async function begin() {
  bar(null);
  const { session: found, problem } = await session.open();
  if (!found) return welcome(problem);
  bar(found);
  if (problem) toast(`${say(problem)} You are still signed in as ${found.person.name}.`, 'bad');
  return router.start(routes);
}

/** Nobody is signed in: what to do, and why the link did not do it. */
function welcome(problem) {
  bar(null);
  document.title = 'Fera';
  const failed = problem && !['unauthenticated'].includes(problem.code);
  fill(main, h('section', { class: 'welcome' },
    h('h1', { tabindex: '-1' }, 'What an account owner knows stays with the account.'),
    failed ? problemBox(problem, ['link_used', 'link_expired'].includes(problem.code) ? null : async () => location.reload()) : null,
    h('p', { class: 'lead' }, 'To come in, open the link that you were given. It is meant for you alone and works once; after that this browser knows you.'),
    h('p', { class: 'muted' }, 'No link, or it no longer works? The manager of your transfer can make a new one in a moment.')));
}

function bar(found) {
  fill(top, h('a', { class: 'brand', href: '#/', 'aria-label': 'Fera, start page' },
    h('img', { src: '/assets/icon.svg', alt: '', width: 24, height: 24 }),
    h('span', {}, 'Fera'),
  ),
    found ? h('nav', { 'aria-label': 'Main' }, h('a', { href: '#/' }, 'Home'), h('a', { href: '#/reviews' }, 'Reviews'),
      found.roles?.some((role) => role === 'manager' || role === 'admin') ? h('a', { href: '#/people' }, 'People') : null,
      h('a', { href: '#/me', class: 'who' }, found.person.name)) : null);
  mark();
}

// Says which of the links at the top is the present page.
function mark() {
  for (const link of top.querySelectorAll('nav a')) {
    if (link.hash === (location.hash || '#/')) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}
