/**
 * Serves what `https://js.stripe.com` would: the script of each release train, and the frames that it puts into the
 * shop's page. Decision 0048 says how the parts work together.
 */
import type { FastifyInstance } from "fastify";
import { loadScripts } from "./assets.ts";
import { checkoutRoutes } from "./checkout/routes.ts";
import { frameRoutes } from "./frames/index.tsx";
import type { StripeJsParts } from "./port.ts";
import { TRAINS } from "./trains.ts";

const YEAR_SECONDS = 31_536_000;
const SCRIPT = "application/javascript; charset=utf-8";

export function registerStripeJs(app: FastifyInstance, parts: StripeJsParts): void {
  void app.register(async (served) => {
    const assets = await loadScripts();
    served.addHook("onRequest", async (request, reply) => {
      if (parts.foreignHost(request.headers.host) !== null) await reply.code(421).type("text/plain").send("");
    });
    for (const { name } of TRAINS) {
      // The package of older trains loads a folder, with or without a slash.
      const paths = name === "v3" ? ["/v3", "/v3/", "/v3/stripe.js"] : [`/${name}/stripe.js`];
      for (const path of paths) {
        served.get(path, (_request, reply) =>
          reply
            .headers({
              "content-type": SCRIPT,
              "cache-control": "no-cache",
              "access-control-allow-origin": "*",
              "cross-origin-resource-policy": "cross-origin",
            })
            .send(assets.script(name, parts.origin())),
        );
      }
    }
    for (const [url, { type, text }] of assets.files) {
      served.get(url, (_request, reply) =>
        reply
          .headers({
            "content-type": type,
            "cache-control": `public, max-age=${YEAR_SECONDS}, immutable`,
            "x-content-type-options": "nosniff",
          })
          .send(text),
      );
    }
    frameRoutes(served, parts, assets);
    checkoutRoutes(served, parts);
  });
}
