// The record: files go in one by one, and each says what was read of it.
import { h, fill, field, select } from './dom.js';
import { all, get, path, upload } from './api.js';
import { chip, empty, heading, problemBox, quote, button } from './ui.js';
import { runs } from './transfer.js';
import * as words from './words.js';

const AT_ONCE = 2;

export async function sources(context, id) {
  const [transfer, items] = await Promise.all([get(path`/v1/transfers/${id}`), all(path`/v1/transfers/${id}/sources`)]);
  context.title('Sources');
  const table = h('div', {});
  const draw = (list) => fill(
    table,
    list.length ? sourceList(transfer, list) : empty(
      'No files yet.',
      'Mails, CRM exports, tickets, call transcripts, plans, contracts: whatever tells the account’s story.',
    ),
  );
  draw(items);
  return h('section', { class: 'page' },
    heading(
      'Sources',
      {
        crumbs: [['Home', '#/'], [transfer.title || transfer.scope, path`#/transfers/${id}`]],
        lead: 'What the record already tells is not asked again. Secrets that are found are blacked out before anything is kept.',
      },
    ),
    runs(transfer) || transfer.you?.roles?.includes('owner') ? uploader(transfer, async () => draw(await all(path`/v1/transfers/${id}/sources`))) : null,
    h('section', { 'aria-labelledby': 'read' }, h('h2', { id: 'read' }, 'What was read'), table));
}

function uploader(transfer, done) {
  const account = select([['', 'All accounts'], ...transfer.accounts.map((one) => [one.id, one.name])], '');
  const input = h('input', { type: 'file', multiple: true, class: 'file-input' });
  const results = h('ul', { class: 'uploads', 'aria-live': 'polite' });
  const queue = [];
  let running = 0;
  const next = async () => {
    if (running >= AT_ONCE || !queue.length) return;
    running += 1;
    const job = queue.shift();
    next();
    await send(transfer, job);
    running -= 1;
    if (!running && !queue.length) await done().catch(() => {});
    next();
  };
  const take = (files) => {
    for (const file of files) {
      const item = h('li', { class: 'upload' }, h('strong', {}, file.name), h('span', { class: 'muted' }, ' waits'));
      results.append(item);
      queue.push({ file, item, accounts: account.value ? [account.value] : [] });
    }
    next();
  };
  input.addEventListener('change', () => { take([...input.files]); input.value = ''; });
  input.id = 'files';
  const zone = h('div', { class: 'drop' }, h('p', {}, h('label', { for: 'files', class: 'button primary' }, 'Choose files'), input, ' or drop them here'),
    field('They are about', account));
  zone.addEventListener('dragover', (event) => { event.preventDefault(); zone.classList.add('over'); });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => { event.preventDefault(); zone.classList.remove('over'); take([...event.dataTransfer.files]); });
  return h('div', {}, zone, results);
}

async function send(transfer, { file, item, accounts }) {
  const bar = h('progress', { max: 1, value: 0, 'aria-label': `Upload of ${file.name}` });
  const state = h('span', { class: 'muted' }, ' is sent');
  fill(item, h('strong', {}, file.name), state, bar);
  try {
    const reply = await upload(
      path`/v1/transfers/${transfer.id}/sources`,
      file,
      accounts,
      (part) => { bar.value = part; if (part === 1) state.textContent = ' is read'; },
    );
    fill(item, h('strong', {}, file.name), ' ', chip('Read', 'good'), (reply.items ?? []).map((source) => outcome(source, transfer)));
  } catch (problem) { fill(item, h('strong', {}, file.name), ' ', chip('Not taken', 'bad'), problemBox(problem)); }
}

// Counts and notices, as far as the server tells them.
function outcome(source, transfer) {
  const counts = countsOf(source);
  const late = transfer.accounts.filter((one) => source.not_read_for?.includes(one.id)).map((one) => one.name);
  const notices = (source.notices ?? []).map(words.line).filter(Boolean);
  return h('div', {},
    counts ? h('p', { class: 'muted' }, counts) : null,
    late.length ? h('p', { class: 'notice' }, `Kept, but not part of the interview about ${late.join(', ')}: it was open already when this file came.`) : null,
    notices.length ? h('ul', { class: 'notices' }, notices.map((text) => h('li', {}, text))) : null,
  );
}

function countsOf(source) {
  const { read, skipped, failed } = source.counts ?? source;
  return [
    read !== undefined && `${read} read`,
    skipped !== undefined && `${skipped} skipped`,
    failed !== undefined && `${failed} failed`,
  ].filter(Boolean).join(', ');
}

function sourceList(transfer, items) {
  return h('ul', { class: 'plain-list' }, items.map((source) => {
    const inside = h('div', {});
    let loaded = false;
    const box = h('details', {},
      h('summary', {}, h('span', { class: 'row-title' }, source.name), ' ', h('span', { class: 'muted' }, countsOf(source))),
      outcome({ notices: source.notices, not_read_for: source.not_read_for }, transfer),
      inside,
    );
    box.addEventListener('toggle', async () => {
      if (!box.open || loaded) return;
      loaded = true;
      await excerpts(transfer.id, source.id, inside).catch((problem) => { loaded = false; fill(inside, problemBox(problem)); });
    });
    return h('li', {}, box);
  }));
}

async function excerpts(id, source, place) {
  const { excerpts: items = [] } = await get(path`/v1/transfers/${id}/sources/${source}`);
  let shown = 0;
  const list = h('div', { class: 'stack tight' });
  const more = button('Show more', async () => show());
  const show = () => {
    for (const item of items.slice(shown, shown + 30)) list.append(
      quote({ name: [item.speaker, item.day && words.day(item.day)].filter(Boolean).join(', '), place: words.line(item.place), quote: item.text }),
    );
    shown += 30;
    more.hidden = shown >= items.length;
  };
  fill(place, items.length ? list : empty('Nothing was read from this file.'), more);
  show();
}
