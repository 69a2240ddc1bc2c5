// What an owner passed on ("ask X"): the manager sends it with one click, who is asked answers in a short interview of their own.
import { h, field, fill } from './dom.js';
import { all, get, path, post } from './api.js';
import { me } from './session.js';
import { button, chip, copy, empty, heading, linkButton, problemBox } from './ui.js';
import { Problem } from './problems.js';
import * as words from './words.js';

export const referralStatus = { open: 'To be sent', sent: 'Asked', answered: 'Answered' };

export async function referrals(context, transferID) {
  const address = path`/v1/transfers/${transferID}/referrals`;
  const [transfer, items] = await Promise.all([get(path`/v1/transfers/${transferID}`), all(address)]);
  context.title('Passed on');
  const sends = transfer.you?.may?.includes('manage');
  return h('section', { class: 'page' },
    heading('Passed on', { crumbs: [['Home', '#/'], [transfer.title || transfer.scope, path`#/transfers/${transferID}`]],
      lead: 'What an owner does not know, somebody else may. Whoever is asked reads the question alone: neither the record nor what the owner said.' }),
    items.length ? h('div', { class: 'cards' }, items.map((item) => new Referral(transfer, item, sends).element))
      : empty('Nothing was passed on.', 'It appears here when an owner answers “ask somebody else”.'));
}

/** A question that was put to the caller, by its conversation. */
export async function asked(transferID, conversation) {
  const items = await all(path`/v1/transfers/${transferID}/referrals`);
  const item = items.find((one) => one.conversation_id === conversation && one.person?.id === me().person.id);
  if (!item) throw new Problem(404, { code: 'not_found' });
  return item;
}

class Referral {
  constructor(transfer, item, sends) {
    this.transfer = transfer;
    this.sends = sends;
    this.element = h('article', { class: 'card' });
    this.show(item);
  }

  show(item) {
    const account = this.transfer.accounts.find((one) => one.id === item.account_id);
    const mine = item.person?.id === me().person.id;
    const place = h('div', { 'aria-live': 'polite' });
    fill(this.element, h('div', { class: 'section-head' }, h('h3', {}, item.question), chip(referralStatus[item.status], item.status === 'answered' ? 'good' : '')),
      h('p', { class: 'muted' }, [account?.name, item.title, item.person ? `asked: ${item.person.name}` : `to ask: ${item.name}`].filter(Boolean).join(' · ')),
      mine && item.status !== 'answered' ? linkButton('Answer', path`#/transfers/${this.transfer.id}/referrals/${item.conversation_id}`, 'primary') : null,
      this.sends && item.status !== 'answered' ? this.send(item, place) : null, place);
  }

  send(item, place) {
    const people = this.transfer.people.filter((one) => one.hired !== false);
    const who = h('select', {}, h('option', { value: '' }, `${item.name}, as the owner named them`),
      people.map((one) => h('option', { value: one.id }, one.name)));
    const go = button(item.status === 'sent' ? 'Make the link anew' : 'Send the question', async () => {
      try {
        const sent = await post(path`/v1/transfers/${this.transfer.id}/referrals/${item.id}/send`, who.value ? { person_id: who.value } : {});
        this.show(sent);
        const shown = this.element.querySelector('[aria-live]');
        if (!sent.url) { fill(shown, h('p', {}, `${sent.person.name} signs in as ever; the question waits on their start page.`)); return; }
        const link = h('div', {});
        await copy(new URL(sent.url, location.href).href, link);
        fill(shown, link, h('small', { class: 'muted' }, `For ${sent.person.name} alone. Works once, until ${words.time(sent.expires_at)}.`));
      } catch (problem) { fill(place, problemBox(problem)); }
    }, { kind: 'primary' });
    return h('div', { class: 'inline-form' }, item.status === 'open' ? field('Who is asked', who) : null, go);
  }
}
