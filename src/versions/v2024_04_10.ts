import { inWireOrder, putKey } from "../core/canonical.ts";
import { p } from "../params/param.ts";
import type { ParamChange, VersionChange } from "./change.ts";

const features: ParamChange = {
  fields: {
    features: p.nullable(p.list(p.object({ name: p.required(p.string({ max: 80 })) }), { max: 15 })),
  },
  without: ["marketing_features"],
  up: ({ features: given, ...rest }) => (given === undefined ? rest : { ...rest, marketing_features: given }),
};

export const v2024_04_10: VersionChange = {
  version: "2024-04-10",
  why:
    "A product's `features` are called `marketing_features`. Payments are captured `automatic_async` where " +
    "nothing else is asked for, before: `automatic`. Invoices no longer say how they are shown in " +
    "`rendering_options` as well as in `rendering`. Configurations of the customer portal show the products to choose " +
    "from only when they are expanded.",
  objects: {
    "billing_portal.configuration": (configuration) => {
      const { _products: products, features } = configuration as {
        readonly _products: unknown;
        readonly features: { readonly subscription_update: object };
      };
      const subscription_update = inWireOrder({ ...features.subscription_update, products });
      return putKey(configuration, "features", { ...features, subscription_update });
    },
    invoice: (invoice) => {
      const { rendering } = invoice as {
        readonly rendering: { readonly amount_tax_display: unknown } | null;
      };
      const options = rendering === null ? null : { amount_tax_display: rendering.amount_tax_display };
      return putKey(invoice, "rendering_options", options);
    },
    product: (product) => {
      const features = product.marketing_features;
      product.marketing_features = undefined;
      return putKey(product, "features", features);
    },
  },
  params: {
    "GET /v1/invoices/upcoming": { without: ["preview_mode", "subscription_details"] },
    "POST /v1/products": features,
    "POST /v1/products/:id": features,
  },
  behaves: { capture_default: "automatic" },
};
