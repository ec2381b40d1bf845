/** The routes of the frames: one document for each kind of Element. */
import type { FastifyInstance } from "fastify";
import type { VNode } from "preact";
import { yearAndMonth } from "../../core/clock.ts";
import type { Asked } from "../../form/fields.ts";
import { languageFor, likelyCountry } from "../../words/languages.ts";
import type { ScriptAssets } from "../assets.ts";
import type { StripeJsParts } from "../port.ts";
import type { FrameConfig } from "../wire.ts";
import { askedOfAddress, askedOfCard, askedOfEmail, askedOfTypes, emailTypes } from "./asked.ts";
import { CardCvc, CardExpiry, CardFrame, CardNumber } from "./card.tsx";
import { configIn } from "./config.ts";
import { AddressFrame, EmailFrame } from "./contact.tsx";
import { FRAME_HEADERS, frameDocument } from "./document.tsx";
import type { FrameProps } from "./frame_props.ts";
import { isPlaced, PaymentFrame } from "./payment.tsx";

interface FrameKind {
  readonly asked: (config: FrameConfig, parts: StripeJsParts) => Asked;
  readonly Fields: (props: FrameProps) => VNode;
}

/** The kinds by the name in their URL. */
const FRAMES: Readonly<Record<string, FrameKind>> = {
  address: { asked: askedOfAddress, Fields: AddressFrame },
  linkAuthentication: { asked: askedOfEmail, Fields: EmailFrame },
  card: { asked: askedOfCard, Fields: CardFrame },
  cardNumber: { asked: askedOfCard, Fields: CardNumber },
  cardExpiry: { asked: askedOfCard, Fields: CardExpiry },
  cardCvc: { asked: askedOfCard, Fields: CardCvc },
  payment: {
    asked: ({ options, types }, parts) => askedOfTypes(types, parts.shopCountry, isPlaced(options)),
    Fields: PaymentFrame,
  },
};

export function frameRoutes(app: FastifyInstance, parts: StripeJsParts, assets: ScriptAssets): void {
  for (const [name, { asked: askedFor, Fields }] of Object.entries(FRAMES)) {
    app.get(`/v3/elements-inner-${name}.html`, (request, reply) => {
      const config = configIn((request.query as { config?: unknown }).config);
      if (config === null)
        return reply.code(400).type("text/plain").send("This frame is opened by Stripe.js.");
      const language = languageFor(config.locale, request.headers["accept-language"]);
      const asked = askedFor(config, parts);
      const country = likelyCountry(request.headers["accept-language"]);
      const { businessName } = parts;
      const props = { config, language, asked, country, businessName, emailTypes: emailTypes(asked) };
      const { faults } = language.messages;
      const html = frameDocument({
        language,
        title: language.messages.form.label,
        script: assets.frameScript,
        styles: assets.frameStyles,
        data: {
          kind: name,
          train: config.train,
          group: config.group,
          asked,
          emailTypes: props.emailTypes,
          today: yearAndMonth(parts.now()),
          texts: { faults },
        },
        children: <Fields {...props} />,
      });
      return reply.headers(FRAME_HEADERS).send(html);
    });
  }
}
