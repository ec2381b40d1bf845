/**
 * The load generator. It runs in a process of its own and uses keep-alive connections on raw sockets. Each
 * connection sends a prepared request as soon as the whole answer to its last one is there. The parent
 * controls it by messages; see `answer` in children.mjs.
 */
import { connect } from "node:net";
import { performance } from "node:perf_hooks";
import { answer } from "./children.mjs";

const READ_BYTES = 65_536;
const HEAD_BYTES_MAX = 4096;
/** Latencies are counted by microsecond. All latencies above this count as this one. */
const SLOWEST_US = 2_000_000;
/** If the server answers nothing for this long, the run ends with an error. */
const SILENCE_MS = 15_000;
/** Placeholders in a request's text: for a new idempotency key, and for the id of a collected object. */
const KEY_SLOT = "{key}";
const ID_SLOT = "{id}";
const KEY_DIGITS = 12;
const keyPrefix = `bench-${process.pid}-${Date.now().toString(36)}-`;

/** Ids of the objects created by runs with `collect`. */
let ids = [];
let keys = 0;
/** How many ids runs with `inOrder` have used. */
let used = 0;

answer({
  run: (job) => new Run(job).result(),
  ids: () => ids.length,
  forget: () => {
    ids = [];
    used = 0;
    return null;
  },
});

/** The bytes of a request. A key or an id is written into them before each sending. */
class Prepared {
  constructor(text, { newest = Number.POSITIVE_INFINITY, inOrder = false }) {
    this.newest = newest;
    this.inOrder = inOrder;
    const id = ids[0]?.toString("latin1") ?? "";
    const key = keyPrefix + "0".repeat(KEY_DIGITS);
    const idAt = text.replace(KEY_SLOT, key).indexOf(ID_SLOT);
    const keyAt = text.replace(ID_SLOT, id).indexOf(KEY_SLOT);
    if (idAt !== -1 && id === "") throw new Error("no ids were collected");
    this.bytes = Buffer.from(text.replace(KEY_SLOT, key).replace(ID_SLOT, id), "latin1");
    this.idAt = idAt;
    this.digitsAt = keyAt === -1 ? -1 : keyAt + keyPrefix.length;
  }

  next() {
    if (this.digitsAt !== -1) {
      this.bytes.latin1Write(String(keys++).padStart(KEY_DIGITS, "0"), this.digitsAt);
    }
    if (this.idAt !== -1) {
      const from = Math.max(0, ids.length - this.newest);
      const at = this.inOrder ? used++ : from + Math.floor(Math.random() * (ids.length - from));
      ids[at].copy(this.bytes, this.idAt);
    }
    return this.bytes;
  }
}

/**
 * One run of load. Its job has `port`, `connections` (how many at a time), `seconds` (the time that counts),
 * `warmSeconds` (the time before that), `request` (the whole text of an HTTP request), `limit` (how many
 * requests to send at most), `newest` (take ids only from so many of the last collected), `inOrder` (take each
 * collected id once) and `collect` (keep the ids of the answered objects).
 */
class Run {
  constructor(job) {
    this.job = job;
    this.limit = job.limit ?? Number.POSITIVE_INFINITY;
    this.sent = 0;
    this.answered = 0;
    this.counts = new Uint32Array(SLOWEST_US + 1);
    this.counting = (job.warmSeconds ?? 0) === 0;
    this.stopping = false;
    this.bodyBytes = 0;
    this.open = 0;
  }

  result() {
    return new Promise((resolve, reject) => {
      const finish = (give, value) => {
        clearTimeout(this.warmTimer);
        clearTimeout(this.endTimer);
        clearInterval(this.silenceTimer);
        this.stopping = true;
        for (const client of this.clients) client.socket.destroy();
        give(value);
      };
      this.failed = (error) => finish(reject, error);
      this.done = () => finish(resolve, this.summary());
      const { warmSeconds = 0, seconds = 60 } = this.job;
      this.warmTimer = setTimeout(() => this.beginCounting(), warmSeconds * 1000);
      this.endTimer = setTimeout(() => this.endCounting(), (warmSeconds + seconds) * 1000);
      let before = -1;
      this.silenceTimer = setInterval(() => {
        if (this.answered === before) this.failed(new Error("the server fell silent"));
        before = this.answered;
      }, SILENCE_MS);
      this.beginCounting();
      this.clients = Array.from({ length: this.job.connections }, () => new Client(this));
    });
  }

