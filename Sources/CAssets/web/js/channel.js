// One conversation: its packets in order, whatever carries them. The socket first; server-sent events when it fails; asking every
// few seconds when those fail too. Nothing sent is dropped: it stays in the outbox until the server has accepted it.
import { get, newID, path, post } from './api.js';
import { keepOutbox, outbox } from './drafts.js';
import { Problem, what } from './problems.js';

const BACKOFF = [500, 1000, 2000, 4000, 8000, 15000];
const POLL = 4000;
const PING = 25000;

export class Channel {
  /** `packet` hears every packet once and in order; `state` hears "live", "waiting" or "offline". */
  constructor(person, conversation, { packet, state = () => {} }) {
    this.person = person;
    this.conversation = conversation;
    this.base = path`/v1/conversations/${conversation}`;
    this.packet = packet;
    this.state = state;
    this.last = 0;
    this.closed = false;
    this.failures = 0;
    this.carrier = 'socket';
    this.pending = outbox(person, conversation);
    this.posting = Promise.resolve();
    this.online = () => { if (this.carrier !== 'socket' || !this.open) { this.failures = 0; this.connect(); } };
    addEventListener('online', this.online);
  }

  /** Reads what has been said so far, then goes live. Gives the snapshot. */
  async start() {
    const snapshot = await get(this.base);
    await this.catchUp();
    this.deliver(snapshot);
    this.connect();
    return snapshot;
  }

  /** Sends a client packet; gives its id. It is accepted when a packet `accepted` says so. */
  send(packet) {
    const whole = { ...packet, client_message_id: packet.client_message_id ?? newID() };
    this.pending.push(whole);
    keepOutbox(this.person, this.conversation, this.pending);
    this.transmit(whole);
    return whole.client_message_id;
  }

  close() {
    this.closed = true;
    removeEventListener('online', this.online);
    clearTimeout(this.timer);
    this.drop();
  }

  /** Takes packets that came another way (the reply to a POST). */
  async take(packets) { for (const packet of packets ?? []) await this.receive(packet); }

  get open() { return this.socket?.readyState === WebSocket.OPEN; }

  connect() {
    if (this.closed) return;
    clearTimeout(this.timer);
    this.drop();
    if (this.carrier === 'socket') this.connectSocket();
    else if (this.carrier === 'events') this.connectEvents();
    else this.poll();
  }

  connectSocket() {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${this.base}/socket?after=${this.last}`);
    this.socket = socket;
    let opened = false;
    socket.addEventListener('open', () => {
      opened = true;
      this.failures = 0;
      this.state('live');
      this.pings = setInterval(() => this.open && socket.send('{"type":"ping"}'), PING);
      this.resend();
    });
    socket.addEventListener('message', (event) => { if (socket === this.socket) this.receive(JSON.parse(event.data)); });
    socket.addEventListener('close', () => {
      if (socket !== this.socket || this.closed) return;
      clearInterval(this.pings);
      // Never let in: this way may be shut (a proxy). Once let in: it will be again.
      if (!opened && this.failures >= 1) { this.carrier = 'events'; this.failures = 0; this.connect(); return; }
      this.later();
    });
  }

  connectEvents() {
    const source = new EventSource(`${this.base}/events?after=${this.last}`);
    this.source = source;
    let opened = false;
    const hear = (event) => { try { this.receive({ type: event.type, ...JSON.parse(event.data) }); } catch { /* a comment or an empty event */ } };
    for (const type of [
      'snapshot',
      'turn',
      'message',
      'statements',
      'progress',
      'answer_start',
      'sentence',
      'answer_end',
      'refused',
      'notice',
      'accepted',
    ]) source.addEventListener(type, hear);
    source.addEventListener('open', () => { opened = true; this.failures = 0; this.state('live'); this.resend(); });
    source.addEventListener('error', () => {
      if (source !== this.source || this.closed) return;
      source.close();
      if (!opened && this.failures >= 1) { this.carrier = 'poll'; this.failures = 0; this.connect(); return; }
      this.later();
    });
  }

  async poll() {
    try {
      await this.catchUp();
      this.failures = 0;
      this.state('live');
      this.resend();
      this.timer = setTimeout(() => this.connect(), POLL);
    } catch { this.later(); }
  }

  later() {
    this.failures += 1;
    this.state(navigator.onLine === false ? 'offline' : 'waiting');
    this.timer = setTimeout(() => this.connect(), BACKOFF[Math.min(this.failures - 1, BACKOFF.length - 1)]);
  }

  drop() {
    clearInterval(this.pings);
    const { socket, source } = this;
    this.socket = this.source = null;
    socket?.close();
    source?.close();
  }

  transmit(packet) {
    if (this.open) this.socket.send(JSON.stringify(packet));
    else if (this.carrier !== 'socket') this.posting = this.posting.then(() => this.postOne(packet));
    // Otherwise the socket is on its way: `resend` follows when it opens.
  }

  resend() { for (const packet of this.pending) this.transmit(packet); }

  async postOne(packet) {
    if (!this.pending.includes(packet)) return;
    try {
      const reply = await post(`${this.base}/messages`, packet);
      await this.take(reply.packets);
      if (reply.accepted) await this.receive({ type: 'accepted', client_message_id: packet.client_message_id, ...reply.accepted });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code === 'network' || problem.status === 503 || problem.status === 429) { this.state('waiting'); return; }
      await this.receive(
        { type: 'error', code: problem.code, message: what(problem), client_message_id: packet.client_message_id, turn: problem.members.turn },
      );
    }
  }

  async receive(packet) {
    if (this.closed) return;
    if (packet.type === 'accepted' || packet.type === 'error') this.settle(packet);
    else if (Number.isInteger(packet.seq)) {
      if (packet.seq <= this.last) return;
      // Something is missing: read it, in order, and this one with it.
      if (this.filling || packet.seq > this.last + 1) { await this.fillGap(packet.seq); return; }
      this.last = packet.seq;
    }
    this.deliver(packet);
  }

  settle(packet) {
    if (!packet.client_message_id) return;
    if (packet.type === 'error' && packet.retry_after_ms !== undefined) {
      const mine = this.pending.find((one) => one.client_message_id === packet.client_message_id);
      if (mine) setTimeout(() => this.pending.includes(mine) && this.transmit(mine), Math.min(packet.retry_after_ms, 20000));
      return;
    }
    this.pending = this.pending.filter((one) => one.client_message_id !== packet.client_message_id);
    keepOutbox(this.person, this.conversation, this.pending);
  }

  deliver(packet) { this.packet(packet); }

  async fillGap(upTo) {
    this.wanted = Math.max(this.wanted ?? 0, upTo);
    if (this.filling) return;
    this.filling = true;
    try {
      while (this.last < this.wanted) {
        await this.catchUp();
        // What is not in the list is not for this person.
        this.last = Math.max(this.last, upTo);
        upTo = this.wanted;
      }
    } catch { this.drop(); this.later(); } finally { this.filling = false; }
  }

  async catchUp() {
    for (;;) {
      const page = await get(`${this.base}/messages?after=${this.last}&limit=200`);
      const fresh = (page.packets ?? []).filter((packet) => packet.seq > this.last);
      for (const packet of fresh) { this.last = packet.seq; this.deliver(packet); }
      if (!fresh.length || this.last >= page.last_seq) { this.last = Math.max(this.last, page.last_seq ?? 0); return; }
    }
  }
}
