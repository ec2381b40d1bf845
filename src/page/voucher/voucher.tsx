/** The page of a voucher: the number with which its payer pays elsewhere, how much, and until when. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { dateText, type Language, money } from "../../words/languages.ts";
import { intentIn } from "../checkout/payer_action.ts";
import type { FoundVoucher } from "../port.ts";
import { Footer, type Frame, renderDocument } from "../server/document.tsx";
import { html, type PageServer } from "../server/replies.ts";
import { plainPage } from "../server/status_pages.tsx";

type VoucherRequest = FastifyRequest<{ Params: { intent: string } }>;

export function voucherRoutes(app: FastifyInstance, server: PageServer): void {
  app.get("/c/voucher/:intent", async (request: VoucherRequest, reply) => {
    const { intentId, clientSecret } = intentIn(request);
    const found = await server.parts.findVoucher(intentId, clientSecret);
    if (found === null) return html(reply, 404, plainPage(server.frame(request), "unknown"));
    return html(reply, 200, voucherPage(server.frame(request, found.locale), found));
  });
}

function voucherPage(frame: Frame, found: FoundVoucher): string {
  const { language } = frame;
  const { voucher } = language.messages;
  const title = voucher.title(found.name);
  return renderDocument({
    ...frame,
    title,
    children: (
      <main class="Challenge">
        <section class="Challenge-card" data-testid="voucher" data-state={found.state}>
          <h1>{title}</h1>
          {found.state === "waiting" ? (
            <Instructions {...found} language={language} />
          ) : (
            <p>{found.state === "paid" ? voucher.paid : voucher.over}</p>
          )}
        </section>
        <Footer language={language} />
      </main>
    ),
  });
}

function Instructions(props: FoundVoucher & { readonly language: Language }) {
  const { amount, currency, language, shown, utcOffset } = props;
  const { messages, tag } = language;
  const until = dateText((shown?.expires_at ?? shown?.expires_after ?? 0) + utcOffset * HOUR, tag);
  return (
    <>
      <p>{messages.voucher.payBy(money(amount, currency, tag), until)}</p>
      <dl class="StatusPage-facts">
        {factsOf(props).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>{messages.voucher.text}</p>
    </>
  );
}

const HOUR = 3600;

/** The names of stores, which are not translated. */
const STORES: Readonly<Record<string, string>> = {
  familymart: "FamilyMart",
  lawson: "Lawson",
  ministop: "Ministop",
  seicomart: "Seicomart",
};

type Fact = readonly [name: string, value: string];

function factsOf({ language, shown }: FoundVoucher & { readonly language: Language }): readonly Fact[] {
  const { entity, number, reference, stores = {} } = shown ?? {};
  const { voucher } = language.messages;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [voucher.entity, entity],
    [voucher.number, number],
    [voucher.reference, reference],
    ...Object.entries(stores).map(([store, { payment_code }]) => {
      return [`${STORES[store] ?? store}: ${voucher.code}`, payment_code] as const;
    }),
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}
