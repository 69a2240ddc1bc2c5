// The few parts that every page is made of.
import { h, add, area, field, fill, uid } from './dom.js';
import { say, what, next, fieldErrors } from './problems.js';
import * as words from './words.js';

/** A button; while its action runs it is busy, and a failure becomes a toast unless the action handles it. */
export function button(title, action, { kind = '', ...props } = {}) {
  const element = h('button', { type: 'button', class: `button ${kind}`.trim(), ...props }, title);
  element.addEventListener('click', () => busy(element, action));
  return element;
}

/** Runs `action` with the element marked as busy; tells the person when it fails. */
export async function busy(element, action) {
  if (element.getAttribute('aria-busy') === 'true') return;
  element.setAttribute('aria-busy', 'true');
  try { await action(); } catch (problem) { complain(problem); } finally { element.removeAttribute('aria-busy'); }
}

/** A link that looks like a button. */
export const linkButton = (title, href, kind = '', props = {}) => h('a', { class: `button ${kind}`.trim(), href, ...props }, title);

export const chip = (text, tone = '', props = {}) => h('span', { class: `chip ${tone}`.trim(), ...props }, text);
export const labelChip = (label) => chip(
  words.label(label),
  label === 'open' ? 'good' : ['security', 'personnel', 'private'].includes(label) ? 'bad' : '',
  { title: 'Who may read this line' },
);
export const note = (text, tone = '') => h('p', { class: `notice ${tone}`.trim() }, text);
export const empty = (title, text) => h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), text ? h('p', {}, text) : null);

/** A message that goes away by itself, and is read out. */
export function toast(text, tone = '') {
  const item = h('p', { class: `toast ${tone}`.trim() }, text);
  const close = h('button', { type: 'button', class: 'plain', 'aria-label': 'Dismiss', on: { click: () => item.remove() } }, '×');
  add(item, close);
  document.getElementById('toasts').append(item);
  setTimeout(() => item.remove(), tone === 'bad' ? 12000 : 5000);
}

/** Tells the person of a failure. */
export function complain(problem) {
  if (!problem?.code) console.error(problem);
  toast(say(problem), 'bad');
}

/** A failure in place of what should have been there. */
export function problemBox(problem, again) {
  const errors = fieldErrors(problem);
  return h('div', { class: 'notice bad', role: 'alert' }, h('p', {}, h('strong', {}, what(problem)), ' ', next(problem)),
    errors.length ? h('ul', {}, errors.map((error) => h('li', {}, h('strong', {}, error.field), ': ', error.message))) : null,
    again ? button('Try again', again) : null);
}

/** A page's heading with the way back above it. */
export function heading(title, { crumbs = [], aside = null, lead = null } = {}) {
  return h('header', { class: 'page-head' },
    crumbs.length ? h('nav', { class: 'crumbs', 'aria-label': 'You are here' },
      crumbs.map(([text, href], i) => [i ? ' / ' : '', h('a', { href }, text)]),
    ) : null,
    h('div', { class: 'page-title' }, h('h1', { tabindex: '-1' }, title), aside),
    lead ? h('p', { class: 'lead' }, lead) : null);
}

/** A bar from 0 to 100 with its words. */
export function meter(title, value, shown = `${Math.round(value)} %`) {
  const id = uid('m');
  return h('div', { class: 'meter' }, h('span', { id, class: 'meter-title' }, title), h('span', { class: 'meter-value' }, shown),
    h('progress', { max: 100, value: Math.max(0, Math.min(100, value)), 'aria-labelledby': id }));
}

/** What a statement or passage rests on. */
export function evidence(items = []) {
  if (!items.length) return null;
  return h('ul', { class: 'evidence', 'aria-label': 'Evidence' }, items.map((item) => h('li', {}, quote(item))));
}

/** Words with the place where they stand. */
export function quote({ name, place, quote: text }) {
  return h('figure', { class: 'quote' }, text ? h('blockquote', {}, text) : null,
    h('figcaption', {}, [name, typeof place === 'string' ? place : null].filter(Boolean).join(', ')));
}

/** Asks before something that cannot be taken back. Resolves to true or false. */
export function confirm(title, text, yes, kind = 'primary') {
  return new Promise((done) => {
    const heading = h('h2', { id: uid('d') }, title);
    const box = h('dialog', { class: 'dialog', 'aria-labelledby': heading.id }, heading, h('p', {}, text),
      h('div', { class: 'row end' },
        h('button', { type: 'button', class: 'button', on: { click: () => box.close('') } }, 'Cancel'),
        h('button', { type: 'button', class: `button ${kind}`, on: { click: () => box.close('yes') } }, yes)));
    box.addEventListener('close', () => { box.remove(); done(box.returnValue === 'yes'); });
    document.body.append(box);
    box.showModal();
  });
}

/** A small form that opens in `place` with one text to write; `send` gets the text. */
export function ask(place, { title, value = '', hint, action, send, required = true, kind = 'primary', extra = null, onInput = null }) {
  const box = area({ value, required, rows: 3 });
  const error = h('div', { 'aria-live': 'assertive' });
  const submit = h('button', { type: 'submit', class: `button ${kind}` }, action);
  const close = () => { place.replaceChildren(); place.dispatchEvent(new CustomEvent('closed')); };
  const form = h('form', { class: 'inline-form', novalidate: true }, field(title, box, hint), extra, error,
    h('div', { class: 'row' }, submit, button('Cancel', async () => close())));
  if (onInput) { box.addEventListener('input', () => onInput(box.value)); onInput(box.value); }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (required && !text) { fill(error, note('Please write something first.', 'bad')); box.focus(); return; }
    busy(submit, async () => {
      try { await send(text); close(); } catch (problem) { fill(error, problemBox(problem)); }
    });
  });
  fill(place, form);
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

/** Copies a text; where the browser forbids that, the text is shown selected. */
export async function copy(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied.');
  } catch { toast('Copying is not allowed here: select the text and copy it yourself.'); }
  if (place) {
    const shown = h('input', { class: 'copied', readonly: true, value: text, 'aria-label': 'Copied text' });
    fill(place, shown);
    shown.addEventListener('focus', () => shown.select());
  }
}
