// The owner's interview: one question at a time, never in a hurry, and nothing typed is ever lost.
import { h, fill } from './dom.js';
import { get, path, post } from './api.js';
import { Channel } from './channel.js';
import { Composer } from './composer.js';
import { InterviewLog } from './interview-log.js';
import { me } from './session.js';
import { button, heading, linkButton, meter, note, toast } from './ui.js';
import { Problem, next } from './problems.js';
import { asked } from './referrals.js';
import { nextSitting, sittings } from './sittings.js';
import * as words from './words.js';

const ENDED = ['done', 'closed', 'completed', 'complete', 'expired', 'finished'];

export async function interview(context, transferID, accountID) {
  const transfer = await get(path`/v1/transfers/${transferID}`);
  const account = transfer.accounts.find((one) => one.id === accountID);
  if (!account) throw new Problem(404, { code: 'not_found' });
  context.title(`Interview about ${account.name}`);
  const id = account.interview_id ?? (await start(transferID, accountID));
  const base = path`#/transfers/${transferID}/accounts/${accountID}`;
  return open(context, new InterviewView(transfer, account, id, { pass: `${base}/pass`, form: `${base}/written` }));
}

/** The short interview of somebody who was asked what an owner passed on. */
export async function contribution(context, transferID, id) {
  const [transfer, item] = await Promise.all([get(path`/v1/transfers/${transferID}`), asked(transferID, id)]);
  const account = transfer.accounts.find((one) => one.id === item.account_id);
  context.title(`A question about ${account.name}`);
  return open(context, new InterviewView(transfer, account, id, { pass: path`#/transfers/${transferID}/referrals/${id}/pass` }));
}

async function open(context, view) {
  context.onLeave(() => view.close());
  await view.start();
  return view.element;
}

const start = async (transfer, account) => {
  const conversation = await post(path`/v1/transfers/${transfer}/interviews`, { account_id: account });
  return conversation.conversation_id ?? conversation.id;
};

class InterviewView {
  constructor(transfer, account, id, ways) {
    this.transferID = transfer.id;
    this.accountID = account.id;
    this.ways = ways;
    this.person = me().person.id;
    this.id = id;
    this.turn = null;
    this.state = '';
    this.log = new InterviewLog(this.person, {
      correct: (statement, text) => this.act({ action: 'correct', statement_id: statement.id, text }),
      withdraw: (statement) => this.act({ action: 'withdraw', statement_id: statement.id }),
    });
    this.composer = new Composer({
      people: transfer.people.filter((one) => one.id !== this.person).map((one) => one.name),
      draft: [this.person, id],
      send: (text) => this.say(text),
      act: (action) => this.act(action),
    });
    this.progress = h('div', { class: 'progress' });
    this.late = h('div', {});
    this.line = h('p', { class: 'line-state', role: 'status' });
    this.pause = button('Pause', async () => this.act({ action: this.paused ? 'resume' : 'pause' }));
    this.end = h('div', {});
    this.plan = h('div', {});
    this.choices = h('div', { class: 'quick choices' });
    this.composer.element.prepend(this.choices);
    this.element = h('section', { class: 'page chat-page' },
      heading(account.name, { crumbs: [['Home', '#/'], [transfer.title || transfer.scope, path`#/transfers/${transfer.id}`]], aside: this.pause }),
      this.progress, this.late, this.plan, this.log.element, this.log.sending, this.end, h('div', { class: 'dock' }, this.line, this.composer.element));
    this.element.addEventListener(
      'shown',
      () => { this.shown = true; this.down('auto'); if (matchMedia('(min-width: 48rem)').matches) this.composer.focus(); },
    );
    this.channel = new Channel(this.person, id, { packet: (packet) => this.receive(packet), state: (state) => this.connection(state) });
  }

  async start() {
    await this.channel.start();
    for (const packet of this.channel.pending) this.log.pending(packet);
  }

  close() { this.channel.close(); }

  get paused() { return this.state === 'paused'; }

  // A second click on the same thing is not a second wish.
  again(what) {
    const wish = JSON.stringify([this.turn?.turn_id, what]);
    if (wish === this.wish && Date.now() - this.wished < 1500) return true;
    this.wish = wish;
    this.wished = Date.now();
    return false;
  }

  say(text) {
    if (this.again(text)) return;
    const packet = { type: 'message', turn_id: this.turn?.turn_id, text };
    const id = this.channel.send(packet);
    this.log.pending({ ...packet, client_message_id: id });
    this.down();
  }

  act(action) {
    if (this.again(action)) return;
    this.channel.send({ type: 'action', turn_id: this.turn?.turn_id, ...action });
  }

  receive(packet) {
    switch (packet.type) {
      case 'snapshot': this.snapshot(packet); break;
      case 'turn': this.log.turn(packet); this.open(packet); if (this.paused) this.to('asking'); this.down(); break;
      case 'message': this.log.message(packet); if (packet.author) this.down(); break;
      case 'statements': this.log.understood(packet); this.down(); break;
      case 'notice': this.log.notice(packet); this.notice(packet); this.down(); break;
      case 'progress': this.showProgress(packet); break;
      case 'accepted': this.log.accepted(packet); break;
      case 'error': this.failed(packet); break;
      default: break;
    }
  }

