/**
 * An old official client, stripe 14. Its types declare the module "stripe", which is the newest client here,
 * so it is loaded untyped and used with the newest client's types.
 */
import { createRequire } from "node:module";
import type Stripe from "stripe";

export const Stripe14 = createRequire(import.meta.url)("stripe14") as typeof Stripe;
