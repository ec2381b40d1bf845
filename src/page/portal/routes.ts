/**
 * The routes of the customer portal. Whoever has the URL of a session may use it as long as it is open; no other page
 * knows that URL, so that no other page can post to it.
 */
import type { FastifyInstance, FastifyReply } from "fastify";
import type { FoundPortal } from "../portal_port.ts";
import { bodyOf, html, type PageServer } from "../server/replies.ts";
import { safeUrl } from "../server/safe_urls.ts";
import { deadLinkPage } from "../server/status_pages.tsx";
import { cancelRoutes } from "./cancel_routes.ts";
import { changeRoutes } from "./change_routes.ts";
import { detailsRoutes } from "./details_routes.ts";
import { flowEnd } from "./ending.ts";
import { homePage } from "./home.tsx";
import type { PortalView } from "./portal_view.ts";
import type { PortalRequest, Routes, Visit } from "./visit.ts";

/** What stands before the token in the path of a session's URL in test mode, as on Stripe. */
const MODE = "test_";
/** Where the pages of a session are. */
const PORTAL = "/p/session/:token";

export function portalRoutes(app: FastifyInstance, server: PageServer): void {
  const routes: Routes = (method, path, handle) => {
    app[method](`${PORTAL}${path}`, async (request: PortalRequest, reply) => {
      const { token } = request.params;
      const found = token.startsWith(MODE) ? await server.parts.portal.find(token.slice(MODE.length)) : null;
      if (found === null || found === "expired") {
        const why = found === null ? "portal" : "portal_expired";
        return html(reply, found === null ? 404 : 410, deadLinkPage(server.frame(request), why));
      }
      return handle({ server, request, reply, view: viewOf(server, request, found), form: bodyOf(request) });
    });
  };
  routes("get", "", ({ reply, view }) => html(reply, 200, homePage(view)));
  routes("get", "/flow", (visit) => flowStart(visit));
  routes("get", "/flow/done", (visit) => flowEnd(visit));
  cancelRoutes(routes);
  changeRoutes(routes);
  detailsRoutes(routes);
}

function viewOf(server: PageServer, request: PortalRequest, found: FoundPortal): PortalView {
  const { settings } = server.parts;
  const { privacy_policy_url, terms_of_service_url } = found.configuration.business_profile;
  return {
    ...server.frame(request, found.session.locale),
    found,
    base: `/p/session/${request.params.token}`,
    business: settings.business_name,
    terms: safeUrl(terms_of_service_url ?? settings.terms_of_service_url),
    privacy: safeUrl(privacy_policy_url ?? settings.privacy_policy_url),
    fault: null,
  };
}

/** The first page of the flow that the session is for. */
function flowStart({ reply, view }: Visit): FastifyReply {
  const { flow } = view.found.session;
  const { subscription_cancel, subscription_update, subscription_update_confirm } = flow ?? {};
  const named = subscription_cancel ?? subscription_update ?? subscription_update_confirm;
  if (flow === null) return reply.redirect(view.base, 303);
  const page = PAGES[flow.type];
  const path = named === null || named === undefined ? page : `subscriptions/${named.subscription}/${page}`;
  return reply.redirect(`${view.base}/${path}`, 303);
}
const PAGES = {
  customer_update: "customer",
  payment_method_update: "add-payment-method",
  subscription_cancel: "cancel",
  subscription_update: "update",
  subscription_update_confirm: "confirm",
} as const;
