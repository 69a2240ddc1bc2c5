// What a person has typed and the server has not yet accepted. It survives a reload, a lost connection and a closed tab.

const PREFIX = 'fera.';
const memory = new Map();

function read(key) {
  try { return localStorage.getItem(PREFIX + key); } catch { return memory.get(key) ?? null; }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
  } catch { if (value === null) memory.delete(key); else memory.set(key, value); }
}

const key = (person, conversation, turn) => `draft.${person}.${conversation}.${turn ?? 'open'}`;

/** The draft for one turn ('' when there is none). */
export const draft = (person, conversation, turn) => read(key(person, conversation, turn)) ?? '';
/** Keeps the draft; an empty one is forgotten. */
export const keepDraft = (person, conversation, turn, text) => write(key(person, conversation, turn), text === '' ? null : text);

/** Packets sent and not yet accepted, oldest first. */
export function outbox(person, conversation) {
  try { return JSON.parse(read(`outbox.${person}.${conversation}`) ?? '[]'); } catch { return []; }
}
/** Keeps the packets that are still to be accepted. */
export const keepOutbox = (person, conversation, packets) => write(`outbox.${person}.${conversation}`, packets.length ? JSON.stringify(packets) : null);

/** The ask conversation this person last had with a clone. */
export const lastAsk = (person, clone) => read(`ask.${person}.${clone}`);
export const keepLastAsk = (person, clone, conversation) => write(`ask.${person}.${clone}`, conversation);

/** Removes everything that this page has kept (at sign-out). */
export function forgetAll() {
  memory.clear();
  try { for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name); } catch { /* nothing was kept */ }
}
