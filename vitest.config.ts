/**
 * Five projects of tests:
 * - `unit`: tests beside the code, and tests of whole servers that are in no other project.
 * - `storage`: storage engines, each with the conformance suite.
 * - `upgrade`: databases that older programs left behind, on every engine.
 * - `wire`: over HTTP with the official client, on SQLite in memory, or on PostgreSQL with
 *   CHECKSTAND_TEST_ENGINE=postgres.
 * - `page`: in a browser. They run after all others and one file at a time, because a browser needs the whole
 *   machine.
 */
import { configDefaults, defineConfig } from "vitest/config";

const STORAGE = "src/storage/**/*.test.ts";
const PAGE = "test/page/**/*.test.{ts,tsx}";
const UPGRADE = "test/upgrade/**/*.test.ts";
const WIRE = "test/wire/**/*.test.ts";
const POSTGRES = "./test/support/postgres_setup.ts";
const BROWSER = "./test/support/browser.ts";

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
          exclude: [...configDefaults.exclude, STORAGE, UPGRADE, WIRE, PAGE],
        },
      },
      { extends: true, test: { name: "storage", include: [STORAGE], globalSetup: [POSTGRES] } },
      { extends: true, test: { name: "upgrade", include: [UPGRADE], globalSetup: [POSTGRES] } },
      {
        extends: true,
        test: {
          name: "wire",
          include: [WIRE],
          setupFiles: ["./test/support/shapes/every_answer.ts"],
          globalSetup: process.env.CHECKSTAND_TEST_ENGINE === "postgres" ? [POSTGRES] : [],
        },
      },
      {
        extends: true,
        test: {
          name: "page",
          include: [PAGE],
          globalSetup: [BROWSER],
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
