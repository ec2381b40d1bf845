/** The page of a bank transfer: the account, the reference, and how much is missing. It notices when money arrives. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Language, money } from "../../words/languages.ts";
import { intentIn } from "../checkout/payer_action.ts";
import type { StatusReply } from "../client/config.ts";
import type { FinancialAddress, FoundTransfer } from "../port.ts";
import { Footer, type Frame, renderDocument } from "../server/document.tsx";
import { html, type PageServer } from "../server/replies.ts";
import { safeUrl, withSessionId } from "../server/safe_urls.ts";
import { plainPage } from "../server/status_pages.tsx";

type TransferRequest = FastifyRequest<{ Params: { intent: string }; Querystring: { missing?: string } }>;

export function transferRoutes(app: FastifyInstance, server: PageServer): void {
  const find = (request: TransferRequest): Promise<FoundTransfer | null> => {
    const { intentId, clientSecret } = intentIn(request);
    return server.parts.findTransfer(intentId, clientSecret);
  };
  app.get("/c/transfer/:intent", async (request: TransferRequest, reply) => {
    const found = await find(request);
    if (found === null) return html(reply, 404, plainPage(server.frame(request), "unknown"));
    const frame = server.frame(request, found.locale);
    const { business_name: business } = server.parts.settings;
    return html(reply, 200, transferPage(frame, found, business, statusUrl(request, found)));
  });
  app.get("/c/transfer/:intent/status", async (request: TransferRequest, reply) =>
    status(reply, await find(request), request.query.missing),
  );
}

function statusUrl(request: TransferRequest, { missing }: FoundTransfer): string {
  const { intentId, clientSecret } = intentIn(request);
  const query = new URLSearchParams({ client_secret: clientSecret, missing: String(missing) });
  return `/c/transfer/${encodeURIComponent(intentId)}/status?${query}`;
}

/** Whether a page that shows so much as missing is still right. */
function status(
  reply: FastifyReply,
  found: FoundTransfer | null,
  shown: string | undefined,
): StatusReply | FastifyReply {
  if (found === null) return reply.code(404).send();
  const isRight = found.state === "waiting" && String(found.missing) === shown;
  return { status: isRight ? "open" : "complete" };
}

function transferPage(frame: Frame, found: FoundTransfer, business: string, watched: string): string {
  const { language } = frame;
  const { header, transfer } = language.messages;
  const onward =
    found.session === null ? null : safeUrl(withSessionId(found.session.success_url, found.session.id));
  const isWaiting = found.state === "waiting";
  return renderDocument({
    ...frame,
    title: transfer.title,
    children: (
      <main class="Challenge">
        <section
          class="Challenge-card"
          data-testid="transfer"
          data-state={found.state}
          data-waits-for={isWaiting ? watched : undefined}
        >
          <h1>{transfer.title}</h1>
          {isWaiting ? (
            <Instructions {...found} language={language} />
          ) : (
            <p>{found.state === "paid" ? transfer.paid : transfer.over}</p>
          )}
          {onward !== null && (
            <a class="LinkButton" href={onward} data-testid="onward-link">
              {header.backTo(business)}
            </a>
          )}
        </section>
        <Footer language={language} />
      </main>
    ),
  });
}

function Instructions({
  amount,
  currency,
  language,
  missing,
  shown,
}: FoundTransfer & { language: Language }) {
  const { messages, tag } = language;
  const { transfer, voucher } = messages;
  return (
    <>
      <p>{transfer.send(money(missing, currency, tag))}</p>
      {missing < amount && <p>{transfer.received(money(amount - missing, currency, tag))}</p>}
      <Facts facts={[[voucher.reference, shown?.reference]]} />
      <p>{transfer.hint}</p>
      {shown?.financial_addresses.map((address) => (
        <section key={address.type} data-testid={`address-${address.type}`}>
          <h2>{NETWORKS[address.type] ?? address.type}</h2>
          <Facts facts={factsOf(address, language)} />
        </section>
      ))}
      <p>{transfer.text}</p>
    </>
  );
}

type Fact = readonly [name: string, value: string | undefined];

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="StatusPage-facts">
      {facts.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** The names of the networks, which are not translated. */
const NETWORKS: Readonly<Record<string, string>> = {
  aba: "ACH / Wire",
  iban: "SEPA",
  sort_code: "BACS / FPS",
  spei: "SPEI",
  swift: "SWIFT",
  zengin: "Zengin",
};

function factsOf(address: FinancialAddress, { messages }: Language): readonly Fact[] {
  const { form, transfer } = messages;
  const numbers = address[address.type];
  if (typeof numbers !== "object") return [];
  return [
    [transfer.holder, numbers.account_holder_name],
    ["IBAN", numbers.iban],
    ["BIC", numbers.bic ?? numbers.swift_code],
    ["CLABE", numbers.clabe],
    ["Sort code", numbers.sort_code],
    [transfer.routing, numbers.routing_number],
    [form.accountNumber, numbers.account_number],
    [transfer.accountType, numbers.account_type],
    [transfer.bank, numbers.bank_name],
    [transfer.bankCode, numbers.bank_code],
    [transfer.branch, numbers.branch_name],
    [transfer.branchCode, numbers.branch_code],
  ];
}
