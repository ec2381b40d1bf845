/**
 * The official client of the seed's era. Its types declare the module "stripe", which is today's client here, so
 * it is loaded untyped and used through today's types.
 */
import { createRequire } from "node:module";
import type Stripe from "stripe";

export const Stripe14 = createRequire(import.meta.url)("stripe14") as typeof Stripe;
