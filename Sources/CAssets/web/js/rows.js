// Rows that can be added and taken away: people and accounts of a transfer.
import { h, field, select } from './dom.js';
import { button } from './ui.js';
import * as words from './words.js';

/** A list of rows; `make(value)` gives `{element, value()}`, where `value()` is null for a row left empty. */
export class Rows {
  constructor(noun, make, first) {
    this.noun = noun;
    this.make = make;
    this.rows = [];
    this.list = h('div', { class: 'rows' });
    this.element = h('div', {},
      this.list,
      button(`Add ${noun === 'Account' ? 'an account' : 'a person'}`, async () => this.add({}).querySelector('input').focus(), { kind: 'small' }),
    );
    for (const value of first) this.add(value);
  }

  get values() { return this.rows.map((row) => row.value()).filter(Boolean); }

  add(value) {
    const row = this.make(value);
    this.rows.push(row);
    const element = h('div', { class: 'row-card', role: 'group', 'aria-label': `${this.noun} ${this.rows.length}` }, row.element,
      button(
        'Remove',
        async () => { this.rows = this.rows.filter((one) => one !== row); element.remove(); },
        { kind: 'plain', 'aria-label': `Remove ${this.noun.toLowerCase()} ${this.rows.length}` },
      ));
    this.list.append(element);
    return element;
  }
}

/** One person with their roles; a reviewer also has routes. */
export function personRow(value = {}) {
  const name = h('input', { value: value.name ?? '', autocomplete: 'off' });
  const email = h('input', { type: 'email', value: value.email ?? '', autocomplete: 'off' });
  const hired = h('input', { type: 'checkbox', checked: value.hired === false });
  const roles = checks('Roles', words.roles, words.role, value.roles);
  const routes = checks('Reviews', words.routes, words.route, value.routes);
  const show = () => { routes.element.hidden = !roles.chosen().includes('reviewer'); };
  roles.element.addEventListener('change', show);
  show();
  return {
    element: h('div', { class: 'stack tight' }, h('div', { class: 'grid' }, field('Name', name), field('Email', email)), roles.element, routes.element,
      h('label', { class: 'check' }, hired, ' Not hired yet: this is a placeholder')),
    value: () => {
      if (!name.value.trim()) return null;
      const person = { name: name.value.trim(), email: email.value.trim() || undefined, roles: roles.chosen() };
      if (roles.chosen().includes('reviewer') && routes.chosen().length) person.routes = routes.chosen();
      if (hired.checked) person.hired = false;
      return person;
    },
  };
}

/** One account. */
export function accountRow(value = {}) {
  const text = (key) => h('input', { value: value[key] ?? '', autocomplete: 'off' });
  const name = text('name');
  const segment = text('segment');
  const worth = text('value');
  const renewal = h('input', { type: 'date', value: value.renewal_date ?? '' });
  const tier = select(['top', 'mid', 'tail'].map((key) => [key, words.tier(key)]), value.tier ?? 'top');
  return {
    element: h('div', { class: 'grid' },
      field('Name', name),
      field('Tier', tier),
      field('Segment', segment),
      field('Renewal date', renewal),
      field('Yearly value', worth),
    ),
    value: () => (name.value.trim() ? {
      name: name.value.trim(),
      tier: tier.value,
      segment: segment.value.trim() || undefined,
      renewal_date: renewal.value || undefined,
      value: worth.value.trim() || undefined,
    } : null),
  };
}

function checks(title, keys, name, chosen = []) {
  const boxes = keys.map((key) => h('input', { type: 'checkbox', value: key, checked: chosen.includes(key) }));
  return {
    element: h('fieldset', { class: 'checks' }, h('legend', {}, title), boxes.map((box) => h('label', {}, box, ` ${name(box.getAttribute('value'))}`))),
    chosen: () => boxes.filter((box) => box.checked).map((box) => box.getAttribute('value')),
  };
}
