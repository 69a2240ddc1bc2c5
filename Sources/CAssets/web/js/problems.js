// Errors of the server as sentences: what happened, and what to do next.

const NEXT = {
  malformed: 'Reload the page and try once more.',
  invalid: 'Correct the fields named below.',
  unauthenticated: 'Open your link again, or ask for a new one.',
  link_used: 'Ask the person who sent it for a new link.',
  link_expired: 'Ask the person who sent it for a new link.',
  forbidden: 'Ask the manager of the transfer for the role you need.',
  csrf: 'Reload the page and try once more.',
  origin: 'Open Fera at its own address, not through another page.',
  host: 'Open Fera at the address it is configured for.',
  not_found: 'It may have been removed, or it is not yours to read. Go back to the start page.',
  too_large: 'Send a smaller file, or split it.',
  unsupported_type: 'Convert the file to one of the supported kinds.',
  unreadable: 'Repair the file at that place and send it again; nothing of it was kept.',
  stale_turn: 'Your text is kept. Look at the question that is open now, then send it again.',
  conflict: 'Read the current state again, then repeat your change.',
  changed: 'Read the current version, then repeat your change.',
  lock_blocked: 'Settle what is listed, then lock.',
  busy: 'Wait a moment and try again.',
  draining: 'The server is restarting. Try again in a moment; nothing you wrote is lost.',
  disk_full: 'Tell whoever runs this server that its disk is full. Nothing was changed.',
  internal: 'Try once more. If it happens again, give this number to whoever runs the server:',
  network: 'Check the connection. Nothing you wrote is lost.',
};

const WHAT = {
  unauthenticated: 'You are not signed in.',
  link_used: 'This link has been used already. A link works once.',
  link_expired: 'This link has expired.',
  forbidden: 'This is not yours to do.',
  not_found: 'This is not here.',
  conflict: 'Somebody else was faster.',
  changed: 'This has been changed by somebody else in the meantime.',
  stale_turn: 'The question has moved on.',
  busy: 'The server has much to do just now.',
  draining: 'The server is restarting.',
  disk_full: 'The server could not write.',
  internal: 'Something went wrong on the server.',
  network: 'The server could not be reached.',
};

/** A reply that is not a success. `code` is stable; `members` holds what else the server said. */
export class Problem extends Error {
  constructor(status, members) {
    super(members.detail || members.title || members.code || `Status ${status}`);
    this.status = status;
    this.code = members.code || 'internal';
    this.members = members;
  }
}

/** What happened, as one sentence. */
export function what(problem) {
  if (!(problem instanceof Problem)) return 'This page made a mistake.';
  const { detail, title } = problem.members;
  return sentence(detail || WHAT[problem.code] || title || 'This did not work.');
}

/** What to do next, as one sentence. */
export function next(problem) {
  if (!(problem instanceof Problem)) return 'Reload the page and try once more.';
  const { members, code } = problem;
  if (code === 'unsupported_type' && Array.isArray(members.supported)) return `Supported are: ${members.supported.join(', ')}.`;
  if (code === 'unreadable' && members.where) return `The place: ${members.where}. ${NEXT.unreadable}`;
  if (code === 'internal') return members.traceparent ? `${NEXT.internal} ${members.traceparent}` : 'Try once more.';
  return NEXT[code] || '';
}

/** Both, for one line. */
export const say = (problem) => [what(problem), next(problem)].filter(Boolean).join(' ');

/** The messages of an `invalid` problem by field. */
export const fieldErrors = (problem) => (problem instanceof Problem && Array.isArray(problem.members.errors) ? problem.members.errors : []);

function sentence(text) {
  const trimmed = String(text).trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
