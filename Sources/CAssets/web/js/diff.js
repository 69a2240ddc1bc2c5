// The difference of two texts, word by word (longest common subsequence), as elements that also speak.
import { h } from './dom.js';

const split = (text) => text.match(/\s+|[^\s]+/g) ?? [];

/** Pairs `[kind, text]` with kind "same", "removed" or "added", in order. */
export function words(before, after) {
  const a = split(before);
  const b = split(after);
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = a[i] === b[j] ? lengths[(i + 1) * width + j + 1] + 1 : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const parts = [];
  const put = (kind, text) => { if (parts.at(-1)?.[0] === kind) parts.at(-1)[1] += text; else parts.push([kind, text]); };
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) { put('same', a[i]); i += 1; j += 1; } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) { put('removed', a[i]); i += 1; } else { put('added', b[j]); j += 1; }
  }
  for (; i < a.length; i += 1) put('removed', a[i]);
  for (; j < b.length; j += 1) put('added', b[j]);
  return parts;
}

/** Both texts in one, with what went struck out and what came underlined. */
export function difference(before, after) {
  return h('p', { class: 'difference' }, words(before, after).map(([kind, text]) => (kind === 'same' ? text : h(kind === 'added' ? 'ins' : 'del', {}, text))));
}
