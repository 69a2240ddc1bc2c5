// The difference of two texts, word by word (longest common subsequence), as elements that also speak.
import { h } from './dom.js';

const split = (text) => text.match(/\s+|[^\s]+/g) ?? [];

/** Pairs `[kind, text]` with kind "same", "removed" or "added", in order; what replaces something follows it. */
export function words(before, after) {
  return grouped(steps(split(before), split(after)));
}

// One step a word or space.
function steps(a, b) {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const without = Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
      lengths[i * width + j] = a[i] === b[j] ? lengths[(i + 1) * width + j + 1] + 1 : without;
    }
  }
  const found = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push(['same', a[i]]);
      i += 1;
      j += 1;
    } else if (j === b.length || (i < a.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
      found.push(['removed', a[i]]);
      i += 1;
    } else {
      found.push(['added', b[j]]);
      j += 1;
    }
  }
  return found;
}

// Words changed side by side read better as one change: a space between two changes belongs to both.
function grouped(found) {
  const parts = [];
  let removed = '';
  let added = '';
  const flush = () => {
    if (removed) parts.push(['removed', removed]);
    if (added) parts.push(['added', added]);
    removed = added = '';
  };
  found.forEach(([kind, text], at) => {
    const between = kind === 'same' && !text.trim() && (removed || added) && found[at + 1] && found[at + 1][0] !== 'same';
    if (kind === 'removed' || between) removed += text;
    if (kind === 'added' || between) added += text;
    if (kind !== 'same' || between) return;
    flush();
    if (parts.at(-1)?.[0] === 'same') parts.at(-1)[1] += text;
    else parts.push(['same', text]);
  });
  flush();
  return parts;
}

/** Both texts in one, with what went struck out and what came underlined. */
export function difference(before, after) {
  return h('p', { class: 'difference' },
    words(before, after).map(([kind, text]) => (kind === 'same' ? text : h(kind === 'added' ? 'ins' : 'del', {}, text))),
  );
}
