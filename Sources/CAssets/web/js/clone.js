// The reader of a clone: what was sealed, by whom it was said and approved, and how old it is.
import { h, select } from './dom.js';
import { all, get, path } from './api.js';
import { chip, empty, heading, linkButton, note } from './ui.js';
import { contradictionCard } from './gaps.js';
import { difference } from './diff.js';
import { passageCard } from './passage.js';
import { Problem } from './problems.js';
import { go } from './router.js';
import * as words from './words.js';

export async function clone(context, id, number) {
  const clones = await all('/v1/clones');
  const newest = clones.find((one) => one.id === id)?.version;
  const n = number ?? newest;
  if (n === undefined) throw new Problem(404, { code: 'not_found' });
  const base = path`/v1/clones/${id}/versions/${n}`;
  const [version, passages] = await Promise.all([get(base), all(`${base}/passages`)]);
  context.title(`${version.account.name}, version ${version.version}`);
  const open = version.contradictions ?? [];
  return h('section', { class: 'page' },
    heading(version.account.name, { crumbs: [['Home', '#/']], aside: linkButton('Ask', path`#/clones/${id}/versions/${n}/ask`, 'primary'),
      lead: `Version ${version.version}, locked by ${words.name(version.locked_by)} on ${words.day(version.locked_at)}.` }),
    versionBar(id, version, Math.max(newest ?? 0, version.version)), seal(version),
    chapterNav(passages),
    passages.length ? null : empty('This edition holds no passages that you may read.'),
    titles(passages).map((title, i) => h('section', { 'aria-labelledby': `chapter-${i}` },
      h('h2', { id: `chapter-${i}` }, title), h('div', { class: 'stack tight' },
      passages.filter((one) => words.chapter(one.chapter) === title).map((one) => passageCard(one))))),
    open.length ? h('section', { 'aria-labelledby': 'contradictions' },
      h('h2', { id: 'contradictions' }, 'Contradictions in the record'),
      h('div', { class: 'stack' }, open.map((one) => contradictionCard(one))),
    ) : null);
}

function titles(passages) {
  const known = words.chapters.map(([, title]) => title);
  const used = [...new Set(passages.map((one) => words.chapter(one.chapter)))];
  return [...known.filter((title) => used.includes(title)), ...used.filter((title) => !known.includes(title))];
}

function chapterNav(passages) {
  const all = titles(passages);
  if (all.length < 2) return null;
  const jump = (i) => (event) => {
    event.preventDefault();
    const target = document.getElementById(`chapter-${i}`);
    target.setAttribute('tabindex', '-1');
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'start' });
  };
  return h('nav', { class: 'chapter-nav', 'aria-label': 'Chapters' },
    all.map(
      (title, i) => h('a', { href: location.hash, on: { click: jump(i) } },
        title,
        ' ',
        h('span', { class: 'muted' }, passages.filter((one) => words.chapter(one.chapter) === title).length),
      ),
    ),
  );
}

function versionBar(id, version, newest) {
  const now = version.version;
  const pick = select(
    Array.from({ length: newest }, (_, i) => [newest - i, `Version ${newest - i}${i === 0 ? ' (newest)' : ''}`]),
    now,
    { 'aria-label': 'Version' },
  );
  pick.addEventListener('change', () => go(path`#/clones/${id}/versions/${pick.value}`));
  return h('div', { class: 'row' }, newest > 1 ? pick : null, now > 1 ? linkButton(
    `What changed since version ${now - 1}`,
    path`#/clones/${id}/versions/${now}/diff/${now - 1}`,
  ) : null,
    now < newest ? chip('There is a newer version', 'warn') : null,
    h('a', { class: 'button', href: path`/v1/clones/${id}/versions/${now}/handover`, target: '_blank', rel: 'noopener' }, 'Handover page'),
    h('a', { class: 'button', href: path`/v1/clones/${id}/versions/${now}/file`, download: '' }, 'Download the file'));
}

function seal(version) {
  const whole = version.verification === 'whole';
  const counts = Object.entries(version.counts ?? {}).filter(([, value]) => typeof value === 'number');
  return h('details', { class: `seal ${version.verification === 'broken' ? 'bad' : ''}`, open: !whole },
    h('summary', {},
      chip(whole ? 'Verified' : version.verification === 'broken' ? 'Broken' : 'Signer unknown', whole ? 'good' : 'bad'),
      ` ${words.verification(version.verification)}`,
    ),
    (version.broken ?? []).length ? note(
      `What is broken: ${version.broken.map(words.line).join(', ')}. Do not rely on this file; tell the manager.`,
      'bad',
    ) : null,
    h('dl', { class: 'facts' }, h('div', {}, h('dt', {}, 'Root'), h('dd', {}, h('code', { class: 'wrap' }, version.root))),
      version.parent_root ? h('div', {}, h('dt', {}, 'Parent'), h('dd', {}, h('code', { class: 'wrap' }, version.parent_root))) : null,
      h('div', {}, h('dt', {}, 'Edition'), h('dd', {}, version.edition)), counts.map(
        ([key, value]) => h('div', {}, h('dt', {}, key.replaceAll('_', ' ')), h('dd', {}, value)),
      )));
}

export async function cloneDiff(context, id, to, from) {
  const [version, diff] = await Promise.all([get(path`/v1/clones/${id}/versions/${to}`), get(path`/v1/clones/${id}/versions/${to}/diff?from=${from}`)]);
  context.title(`${version.account.name}: what changed`);
  const part = (title, items, draw) => (items?.length ? h('section', {},
    h('h2', {}, `${title} (${items.length})`),
    h('div', { class: 'stack tight' }, items.map(draw)),
  ) : null);
  const none = !diff.added?.length && !diff.removed?.length && !diff.changed?.length;
  return h('section', { class: 'page narrow' }, heading(
    `From version ${from} to ${to}`,
    { crumbs: [['Home', '#/'], [version.account.name, path`#/clones/${id}/versions/${to}`]] },
  ),
    none ? empty('Nothing changed that you may read.') : null,
    part('New', diff.added, (one) => passageCard(one)),
    part(
      'Changed',
      diff.changed,
      ({ before, after, reasons }) => h('article', { class: 'card line' },
        h('p', { class: 'line-title' }, after.title ?? before.title),
        difference(words.line(before), words.line(after)),
        reasons?.length ? h('p', { class: 'muted' }, reasons.map(words.line).join('; ')) : null,
      ),
    ),
    part('No longer there', diff.removed, (one) => passageCard(one)));
}
