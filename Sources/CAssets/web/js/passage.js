// One sealed passage with everything that vouches for it; the panel that a citation opens.
import { h, fill } from './dom.js';
import { get, path } from './api.js';
import { chip, evidence, labelChip, problemBox } from './ui.js';
import * as words from './words.js';

/** A passage as a card. `mark` is a citation whose quote is to be highlighted. */
export function passageCard(passage, mark = null) {
  const stale = passage.expires_on && Date.parse(`${passage.expires_on}T23:59:59Z`) < Date.now();
  return h('article', { class: 'card line' },
    h('p', { class: 'line-title' },
      passage.title,
      ' ',
      chip(words.kind(passage.kind)),
      passage.severity ? [' ', chip(`${passage.severity} severity`, ['high', 'critical'].includes(passage.severity) ? 'bad' : '')] : null,
      ' ',
      labelChip(passage.label),
    ),
    h('p', { class: 'line-text' }, mark ? marked(passage.text, mark) : passage.text),
    passage.blessed ? h('p', { class: 'notice good' }, passage.blessed.charAt(0).toUpperCase() + passage.blessed.slice(1)) : null,
    h('p', { class: 'muted' },
      [
        `Said by ${words.name(passage.said_by)}${passage.said_on ? ` on ${words.day(passage.said_on)}` : ''}`,
        approvals(passage.approved_by),
        words.age(passage.age_days),
      ].filter(Boolean).join(' · '),
    ),
    passage.expires_on ? h('p', {},
      chip(stale ? `Out of date since ${words.day(passage.expires_on)}` : `Good until ${words.day(passage.expires_on)}`, stale ? 'bad' : ''),
    ) : null,
    passage.evidence?.length ? h('details', { open: mark !== null },
      h('summary', {}, `Evidence (${passage.evidence.length})`),
      evidence(passage.evidence),
    ) : null);
}

const approval = (one) => (one.route ? `${words.name(one)} (${words.route(one.route)})` : words.name(one));
const approvals = (items) => (Array.isArray(items) && items.length ? `approved by ${words.list(items.map(approval))}` : null);

/** The text with the quote marked. Offsets count UTF-8 bytes; if they do not give the quote, it is looked for, and else nothing is marked. */
export function marked(text, { quote, start, end }) {
  const bytes = new TextEncoder().encode(text);
  const decode = (from, to) => new TextDecoder().decode(bytes.subarray(from, to));
  if (Number.isInteger(start) && Number.isInteger(end) && decode(start, end) === quote) return [decode(0, start), h('mark', {}, quote), decode(end)];
  const at = quote ? text.indexOf(quote) : -1;
  return at < 0 ? [text] : [text.slice(0, at), h('mark', {}, quote), text.slice(at + quote.length)];
}

/** The panel beside a chat. `open(citation, from)` shows the passage; closing gives the focus back to `from`. */
export class PassagePanel {
  constructor() {
    this.body = h('div', { class: 'panel-body' });
    this.title = h('h2', { tabindex: '-1', id: 'panel-title' }, 'Source');
    this.close = this.close.bind(this);
    this.element = h('aside', { class: 'panel', hidden: true, 'aria-labelledby': 'panel-title' },
      h('div', { class: 'panel-head' }, this.title, h('button', { type: 'button', class: 'button small', on: { click: this.close } }, 'Close')), this.body);
    this.element.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.close(); });
    this.cache = new Map();
  }

  async open(citation, from) {
    this.from?.removeAttribute('aria-expanded');
    this.from = from;
    from.setAttribute('aria-expanded', 'true');
    this.element.hidden = false;
    this.element.parentElement?.classList.add('with-panel');
    this.title.textContent = `Source ${citation.n}`;
    fill(this.body, h('p', { class: 'loading' }, 'Loading…'));
    this.title.focus();
    const address = path`/v1/clones/${citation.clone_id}/versions/${citation.version}/passages/${citation.passage_id}`;
    try {
      if (!this.cache.has(address)) this.cache.set(address, await get(address));
      if (this.from !== from) return;
      fill(this.body, passageCard(this.cache.get(address), citation), h('dl', { class: 'facts' },
        row('Rests on', citation.source ? [citation.source.name, words.line(citation.source.place)].filter(Boolean).join(', ') : null),
        row('Locked', `${words.time(citation.locked_at)}, version ${citation.version}`)),
      h('p', {}, h('a', { href: path`#/clones/${citation.clone_id}/versions/${citation.version}` }, 'Read the whole clone')));
    } catch (problem) { if (this.from === from) fill(this.body, problemBox(problem)); }
  }

  close() {
    this.element.hidden = true;
    this.element.parentElement?.classList.remove('with-panel');
    this.from?.removeAttribute('aria-expanded');
    this.from?.focus();
    this.from = null;
  }
}

const row = (title, text) => (text ? h('div', {}, h('dt', {}, title), h('dd', {}, text)) : null);
