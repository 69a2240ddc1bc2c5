// The one way to the server: cookies, CSRF, idempotency, and patience where the server asks for it.
import { Problem } from './problems.js';

let csrf = null;
let signedOut = () => {};

/** What every request that is not GET sends. */
export const setCSRF = (value) => { csrf = value; };
/** Called when the server no longer knows who is asking. */
export const onSignedOut = (call) => { signedOut = call; };
/** An id of a client message or write. */
export const newID = () => (crypto.randomUUID ? crypto.randomUUID() : Array.from(
  crypto.getRandomValues(new Uint8Array(16)),
  (b) => b.toString(16).padStart(2, '0'),
).join(''));

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));
export const get = (path, options) => request('GET', path, undefined, options);
export const post = (path, body, options) => request('POST', path, body, options);
export const patch = (path, body, options) => request('PATCH', path, body, options);
export const remove = (path) => request('DELETE', path);
/** A path from parts, each encoded. */
export const path = (strings, ...parts) => String.raw({ raw: strings }, ...parts.map((part) => encodeURIComponent(String(part))));

/** All items of a list, page by page. */
export async function all(address, options) {
  const items = [];
  let cursor = null;
  do {
    const page = await get(`${address}${address.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, options);
    items.push(...(page.items ?? []));
    cursor = page.next_cursor ?? null;
  } while (cursor);
  return items;
}

async function request(method, address, body, { ifMatch, quiet = false, tries = 3 } = {}) {
  const headers = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (ifMatch !== undefined) headers['If-Match'] = `"${ifMatch}"`;
  if (method !== 'GET') {
    if (csrf) headers['X-Fera-CSRF'] = csrf;
    headers['Idempotency-Key'] = newID();
  }
  for (let attempt = 1; ; attempt += 1) {
    let reply;
    try {
      reply = await fetch(
        address,
        { method, headers, credentials: 'same-origin', cache: 'no-store', body: body === undefined ? undefined : JSON.stringify(body) },
      );
    } catch {
      if (attempt >= tries) throw new Problem(0, { code: 'network' });
      await wait(600 * attempt);
      continue;
    }
    if (reply.ok) return reply.status === 204 ? null : reply.json();
    const problem = await toProblem(reply);
    if (attempt < tries && patient(problem)) {
      await wait(retryAfter(reply));
      continue;
    }
    // The session is renewed when rights change, and its token with it: read the new one, once.
    if (problem.code === 'csrf' && attempt === 1 && tries > 1 && (await renewed(headers))) continue;
    if (reply.status === 401 && problem.code === 'unauthenticated' && !quiet) signedOut(problem);
    throw problem;
  }
}

async function renewed(headers) {
  try { csrf = (await request('GET', '/v1/sessions/current', undefined, { tries: 1 })).csrf; } catch { return false; }
  headers['X-Fera-CSRF'] = csrf;
  return true;
}

// The same key goes out again, so a write that did arrive is not done twice.
const patient = (problem) => (problem.status === 429 || problem.status === 503) && problem.code !== 'disk_full';

function retryAfter(reply) {
  const seconds = Number(reply.headers.get('Retry-After'));
  return Math.min(Number.isFinite(seconds) && seconds > 0 ? seconds : 1, 20) * 1000;
}

async function toProblem(reply) {
  let members = {};
  try { members = await reply.json(); } catch { /* a proxy's page has no members */ }
  const traceparent = reply.headers.get('traceparent');
  return new Problem(reply.status, { code: byStatus(reply.status), traceparent, ...members });
}

const byStatus = (status) => ({
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  415: 'unsupported_type',
  429: 'busy',
  503: 'busy',
})[status] ?? 'internal';

/** Sends one file; `progress` hears 0…1. One request a file, so that one broken file leaves the others whole. */
export function upload(address, file, accounts, progress) {
  const key = newID();
  const once = () => new Promise((done, fail) => {
    const form = new FormData();
    for (const account of accounts) form.append('account_id', account);
    form.append('file', file, file.name);
    const call = new XMLHttpRequest();
    call.open('POST', address);
    call.setRequestHeader('Accept', 'application/json');
    call.setRequestHeader('Idempotency-Key', key);
    if (csrf) call.setRequestHeader('X-Fera-CSRF', csrf);
    call.upload.addEventListener('progress', (event) => event.lengthComputable && progress(event.loaded / event.total));
    call.addEventListener('error', () => fail(new Problem(0, { code: 'network' })));
    call.addEventListener('load', () => {
      let members = {};
      try { members = JSON.parse(call.responseText); } catch { /* told by the status below */ }
      if (call.status >= 200 && call.status < 300) return done(members);
      const problem = new Problem(call.status, { code: byStatus(call.status), ...members });
      problem.after = Number(call.getResponseHeader('Retry-After')) || 1;
      return fail(problem);
    });
    call.send(form);
  });
  const attempt = async (left) => {
    try { return await once(); } catch (problem) {
      if (left > 0 && patient(problem)) { await wait(Math.min(problem.after, 20) * 1000); return attempt(left - 1); }
      throw problem;
    }
  };
  return attempt(2);
}
