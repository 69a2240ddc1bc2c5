// The address bar's fragment names the page. A page is a function that gives its element, or fails with a problem.
import { h, fill } from './dom.js';
import { problemBox } from './ui.js';

let routes = [];
let run = 0;
let leave = [];

/** Starts with `[pattern, page]` pairs; a page gets the parts of the address and a context. */
export function start(pairs) {
  routes = pairs;
  addEventListener('hashchange', render);
  render();
}

/** Stops showing pages (when nobody is signed in). */
export function stop() {
  removeEventListener('hashchange', render);
  run += 1;
  left();
}

/** Goes to a page. */
export function go(hash) {
  if (location.hash === hash) render();
  else location.hash = hash;
}

/** Names the present page otherwise, without showing it anew. */
export const rename = (hash) => history.replaceState(null, '', hash);

/** Shows the present page again. */
export const refresh = () => render();

function left() {
  for (const call of leave) call();
  leave = [];
}

async function render(event) {
  const mine = ++run;
  const [address, query = ''] = (location.hash.replace(/^#/, '') || '/').split('?');
  const main = document.getElementById('main');
  left();
  const context = {
    query: new URLSearchParams(query),
    title: (title) => { document.title = title ? `${title} · Fera` : 'Fera'; },
    onLeave: (call) => { if (mine === run) leave.push(call); else call(); },
  };
  main.setAttribute('aria-busy', 'true');
  const slow = setTimeout(() => mine === run && fill(main, h('p', { class: 'loading', role: 'status' }, 'Loading…')), 250);
  let element;
  try {
    element = await find(address)(context);
  } catch (problem) {
    if (!problem?.code) console.error(problem);
    element = h('section', { class: 'page' }, problemBox(problem, async () => render()), h('p', {}, h('a', { href: '#/' }, 'Go to the start page')));
  }
  clearTimeout(slow);
  if (mine !== run) return;
  main.removeAttribute('aria-busy');
  fill(main, element);
  if (event) {
    scrollTo(0, 0);
    (main.querySelector('h1') ?? main).focus({ preventScroll: true });
  }
  element.dispatchEvent(new CustomEvent('shown'));
}

function find(address) {
  for (const [pattern, page] of routes) {
    const parts = pattern.exec(address);
    if (parts) return (context) => page(context, ...parts.slice(1).map((part) => part && decodeURIComponent(part)));
  }
  return async (context) => {
    context.title('Not here');
    return h('section', { class: 'page' }, h('h1', { tabindex: '-1' }, 'There is no such page'), h('p', {}, h('a', { href: '#/' }, 'Go to the start page')));
  };
}
