/** Prints the figures as tables, and whether they reach their targets. */

/**
 * Requests per second at 32 connections, as a share of those of a bare node:http server with answers of the
 * same size.
 */
const SHARE_TARGETS = { create: 0.18, retrieve: 0.4, "retrieve any": 0.4, list: 0.2 };
const TARGET_CONNECTIONS = 32;
/** A full store must keep at least this share of the speed of a nearly empty one. */
const KEPT_TARGET = 0.9;
/**
 * The speed of creating sessions with 100 lines, a coupon, two tax rates and five shipping options, as a
 * share of simple ones.
 */
const LARGE_TARGET = 0.1;
/** 36 monthly renewals of one subscription, by 36 advances, in seconds. */
const RENEWED_TARGET = 1;
/** Renewals per second of many subscriptions in one advance, with their invoices, payments and events. */
const RENEWALS_TARGET = 300;
/** The last advance must keep at least this share of the first one's speed, by processor time. */
const FLAT_TARGET = 0.8;
const RSS_TARGET = 150e6;
const READY_TARGET = 0.5;
/** Above this share of a core, the load generator itself may limit the ceiling. */
const GENERATOR_CPU_MAX = 0.97;

const HEADINGS =
  "operation     conns   answer  requests/s   ceiling   share  target       p50 ms   p99 ms  cpu µs/request (bare, share)";

export function printReport(report) {
  const { cells, ready, memory, stored } = report;
  console.log(`\n${report.cpu}, node ${report.node}, ${report.seconds.toFixed(0)} s\n`);
  for (const [kind, title] of [
    ["empty", "A few sessions stored"],
    ["full", `${stored} sessions stored`],
  ]) {
    console.log(`${title}:`);
    console.log(HEADINGS);
    for (const cell of cells[kind]) console.log(cellLine(cell));
    console.log("");
  }
  console.log(`${stored} stored against a few, ${TARGET_CONNECTIONS} connections (target ${KEPT_TARGET}):`);
  console.log("operation       shares           cpu a request");
  for (const full of cells.full.filter((cell) => cell.connections === TARGET_CONNECTIONS)) {
    const empty = cells.empty.find(
      (cell) => cell.operation === full.operation && cell.connections === full.connections,
    );
    const kept = full.share / empty.share;
    const keptCpu = empty.cpuMicros / full.cpuMicros;
    console.log(
      `${full.operation.padEnd(14)}${kept.toFixed(2).padStart(8)} ${verdict(kept >= KEPT_TARGET).padEnd(8)}` +
        `${keptCpu.toFixed(2).padStart(10)} ${verdict(keptCpu >= KEPT_TARGET)}`,
    );
  }
  const { large } = report;
  console.log(
    `\nlarge sessions (100 lines, a coupon, two tax rates, five shipping options): ${large.perSecond.toFixed(0)}/s, ` +
      `${large.ratio.toFixed(2)} of simple ones (target ${LARGE_TARGET} ${verdict(large.ratio >= LARGE_TARGET)})`,
  );
  printBilling(report.billing);
  printPage(report.page);
  console.log(`filled at ${report.fillPerSecond.toFixed(0)} sessions/s, 32 connections`);
  for (const [kind, title] of [
    ["empty", "no data"],
    ["full", `${stored} sessions and more`],
  ]) {
    const middle = ready[kind][ready[kind].length >> 1];
    const target = `target <= ${READY_TARGET} s ${verdict(middle <= READY_TARGET)}`;
    console.log(
      `ready after ${middle.toFixed(3)} s with ${title} (median of ${ready[kind].length}; ${target})`,
    );
  }
  const rss = memory.afterFill.rss;
  console.log(
    `RSS: ${mb(memory.atStart.rss)} after the start; ${mb(rss)} at ${stored} sessions ` +
      `(target <= ${mb(RSS_TARGET)} ${verdict(rss <= RSS_TARGET)}); ${mb(memory.afterLoad.rss)} after all load, ` +
      `${mb(memory.afterLoad.peak)} at the most; ${mb(memory.afterRestart.rss)} after a restart on the same data`,
  );
  const busiest = Math.max(...[...cells.empty, ...cells.full].map((cell) => cell.generatorCpu));
  const limits = busiest > GENERATOR_CPU_MAX ? ": it may have limited the ceiling" : "";
  console.log(`load generator: at most ${(busiest * 100).toFixed(0)} % of one core${limits}`);
}