  beginCounting() {
    this.counts.fill(0);
    this.answered = 0;
    this.startedAt = performance.now();
    this.startedCpu = process.cpuUsage();
  }

  endCounting() {
    if (this.stopping) return;
    this.stopping = true;
    this.endedAt = performance.now();
    this.cpu = process.cpuUsage(this.startedCpu);
    this.finalCount = this.answered;
    // The run ends after the answers that are still to come, so that the next run starts with an idle server.
  }

  /** Whether another request may be sent. */
  wants() {
    return !this.stopping && this.sent < this.limit;
  }

  clientIdle() {
    if (--this.open > 0) return;
    this.endCounting();
    this.done();
  }

  summary() {
    const elapsed = (this.endedAt - this.startedAt) / 1000;
    return {
      requests: this.finalCount,
      sent: this.sent,
      perSecond: this.finalCount / elapsed,
      p50: this.quantile(0.5),
      p99: this.quantile(0.99),
      max: this.quantile(1),
      bodyBytes: this.bodyBytes,
      generatorCpu: (this.cpu.user + this.cpu.system) / 1e6 / elapsed,
    };
  }

  /** The latency, in milliseconds, that this share of the requests stayed within. */
  quantile(share) {
    let total = 0;
    for (const count of this.counts) total += count;
    let left = Math.max(1, Math.ceil(total * share));
    for (let us = 0; us <= SLOWEST_US; us++) {
      left -= this.counts[us];
      if (left <= 0) return us / 1000;
    }
    return SLOWEST_US / 1000;
  }
}

class Client {
  constructor(run) {
    this.run = run;
    this.request = new Prepared(run.job.request, run.job);
    /** How many bytes of the answer's body are still to come; -1 while its head is read. */
    this.left = -1;
    this.pending = null;
    run.open++;
    this.socket = connect({
      port: run.job.port,
      host: "127.0.0.1",
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BYTES),
        callback: (size, buffer) => this.read(buffer.subarray(0, size)),
      },
    });
    this.socket.on("connect", () => this.send());
    this.socket.on("error", (error) => run.failed(error));
    this.socket.on("close", () => {
      if (this.busy) run.failed(new Error("the server closed a connection in the middle of a request"));
    });
  }

  send() {
    if (!this.run.wants()) {
      this.busy = false;
      this.run.clientIdle();
      return;
    }
    this.busy = true;
    this.run.sent++;
    this.sentAt = performance.now();
    this.socket.write(this.request.next());
  }

  read(chunk) {
    if (this.left === -1) {
      const data = this.pending === null ? chunk : Buffer.concat([this.pending, chunk]);
      const end = data.indexOf("\r\n\r\n", 0, "latin1");
      if (end === -1) {
        if (data.length > HEAD_BYTES_MAX) this.run.failed(new Error("the head of an answer is too long"));
        this.pending = Buffer.from(data);
        return true;
      }
      this.pending = null;
      this.readHead(data, end);
      this.left -= data.length - end - 4;
    } else {
      this.left -= chunk.length;
    }
    if (this.left === 0) this.answered();
    else if (this.left < 0) this.run.failed(new Error("more bytes came than were announced"));
    return true;
  }

  readHead(data, end) {
    const head = data.latin1Slice(0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.run.failed(new Error(`an answer without a length:\n${head}`));
    if (head.slice(9, 12) !== "200") return this.run.failed(new Error(data.latin1Slice(0, end + 2000)));
    this.left = Number(length);
    this.run.bodyBytes = this.left;
    if (this.run.job.collect) {
      // The id is the first field of an object.
      const from = data.indexOf('"id": "', end, "latin1") + 7;
      const id = Buffer.from(data.subarray(from, data.indexOf('"', from, "latin1")));
      if (ids.length > 0 && ids[0].length !== id.length)
        this.run.failed(new Error(`an id of another length: ${id}`));
      ids.push(id);
    }
  }

  answered() {
    const us = Math.round((performance.now() - this.sentAt) * 1000);
    this.left = -1;
    this.run.counts[Math.min(us, SLOWEST_US)]++;
    this.run.answered++;
    this.send();
  }
}
