/**
 * The page on which the payer of a debit proves that a bank account is theirs (`hosted_verification_url`): they tell the
 * two amounts, or the code, that their statement shows.
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ApiError } from "../../core/errors.ts";
import { textOf } from "../../form/typed.ts";
import type { Branch, Raw } from "../../params/form.ts";
import type { Language } from "../../words/languages.ts";
import { intentIn } from "../checkout/payer_action.ts";
import { Cell, FieldGroup, type Shown, TextInput } from "../controls/controls.tsx";
import type { FoundVerification } from "../port.ts";
import { Footer, type Frame, renderDocument } from "../server/document.tsx";
import { bodyOf, html, type PageServer } from "../server/replies.ts";
import { plainPage } from "../server/status_pages.tsx";

type VerificationRequest = FastifyRequest<{ Params: { intent: string } }>;

const FIRST = "firstAmount";
const SECOND = "secondAmount";
const CODE = "descriptorCode";

export function verificationRoutes(app: FastifyInstance, server: PageServer): void {
  const find = (request: VerificationRequest) => {
    const { intentId, clientSecret } = intentIn(request);
    return server.parts.findVerification(intentId, clientSecret);
  };
  const unknown = (request: VerificationRequest) => plainPage(server.frame(request), "unknown");

  app.get("/c/verify/:intent", async (request: VerificationRequest, reply) => {
    const found = await find(request);
    if (found === null) return html(reply, 404, unknown(request));
    return html(reply, 200, verificationPage(server.frame(request, found.locale), found, null));
  });
  // Nobody else knows the secret in the URL, so that no other site can post to it.
  app.post("/c/verify/:intent", async (request: VerificationRequest, reply) => {
    const found = await find(request);
    if (found === null) return html(reply, 404, unknown(request));
    const error =
      found.state === "waiting" ? await server.parts.verify(found, proofIn(request, found)) : null;
    const now = (await find(request)) ?? found;
    const page = verificationPage(server.frame(request, found.locale), now, error);
    return html(reply, error === null ? 200 : 400, page);
  });
}

/** What was typed as parameters of the operation. Amounts may be typed as cents or as a part of a dollar. */
function proofIn(request: VerificationRequest, { by }: FoundVerification): Branch {
  const form = bodyOf(request);
  if (by === "descriptor_code") return new Map([["descriptor_code", textOf(form, CODE)]]);
  const amounts = [FIRST, SECOND].map((name) => textOf(form, name).replace(/\D/g, ""));
  return new Map([["amounts", new Map<string, Raw>(amounts.map((amount, i) => [String(i), amount]))]]);
}

function verificationPage(frame: Frame, found: FoundVerification, error: ApiError | null): string {
  const { language } = frame;
  const { verification } = language.messages;
  return renderDocument({
    ...frame,
    title: verification.title,
    children: (
      <main class="Challenge">
        <section class="Challenge-card" data-testid="verification" data-state={found.state}>
          <h1>{verification.title}</h1>
          {found.state === "waiting" ? (
            <Form found={found} error={error} language={language} />
          ) : (
            <p role="status">{found.state === "verified" ? verification.verified : verification.over}</p>
          )}
        </section>
        <Footer language={language} />
      </main>
    ),
  });
}

interface FormProps {
  readonly found: FoundVerification;
  readonly error: ApiError | null;
  readonly language: Language;
}

function Form({ found: { by, triesLeft }, error, language }: FormProps) {
  const { verification } = language.messages;
  const [first = CODE, ...others] = by === "amounts" ? [FIRST, SECOND] : [CODE];
  const shown: Shown = {
    typed: new Map(),
    errors: error === null ? {} : { [first]: faultText(error, triesLeft, language) },
  };
  const labels: Readonly<Record<string, string>> = {
    [FIRST]: verification.first,
    [SECOND]: verification.second,
    [CODE]: verification.code,
  };
  return (
    <form class="Verification" method="post" data-testid="verification-form">
      <p>{by === "amounts" ? verification.askAmounts : verification.askCode}</p>
      {[first, ...others].map((id) => (
        <FieldGroup key={id} group={id} label={labels[id] ?? ""} for={id} errors={shown.errors}>
          <Cell>
            <TextInput
              id={id}
              shown={shown}
              autocomplete="off"
              inputmode={id === CODE ? "text" : "numeric"}
              placeholder={id === CODE ? "SM11AA" : "0"}
            />
          </Cell>
        </FieldGroup>
      ))}
      <div class="Challenge-buttons">
        <button type="submit" class="LinkButton LinkButton--strong" data-testid="verification-submit">
          {verification.verify}
        </button>
      </div>
      <p>{verification.text}</p>
    </form>
  );
}

function faultText({ body }: ApiError, triesLeft: number, { messages }: Language): string {
  if (body.code === "lock_timeout") return messages.busy;
  return body.code?.endsWith("_mismatch") ? messages.verification.wrong(triesLeft) : messages.faults.required;
}
