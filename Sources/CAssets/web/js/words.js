// The words of the protocol in the words of a person, and times as people say them.

const table = (entries) => (key) => entries[key] ?? String(key ?? '').replaceAll('_', ' ');

export const role = table({
  owner: 'Owner who leaves',
  contributor: 'Contributor',
  reviewer: 'Reviewer',
  sponsor: 'Sponsor',
  operational_owner: 'Operational owner',
  successor: 'Successor',
  interim_holder: 'Interim holder', reader: 'Reader', manager: 'Manager', steward: 'Steward', admin: 'Admin',
});
export const roles = ['owner', 'successor', 'interim_holder', 'reviewer', 'contributor', 'sponsor', 'operational_owner', 'reader', 'manager', 'steward'];
export const route = table({
  receiving: 'Receiving', 'customer-facing': 'Customer-facing', regulated: 'Legal or finance', people: 'People', security: 'Security', support: 'Support',
});
export const routes = ['receiving', 'customer-facing', 'regulated', 'people', 'security', 'support'];
export const label = table({
  open: 'May be said to the customer', internal: 'Internal', commercial: 'Commercial', personnel: 'Personnel', security: 'Security', private: 'Private',
});
export const accountState = table({
  opened: 'Opened', capturing: 'Capturing', reviewing: 'In review', locked: 'Locked', handed_over: 'Handed over', closed: 'Closed',
});
export const accountStates = ['opened', 'capturing', 'reviewing', 'locked', 'handed_over', 'closed'];
export const tier = table({ top: 'Top tier', mid: 'Middle tier', tail: 'Long tail' });
export const kind = table({
  fact: 'Fact',
  decision: 'Decision',
  risk: 'Risk',
  warning: 'Warning',
  commitment: 'Commitment',
  process: 'Process',
  person: 'Person',
  open_item: 'Open item',
});
export const turnKind = table({
  opening: 'To begin', bank: 'Question', gap: 'A gap in the record', followup: 'Follow-up', contradiction: 'Two records disagree', who: 'Who is this?',
  acronym: 'What does this stand for?', closing: 'Before we end', which: 'Which of these?', who_knows: 'Who would know?',
});
export const status = table({
  proposed: 'To be read', confirmed: 'Confirmed', approved: 'Approved', rejected: 'Rejected', changes_requested: 'Changes asked for', private: 'Private',
  withdrawn: 'Withdrawn', superseded: 'Replaced',
});
export const fieldState = table({ known: 'Known', hinted: 'Hinted at', open: 'Open' });
export const contradictionStatus = table({ open: 'Open', explained: 'Explained', unresolved: 'Not resolved', accepted: 'Accepted as open' });
export const rule = table({
  status_vs_sentiment: 'The status says one thing, the people another',
  date_mismatch: 'Two dates',
  amount_mismatch: 'Two amounts',
  owner_mismatch: 'Two people in one role',
  promise_without_contract: 'A promise that no contract holds', adoption_vs_usage: 'Adoption as told, usage as measured',
  contact_mismatch: 'Two accounts of a contact', ticket_state_mismatch: 'A closed ticket that is still open',
  promise_overdue: 'A promise whose day has passed', seats_mismatch: 'Two numbers of seats',
});
export const decision = table({ approve: 'Approved', edit: 'Edited', reject: 'Rejected', request_changes: 'Changes asked for' });
export const verification = table({
  whole: 'Whole: every byte and the signature check out', signer_unknown: 'Whole, but the signer is not one this server knows', broken: 'Broken',
});
export const refusal = table({
  not_in_clone: 'The locked record does not say.',
  ambiguous: 'This can mean more than one thing.',
  expired: 'What the record says about this is out of date.',
});

const CHAPTERS = { st: 'Account story', re: 'Relationships', im: 'Support + implementation', co: 'Commercial' };
export const chapters = Object.entries(CHAPTERS);
/** A chapter's title; the server names chapters by id or by title. */
export const chapter = (key) => CHAPTERS[key] ?? String(key ?? 'Other');

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** `2026-11-21` as "21 Nov 2026". */
export function day(value) {
  if (!value) return '';
  const date = new Date(String(value).length === 10 ? `${value}T00:00:00Z` : value);
  return Number.isNaN(date.getTime()) ? String(value) : dayFormat.format(date);
}
/** A time in the reader's own zone. */
export function time(value) {
  const date = new Date(value);
  return !value || Number.isNaN(date.getTime()) ? String(value ?? '') : timeFormat.format(date);
}
/** How far a day is from today: "in 12 days". */
export function away(value, now = new Date()) {
  const days = Math.round((Date.parse(`${value}T00:00:00Z`) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / 86400000);
  if (!Number.isFinite(days)) return '';
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  return days > 0 ? `in ${days} days` : `${count(-days, 'day')} ago`;
}
/** An age in days: "12 days old", "14 months old". */
export function age(days) {
  if (days === undefined || days === null) return '';
  if (days < 1) return 'from today';
  if (days < 60) return `${count(days, 'day')} old`;
  return days < 730 ? `${Math.round(days / 30.4)} months old` : `${Math.round(days / 365)} years old`;
}
export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
/** Names as prose: "a, b and c". */
export const list = (names) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`);
/** The name of a person, however the server names them. */
export const name = (person) => person?.name ?? person ?? 'somebody';
/** A line of text, whether the server sends it bare or in an object. */
export const line = (value) => (typeof value === 'string' ? value : value?.text ?? value?.title ?? value?.message ?? '');
