/**
 * A process that advances a test clock by many renewals, on the database whose file is its argument, and writes
 * a line for each. `advance_kill.test.ts` kills it on the way and starts it again.
 */
import type { TimerWork } from "../../src/resources/resource.ts";
import { NO_CAUSE, type Row } from "../../src/storage/port.ts";
import { ACCOUNT, openBed, START, thing } from "../support/work_bed.ts";

const CLOCK = "clock_1";
const DAY = 86_400;
const [file = "", days = ""] = process.argv.slice(2);
const target = START + Number(days) * DAY;

const renew: TimerWork = {
  does: "unit",
  run: async (tx, subject) => {
    await tx.insert({ ...thing(`prod_at_${tx.now}`), created: tx.now } as Row);
    await tx.schedule({ kind: "renew", subject, due: tx.now + DAY });
    process.stdout.write(".");
  },
};
const advance: TimerWork = {
  does: "advance",
  until: async () => target,
  arrive: (tx) => tx.insert(thing("prod_arrived")),
};

const bed = await openBed(file);
await bed.store.transact(ACCOUNT, NO_CAUSE, async (tx) => {
  if ((await tx.get("product", "begun")) !== null) return;
  await tx.insert(thing("begun"));
  await tx.at({ clock: CLOCK, now: START }).schedule({ kind: "renew", subject: "sub", due: START + DAY });
  await tx.wake("advance", CLOCK);
});
const worker = bed.startWorker({ timers: new Map(Object.entries({ renew, advance })) });
await worker.drain();
const { rows } = await bed.store.read(ACCOUNT, (reader) =>
  reader.list<Row>("product", {}, { limit: Number(days) + 10 }),
);
process.stdout.write(`\n${JSON.stringify(rows.map(({ id }) => id).sort())}\n`);
await bed.close();