export function printBilling({ paid, subscribed, one, many }) {
  const rate = ({ perSecond, cpuMs }) => `${perSecond.toFixed(0)}/s (cpu ${cpuMs.toFixed(2)} ms)`;
  console.log(`sessions completed: ${rate(paid)} in payment mode, ${rate(subscribed)} in subscription mode`);
  const sum = (numbers) => numbers.reduce((all, number) => all + number, 0);
  const all = sum(one.seconds);
  console.log(
    `${one.seconds.length} monthly renewals of a subscription by as many advances: ${all.toFixed(2)} s ` +
      `(target <= ${RENEWED_TARGET} s ${verdict(all <= RENEWED_TARGET)}; cpu ${sum(one.cpu).toFixed(2)} s)`,
  );
  const rates = many.seconds.map((seconds) => many.subscriptions / seconds);
  const each = many.cpu.map((seconds) => (1000 * seconds) / many.subscriptions);
  const flat = each[0] / each.at(-1);
  const { before, after, peak } = many.memory;
  console.log(
    `${many.subscriptions} subscriptions renewed by one advance, ${rates.length} times: ` +
      `${rates.map((one) => one.toFixed(0)).join(", ")} renewals/s ` +
      `(target >= ${RENEWALS_TARGET} ${verdict(Math.min(...rates) >= RENEWALS_TARGET)}); ` +
      `cpu ${each.map((ms) => ms.toFixed(2)).join(", ")} ms each ` +
      `(the first against the last ${flat.toFixed(2)}, target ${FLAT_TARGET} ${verdict(flat >= FLAT_TARGET)}); ` +
      `RSS ${mb(before)} before, ${mb(after)} after, ${mb(peak)} at the most`,
  );
}

export function printPage({ pages, files }) {
  const size = ({ bytes, gzipBytes }) => `${kb(bytes)} (${kb(gzipBytes)} compressed)`;
  for (const page of pages) {
    const ways = page.types === 1 ? "one way" : `${page.types} ways`;
    console.log(
      `page with ${ways} to pay: first byte after ${page.p50.toFixed(2)} ms (median), ${page.p99.toFixed(2)} ms (p99); ` +
        `cpu ${(page.cpuMicros / 1000).toFixed(2)} ms; ${size(page)}`,
    );
  }
  const all = (member) => files.reduce((sum, file) => sum + file[member], 0);
  const loaded = { bytes: all("bytes"), gzipBytes: all("gzipBytes") };
  console.log(`scripts and style sheets of the page, which browsers keep: ${files.length}, ${size(loaded)}`);
}

function cellLine(cell) {
  const target = cell.connections === TARGET_CONNECTIONS ? SHARE_TARGETS[cell.operation] : undefined;
  const judged =
    target === undefined ? "" : `>= ${(target * 100).toFixed(0)} % ${verdict(cell.share >= target)}`;
  return [
    cell.operation.padEnd(14),
    String(cell.connections).padStart(5),
    `${cell.answerBytes} B`.padStart(9),
    cell.perSecond.toFixed(0).padStart(12),
    cell.ceiling.toFixed(0).padStart(10),
    `${(cell.share * 100).toFixed(1)} %`.padStart(8),
    "  ",
    judged.padEnd(13),
    cell.p50.toFixed(2).padStart(6),
    cell.p99.toFixed(2).padStart(9),
    `${cell.cpuMicros.toFixed(0)} (${cell.ceilingCpuMicros.toFixed(0)})`.padStart(14),
    `${((100 * cell.ceilingCpuMicros) / cell.cpuMicros).toFixed(0)} %`.padStart(6),
    cell.diskSyncsPerSecond === undefined ? "" : `  disk ${cell.diskSyncsPerSecond.toFixed(0)} syncs/s`,
  ].join("");
}

function verdict(met) {
  return met ? "ok" : "MISSED";
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function mb(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
