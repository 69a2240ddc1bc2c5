// Who is asking. The secret of a join link is in the fragment; only the POST uses it up, and then it leaves the address bar.
import { get, post, remove, setCSRF } from './api.js';
import { Problem } from './problems.js';
import { forgetAll } from './drafts.js';

let current = null;

/** The session, once `open` has found one: `{person, roles, csrf, expires_at}`. */
export const me = () => current;

/** Finds or makes the session. Gives `{session, problem}`: the problem is that of the link, also where an older session still stands. */
export async function open() {
  const secret = joinSecret();
  let problem = null;
  if (secret) {
    history.replaceState(null, '', location.pathname);
    try { return { session: take(await post('/v1/sessions', { secret }, { quiet: true })), problem }; } catch (error) { problem = error; }
  }
  try { return { session: take(await get('/v1/sessions/current', { quiet: true })), problem }; } catch (error) {
    const nobody = error instanceof Problem && error.status === 401;
    return { session: null, problem: problem ?? (nobody ? null : error) };
  }
}

/** Ends the session; what was kept in this browser goes with it. */
export async function close() {
  await remove('/v1/sessions/current');
  forgetAll();
  current = null;
  setCSRF(null);
}

function take(session) {
  current = session;
  setCSRF(session.csrf);
  return session;
}

function joinSecret() {
  const found = /^#join=(.+)$/.exec(location.hash);
  if (!found) return null;
  try { return decodeURIComponent(found[1]); } catch { return found[1]; }
}
