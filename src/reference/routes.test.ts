/** The routes of the reference: the pages are built by the first request, and a failure is tried again. */
import Fastify from "fastify";
import { expect, test } from "vitest";
import { registerReference } from "./routes.ts";
import type { Site } from "./site.ts";

const SITE: Site = {
  names: ["index.html"],
  file: (name) =>
    name === "index.html" ? { type: "text/html", text: "the index", hash: "abc", isPinned: false } : null,
};

test("the pages are built once, by the first request", async () => {
  let opened = 0;
  const app = Fastify();
  registerReference(app, {
    open: async () => {
      opened++;
      return SITE;
    },
    foreignHost: () => null,
  });
  await app.ready();
  expect(opened).toBe(0);
  const replies = await Promise.all([
    app.inject("/_checkstand/docs/"),
    app.inject("/_checkstand/docs/index.html"),
  ]);
  expect(replies.map(({ body }) => body)).toEqual(["the index", "the index"]);
  expect(opened).toBe(1);
});

test("if building the pages fails, the next request tries again", async () => {
  let opened = 0;
  const app = Fastify();
  registerReference(app, {
    open: async () => {
      if (opened++ === 0) throw new Error("no luck");
      return SITE;
    },
    foreignHost: () => null,
  });
  expect((await app.inject("/_checkstand/docs/")).statusCode).toBe(500);
  expect((await app.inject("/_checkstand/docs/")).statusCode).toBe(200);
});
