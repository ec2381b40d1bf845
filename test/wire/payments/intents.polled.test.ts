/**
 * Polls intents as fast as possible while they are confirmed and while their 3-D Secure challenge is
 * answered: a reader sees the status from before or the status from after, and nothing in between.
 */
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ask, asking, clientOf } from "../../robustness/client.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import { BUYER, openShop, type Shop } from "../../support/shop.ts";

/** Pollers of one intent, each with a connection of its own. */
const POLLERS = 4;
/** Challenges for each kind of intent and each outcome. */
const CHALLENGES = 30;
const TIMEOUT = { timeout: 120_000 };
/** A card that always asks its payer to authenticate. */
const CARD = "pm_card_threeDSecure2Required";

let server: TestServer;
let client: ReturnType<typeof clientOf>;
beforeAll(async () => {
  server = await startServer();
  client = clientOf(Number(new URL(server.url).port), POLLERS);
});
afterAll(async () => {
  client.close();
  await server.close();
});

type Outcome = "failed" | "passed";
type Intent = Pick<Stripe.PaymentIntent | Stripe.SetupIntent, "client_secret" | "id" | "status">;

/** One kind of intent: how a client reads one, and how one is brought to its challenge. */
interface Kind {
  readonly path: string;
  readonly succeeds: string;
  /** An intent that can be confirmed; null where confirming is what makes it. */
  open(shop: Shop): Promise<Intent | null>;
  /** The intent that waits for its payer. */
  confirm(shop: Shop, open: Intent | null): Promise<Intent>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  "a payment intent": {
    path: "/v1/payment_intents",
    succeeds: "succeeded",
    open: ({ stripe }) =>
      stripe.paymentIntents.create({
        amount: 2000,
        currency: "usd",
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
      }),
    confirm: ({ stripe }, open) => stripe.paymentIntents.confirm(String(open?.id), { payment_method: CARD }),
  },
  "a payment intent that is captured later": {
    path: "/v1/payment_intents",
    succeeds: "requires_capture",
    open: async () => null,
    confirm: ({ stripe }) =>
      stripe.paymentIntents.create({
        amount: 2000,
        currency: "usd",
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        capture_method: "manual",
        confirm: true,
        payment_method: CARD,
      }),
  },
  "the intent of a session": {
    path: "/v1/payment_intents",
    succeeds: "succeeded",
    open: async () => null,
    confirm: async (shop) => {
      const { id } = await shop.session();
      const reply = await shop.confirm(id, { payment_method: CARD, email: BUYER.email });
      expect(reply.status).toBe(200);
      const session = await shop.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
      return session.payment_intent as Stripe.PaymentIntent; // it was expanded
    },
  },
  "a setup intent": {
    path: "/v1/setup_intents",
    succeeds: "succeeded",
    open: ({ stripe }) => stripe.setupIntents.create(),
    confirm: ({ stripe }, open) =>
      stripe.setupIntents.confirm(String(open?.id), {
        payment_method: CARD,
        return_url: "https://example.com",
      }),
  },
};

async function statusOf(ask: Ask, path: string): Promise<string> {
  const answer = await ask(path);
  expect(answer.status).toBe(200);
  return String((JSON.parse(answer.text) as { status: unknown }).status);
}

/** Every status that the pollers read while some work goes on, and how often they looked. */
async function polledDuring<T>(ask: Ask, path: string, work: () => Promise<T>) {
  const seen = new Set<string>();
  let looks = 0;
  let isOver = false;
  const poll = async () => {
    while (!isOver) {
      seen.add(await statusOf(ask, path));
      looks++;
    }
  };
  const pollers = Array.from({ length: POLLERS }, poll);
  try {
    return { result: await work(), seen, looks: () => looks };
  } finally {
    isOver = true;
    await Promise.all(pollers);
  }
}

/** As the payer's browser does. */
async function answerChallenge({ id, client_secret }: Intent, outcome: Outcome): Promise<void> {
  await server.raw("POST", `/c/3ds/${id}`, {
    key: "",
    body: { client_secret: String(client_secret), outcome },
  });
}

for (const [name, kind] of Object.entries(KINDS)) {
  for (const outcome of ["failed", "passed"] as const) {
    test(`${name}: ${CHALLENGES} challenges that are ${outcome}`, TIMEOUT, async () => {
      const shop = openShop(server);
      const ask = asking(client.send, shop.key);
      const end = outcome === "passed" ? kind.succeeds : "requires_payment_method";
      let looks = 0;
      for (let i = 0; i < CHALLENGES; i++) {
        const open = await kind.open(shop);
        let waiting: Intent;
        if (open === null) waiting = await kind.confirm(shop, null);
        else {
          const path = `${kind.path}/${open.id}`;
          const confirmed = await polledDuring(ask, path, () => kind.confirm(shop, open));
          expect([open.status, "requires_action"]).toEqual(expect.arrayContaining([...confirmed.seen]));
          waiting = confirmed.result;
        }
        expect(waiting.status).toBe("requires_action");
        const path = `${kind.path}/${waiting.id}`;
        const answered = await polledDuring(ask, path, () => answerChallenge(waiting, outcome));
        expect(["requires_action", end]).toEqual(expect.arrayContaining([...answered.seen]));
        expect(await statusOf(ask, path)).toBe(end);
        looks += answered.looks();
      }
      // Pollers that never came between would have seen nothing.
      expect(looks).toBeGreaterThan(CHALLENGES);
      expect(await shop.news()).not.toContain("payment_intent.processing");
    });
  }
}
