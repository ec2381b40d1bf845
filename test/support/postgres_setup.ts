/** Starts one PostgreSQL for the test files that use it, and provides its URL as `inject("postgresUrl")`. */
import type { TestProject } from "vitest/node";
import { startPostgres, type TestPostgres } from "./postgres.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let postgres: TestPostgres | null = null;
  try {
    postgres = await startPostgres();
  } catch (error) {
    // If PostgreSQL was asked for explicitly, its failure fails the run; otherwise the other tests still run.
    if (process.env.CHECKSTAND_TEST_DATABASE_URL || process.env.CHECKSTAND_TEST_ENGINE || process.env.CI) {
      throw error;
    }
    console.warn("No PostgreSQL could be started; its tests are skipped.", error);
  }
  project.provide("postgresUrl", postgres?.url ?? "");
  return async () => postgres?.stop();
}
