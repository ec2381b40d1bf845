/** The page of a mandate: who allowed whom to debit which account, and when. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { dateText, money } from "../../words/languages.ts";
import type { FoundMandate } from "../port.ts";
import { Footer, type Frame, renderDocument } from "../server/document.tsx";
import { html, type PageServer } from "../server/replies.ts";
import { savedName } from "../server/saved_method.ts";
import { plainPage } from "../server/status_pages.tsx";

type MandateRequest = FastifyRequest<{ Params: { token: string } }>;

export function mandateRoutes(app: FastifyInstance, server: PageServer): void {
  app.get("/c/mandate/:token", async (request: MandateRequest, reply) => {
    const found = await server.parts.findMandate(request.params.token);
    const frame = server.frame(request);
    if (found === null) return html(reply, 404, plainPage(frame, "unknown"));
    return html(reply, 200, mandatePage(frame, found, server.parts.settings.business_name));
  });
}

function mandatePage(frame: Frame, found: FoundMandate, business: string): string {
  const { language } = frame;
  const { mandate } = language.messages;
  const title = mandate.title(found.title);
  return renderDocument({
    ...frame,
    title,
    children: (
      <main class="Challenge">
        <section class="Challenge-card" data-testid="mandate" data-active={found.isActive}>
          <h1>{title}</h1>
          <p>{found.isActive ? mandate.text(business) : mandate.over}</p>
          <dl class="StatusPage-facts">
            {factsOf(frame, found).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
        <Footer language={language} />
      </main>
    ),
  });
}

type Fact = readonly [name: string, value: string];

function factsOf({ language }: Frame, found: FoundMandate): readonly Fact[] {
  const { messages, tag } = language;
  const { form, mandate, voucher } = messages;
  const { acceptedAt, method, once, payer, reference } = found;
  const facts: readonly (readonly [string, string | null])[] = [
    [voucher.reference, reference],
    [form.nameOnAccount, payer],
    [mandate.account, method === null ? null : savedName(method, messages)],
    [mandate.accepted, acceptedAt === null ? null : dateText(acceptedAt, tag)],
    [mandate.once, once === null ? null : money(once.amount, once.currency, tag)],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}