  snapshot(packet) {
    this.to(packet.state);
    if (packet.progress) this.showProgress(packet.progress);
    const late = packet.sources_not_read ?? [];
    fill(this.late, late.length ? note(`Added after this interview was opened, and not part of it: ${late.join(', ')}.`) : null);
    this.planned(packet.sittings);
    if (packet.written && this.ways.form) this.late.append(h('p', { class: 'notice' }, 'This account can be answered in writing, in any order. ',
      linkButton('Answer in writing', this.ways.form)));
    if (packet.turn && packet.turn.turn_id !== this.turn?.turn_id) { this.log.turn(packet.turn); this.open(packet.turn); }
    if (!packet.turn) { this.log.closeTurn(); this.turn = null; }
    this.to(packet.state);
  }

  open(turn) {
    this.turn = turn;
    this.composer.openTurn(turn.turn_id);
    this.offer(turn);
  }

  // What some questions are answered with by one click: which of several lines, nobody, more time.
  offer(turn) {
    const small = (title, act, props = {}) => button(title, async () => act(), { kind: 'small', ...props });
    const lines = (turn.choices ?? []).map((line, place) => small(`${place + 1}. ${line}`, () => this.say(`${place + 1}`), { class: 'button small choice' }));
    fill(this.choices, turn.kind === 'which' ? [lines, small(lines.length > 2 ? 'All of them' : 'Both', () => this.say('all')), small('Neither', () => this.say('neither'))]
      : turn.kind === 'who_knows' ? small('Nobody I know of', () => this.act({ action: 'skip' }))
        : turn.kind === 'closing' && this.ways.form ? [['minutes', 'Ten more minutes'], ['sitting', 'Another day'], ['written', 'The rest in writing']].map(
          ([choice, title]) => small(title, () => this.act({ action: 'extend', choice }))) : null);
    if (turn.kind === 'who_knows') this.composer.askWhom();
  }

  // The sittings that are planned; the owner plans them anew.
  planned(list) {
    this.sittings = list ?? [];
    if (this.ways.form) fill(this.plan, sittings(this.transferID, this.accountID, this.sittings, (wanted) => { this.planned(wanted); this.to(this.state); }));
  }

  waits() {
    const next = nextSitting(this.sittings);
    return next && !this.turn ? `The next sitting is planned for ${words.day(next.day)}. Your place is kept.` : 'Paused. Your place is kept; resume whenever you like.';
  }

  // The state is also told by notices, so that a page that is open follows without reading the snapshot again.
  notice(packet) {
    if (['paused', 'interview_paused'].includes(packet.code)) this.to('paused');
    else if (['done', 'completed', 'interview_done', 'interview_completed', 'closed'].includes(packet.code)) this.to('done');
    else this.readState();
  }

  async readState() {
    try { const packet = await get(path`/v1/conversations/${this.id}`); this.to(packet.state); } catch { /* the next packet tells */ }
  }

  to(state) {
    this.state = state ?? this.state;
    const ended = ENDED.includes(this.state);
    this.pause.hidden = ended;
    this.pause.textContent = this.paused ? 'Resume' : 'Pause';
    this.composer.enable(!ended, this.paused);
    fill(this.end, ended ? h('div', { class: 'notice good' }, h('p', {},
      h('strong', {}, 'Thank you. That was the interview.'),
      ' Next, read through what was understood; nobody else sees it before you have.',
    ),
      linkButton('Read what was understood', this.ways.pass, 'primary')) : this.paused ? note(this.waits()) : null);
  }

  showProgress(packet) {
    const minutes = packet.minutes_left;
    fill(this.progress, meter(
      'Complete',
      packet.completeness ?? 0,
      `${Math.round(packet.completeness ?? 0)} %${minutes ? `, about ${words.count(Math.round(minutes), 'minute')} left` : ''}`,
    ),
      packet.chapters ? h('details', { class: 'chapters' }, h('summary', {},
        packet.gaps_open ? `Chapters · ${words.count(packet.gaps_open, 'gap')} open` : 'Chapters',
      ),
        h('div', { class: 'chapter-meters' },
          words.chapters.filter(([key]) => packet.chapters[key] !== undefined).map(([key, title]) => meter(title, packet.chapters[key])),
        )) : null);
  }

  failed(packet) {
    if (packet.client_message_id) {
      const text = this.log.waiting.get(packet.client_message_id)?.text;
      if (packet.retry_after_ms !== undefined) return;
      this.log.refused(packet.client_message_id);
      // What was written comes back into the box: a refusal never costs a word.
      if (text) this.composer.giveBack(text);
    }
    if (packet.turn) { this.log.turn(packet.turn); this.open(packet.turn); } else if (packet.code === 'stale_turn') this.reread();
    toast([packet.message, next(new Problem(409, { code: packet.code }))].filter(Boolean).join(' '), 'bad');
  }

  async reread() { try { this.snapshot(await get(path`/v1/conversations/${this.id}`)); } catch { /* the socket tells when it is back */ } }

  connection(state) {
    this.line.textContent = {
      live: '',
      waiting: 'Connecting again… you can go on writing.',
      offline: 'You are offline. Go on writing; it is sent when the connection is back.',
    }[state];
  }

  down(behavior = 'smooth') {
    if (!this.shown) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    requestAnimationFrame(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: calm ? 'auto' : behavior }));
  }
}
