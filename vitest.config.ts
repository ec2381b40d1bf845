/**
 * Four kinds of tests. `unit`: beside the code. `storage`: the conformance suite on every engine. `wire`: through
 * the official client, on SQLite in memory, or with CHECKSTAND_TEST_ENGINE=postgres on PostgreSQL. `page`: in a
 * browser, one file at a time and after all others, because a browser needs the machine for itself.
 */
import { configDefaults, defineConfig } from "vitest/config";

const STORAGE = "src/storage/**/*.test.ts";
const PAGE = "test/page/**/*.test.{ts,tsx}";
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
          exclude: [...configDefaults.exclude, STORAGE, WIRE, PAGE],
        },
      },
      { extends: true, test: { name: "storage", include: [STORAGE], globalSetup: [POSTGRES] } },
      {
        extends: true,
        test: {
          name: "wire",
          include: [WIRE],
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
