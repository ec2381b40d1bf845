/** Starts one PostgreSQL for the test files that want one, and tells them where: `inject("postgresUrl")`. */
import type { TestProject } from "vitest/node";
import { startPostgres, type TestPostgres } from "./postgres.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let postgres: TestPostgres | null = null;
  try {
    postgres = await startPostgres();
  } catch (error) {
    // Where the choice was explicit, its failure is too; elsewhere the rest of the tests is worth having.
    if (process.env.CHECKSTAND_TEST_DATABASE_URL || process.env.CHECKSTAND_TEST_ENGINE || process.env.CI) {
      throw error;
    }
    console.warn("No PostgreSQL could be started; its tests are skipped.", error);
  }
  project.provide("postgresUrl", postgres?.url ?? "");
  return async () => postgres?.stop();
}
