import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server.ts";
let s: TestServer;
beforeAll(async () => { s = await startServer(); });
afterAll(() => s.close());
test("x", async () => { const c = s.stripe(); const p = await c.products.create({ name: "a" }); expect((await c.products.list()).data[0]?.id).toBe(p.id); console.log(process.env.CHECKSTAND_TEST_ENGINE); });
