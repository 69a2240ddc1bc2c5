// Lines routed to this person: read, with question and evidence, and decided.
import { h, area, field, fill } from './dom.js';
import { all, path, post } from './api.js';
import { ask, button, chip, empty, evidence, heading, labelChip } from './ui.js';
import { difference } from './diff.js';
import { say } from './problems.js';
import * as words from './words.js';

export async function reviews(context) {
  context.title('Reviews');
  const transfer = context.query.get('transfer');
  const items = await all(`/v1/reviews${transfer ? path`?transfer_id=${transfer}` : ''}`);
  const waiting = items.filter((item) => item.state === 'waiting');
  const decided = items.filter((item) => item.state !== 'waiting');
  const left = h('p', { class: 'lead', role: 'status' });
  let open = waiting.length;
  const say = () => {
    left.textContent = open ? `${words.count(open, 'line')} ${open === 1 ? 'waits' : 'wait'} for your decision.` : 'Nothing waits for your decision.';
  };
  say();
  const done = () => { open -= 1; say(); };
  return h('section', { class: 'page narrow' }, heading(
    'Reviews',
    { crumbs: [['Home', '#/'], ...(transfer ? [['Transfer', path`#/transfers/${transfer}`]] : [])] },
  ), left,
    items.length ? null : empty('Nothing is routed to you.', 'Lines come here when an owner has finished their own pass.'),
    h('div', { class: 'stack' }, waiting.map((item) => card(item, done))),
    decided.length ? h('details', {},
      h('summary', {}, `Decided (${decided.length})`),
      h('div', { class: 'stack tight' }, decided.map((item) => card(item, done))),
    ) : null);
}

function card(review, done) {
  const element = h('article', { class: 'card line' });
  draw(element, review, done);
  return element;
}

// With a problem: the line was changed while it was read; `typed` is the edit that was being made of the older words.
function draw(element, review, done, problem, typed) {
  const line = review.statement;
  const last = (line.decisions ?? []).filter((one) => one.route === review.route).at(-1);
  element.classList.toggle('decided', review.state !== 'waiting');
  fill(element,
    h('p', { class: 'line-title' },
      line.title,
      ' ',
      chip(words.kind(line.kind)),
      line.severity ? [' ', chip(`${line.severity} severity`, ['high', 'critical'].includes(line.severity) ? 'bad' : '')] : null,
      ' ',
      labelChip(line.label),
      ' ',
      chip(`Route: ${words.route(review.route)}`, 'accent'),
    ),
    review.question ? h('p', { class: 'asked' }, h('span', { class: 'muted' }, 'Asked: '), words.line(review.question)) : null,
    h('p', { class: 'line-text' }, line.text),
    h('p', { class: 'muted' }, `Said by ${words.name(line.speaker)} on ${words.day(line.said_on)}, ${words.chapter(line.chapter)}.`),
    line.evidence?.length ? h('div', {},
      h('h3', { class: 'small-head' }, 'Evidence'),
      evidence(line.evidence),
    ) : h('p', { class: 'muted' }, 'No evidence but the owner’s word.'),
    problem ? h('p', { class: 'notice bad', role: 'alert' }, say(problem)) : null,
    review.state === 'waiting' ? actions(element, review, done, typed) : last ? decisionLine(last, line) : null);
}

function decisionLine(last, line) {
  return h('div', { class: 'resolution' }, h('p', {},
    h('strong', {}, words.decision(last.decision)),
    ` by ${words.name(last.by)}, ${words.day(last.on)}`,
    last.reason ? `: ${last.reason}` : '',
  ),
    last.before ? difference(words.line(last.before), line.text) : null, line.blessed_wording ? h('p', {},
      h('span', { class: 'muted' }, 'May be said to the customer: '),
      line.blessed_wording,
    ) : null);
}

function actions(element, review, done, typed) {
  const line = review.statement;
  const place = h('div', {});
  const decide = async (body) => {
    let decided;
    try {
      decided = await post(path`/v1/reviews/${review.id}/decision`, body, { ifMatch: line.revision });
    } catch (problem) {
      // Words that nobody here has read are not decided: they are shown first, and nothing that was typed is lost.
      if (problem.code !== 'changed' || !problem.members.statement) throw problem;
      draw(element, { ...review, statement: problem.members.statement }, done, problem, body.text);
      return;
    }
    draw(element, decided.statement ? decided : { ...review, state: 'decided' }, done);
    element.setAttribute('tabindex', '-1');
    element.focus();
    done();
  };
  const named = (action, kind = '') => ({ kind, 'aria-label': `${action}: ${line.title}` });
  // A line that could be repeated to the customer may get wording of its own that is safe to say.
  const blessed = review.route === 'customer-facing' ? area({ rows: 2, value: line.blessed_wording ?? '' }) : null;
  const wording = () => (blessed?.value.trim() ? { blessed_wording: blessed.value.trim() } : {});
  const approve = button('Approve', async () => decide({ decision: 'approve', ...wording() }), named('Approve', 'primary'));
  const preview = h('div', { 'aria-live': 'polite' });
  const edit = (text) => ask(place, {
    title: 'The line as it should be',
    value: text,
    action: 'Approve this wording',
    extra: h('div', {}, h('p', { class: 'muted' }, 'The difference, which is kept:'), preview),
    onInput: (text) => fill(preview, difference(line.text, text.trim())), send: async (text) => decide({ decision: 'edit', text, ...wording() }),
  });
  if (typed) queueMicrotask(() => edit(typed));
  return h('div', { class: 'stack tight' },
    blessed ? field(
      'Wording that may be said to the customer',
      blessed,
      'Optional. On approval it becomes a line of its own that everybody may read.',
    ) : null,
    h('div', { class: 'row' }, approve,
      button('Edit', async () => edit(line.text), named('Edit')),
      button(
        'Ask for changes',
        async () => ask(
          place,
          {
            title: 'What should the owner add or change?',
            action: 'Ask for changes',
            send: async (reason) => decide({ decision: 'request_changes', reason }),
          },
        ),
        named('Ask for changes'),
      ),
      button(
        'Reject',
        async () => ask(
          place,
          {
            title: 'Why not?',
            hint: 'The line is not sealed. The reason stays with it.',
            action: 'Reject',
            kind: 'danger',
            send: async (reason) => decide({ decision: 'reject', reason }),
          },
        ),
        named('Reject'),
      )), place);
}
