// The people of the workspace: who is there, who is new, and a way in for each.
import { h, field, fill } from './dom.js';
import { all, path, post } from './api.js';
import { busy, button, copy, heading, problemBox } from './ui.js';
import { refresh } from './router.js';
import * as words from './words.js';

export async function people(context) {
  context.title('People');
  const items = await all('/v1/people');
  return h('section', { class: 'page' }, heading(
    'People',
    { crumbs: [['Home', '#/']], lead: 'A join link lets one person in, once. Give it to nobody else.' },
  ),
    h('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': 'People' }, h('table', {},
      h('thead', {}, h('tr', {}, ['Name', 'Email', 'Roles in the workspace', 'Way in'].map((title) => h('th', { scope: 'col' }, title)))),
      h('tbody', {},
        items.map(
          (person) => h('tr', {},
            h('th', { scope: 'row' }, person.name),
            h('td', {}, person.email ?? ''),
            h('td', {}, (person.roles ?? []).map(words.role).join(', ')),
            h('td', {}, linkMaker(person)),
          ),
        ),
      ))),
    newPerson());
}

/** A button that makes a join link, copies it and shows it. */
export function linkMaker(person, transferID) {
  const place = h('span', { class: 'link-place', 'aria-live': 'polite' });
  return h('div', { class: 'link-maker' }, button('Copy a join link', async () => {
    const link = await post(path`/v1/people/${person.id}/links`, transferID ? { transfer_id: transferID } : {});
    await copy(new URL(link.url, location.href).href, place);
    place.append(h('small', { class: 'muted' }, `Works once, until ${words.time(link.expires_at)}.`));
  }, { kind: 'small', 'aria-label': `Copy a join link for ${person.name}` }), place);
}

function newPerson() {
  const name = h('input', { required: true, autocomplete: 'off' });
  const email = h('input', { type: 'email', autocomplete: 'off' });
  const roles = ['manager', 'steward', 'admin'].map((role) => [role, h('input', { type: 'checkbox', value: role })]);
  const error = h('div', { 'aria-live': 'assertive' });
  const submit = h('button', { type: 'submit', class: 'button primary' }, 'Add');
  const form = h('form', { class: 'card', novalidate: true }, h('h2', {}, 'Add somebody'), h('div',
    { class: 'grid' },
    field('Name', name),
    field('Email', email),
  ),
    h('fieldset', { class: 'checks' },
      h('legend', {}, 'Roles in the workspace'),
      roles.map(([role, box]) => h('label', {}, box, ` ${words.role(role)}`)),
    ), error, submit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    busy(submit, async () => {
      try {
        await post(
          '/v1/people',
          { name: name.value.trim(), email: email.value.trim() || undefined, roles: roles.filter(([, box]) => box.checked).map(([role]) => role) },
        );
        refresh();
      } catch (problem) { fill(error, problemBox(problem)); }
    });
  });
  return form;
}
