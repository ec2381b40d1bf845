/** Kills a process in the middle of advancing a test clock: the next one goes on, and fires nothing twice. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { START } from "../support/work_bed.ts";

const CHILD = fileURLToPath(new URL("advance_child.ts", import.meta.url));
const DAYS = 300;

/** Runs the child until it ends, or until it has renewed so often; returns what it wrote. */
function runUntil(file: string, renewals: number): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", CHILD, file, String(DAYS)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let written = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    written += text;
    if (written.length >= renewals) child.kill("SIGKILL");
  });
  return new Promise((resolve) => child.on("close", () => resolve(written)));
}

test("an advance that is killed twice on the way renews each day once", { timeout: 60_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), "checkstand-advance-"));
  try {
    const file = join(directory, "checkstand.db");
    for (const renewals of [40, 90]) {
      const written = await runUntil(file, renewals);
      expect(written).not.toContain("prod_arrived");
    }
    const [, list = "[]"] = (await runUntil(file, Number.POSITIVE_INFINITY)).split("\n");
    const days = Array.from({ length: DAYS }, (_, i) => `prod_at_${START + (i + 1) * 86_400}`);
    expect(JSON.parse(list)).toEqual(["begun", ...days, "prod_arrived"].sort());
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
