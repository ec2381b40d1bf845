/**
 * The messages of 3-D Secure 2 between Stripe.js, the card's directory server and the bank, as far as Stripe.js sees
 * them. The bank is simulated by a page, and always wants a challenge. Everything follows from the id of the attempt,
 * so that nothing is stored.
 */
import { sha256 } from "../../core/canonical.ts";
import type { Hash } from "../method_type.ts";

/** The directory servers, by brand: the name that Stripe uses, and the registered application id of the scheme. */
const DIRECTORIES: Readonly<Record<string, { readonly name: string; readonly id: string }>> = {
  amex: { name: "american_express", id: "A000000025" },
  diners: { name: "discover", id: "A000000152" },
  discover: { name: "discover", id: "A000000152" },
  jcb: { name: "jsecure", id: "A000000065" },
  mastercard: { name: "mastercard", id: "A000000004" },
  unionpay: { name: "unionpay", id: "A000000333" },
  visa: { name: "visa", id: "A000000003" },
};
const VISA = { name: "visa", id: "A000000003" };
const MESSAGE_VERSION = "2.2.0";

/** `use_stripe_sdk` of an intent whose payer has to authenticate. There is no method URL, so that clients skip it. */
export function fingerprint(source: string, merchant: string, brand: string): Hash {
  const { name, id } = DIRECTORIES[brand] ?? VISA;
  return {
    directory_server_encryption: {
      algorithm: "RSA",
      certificate: "",
      directory_server_id: id,
      root_certificate_authorities: [],
    },
    directory_server_name: name,
    merchant,
    one_click_authn: null,
    server_transaction_id: transactionId("server", source),
    three_d_secure_2_source: source,
    three_ds_method_url: "",
    three_ds_optimizations: "",
    type: "stripe_3ds2_fingerprint",
  };
}

/** The bank's answer to the request for authentication: it wants a challenge at `page`, with `creq`. */
export function challengeWanted(
  source: string,
  page: string,
): { readonly ares: Hash; readonly creq: string } {
  const threeDSServerTransID = transactionId("server", source);
  const acsTransID = transactionId("bank", source);
  const messageVersion = MESSAGE_VERSION;
  const request = {
    acsTransID,
    challengeWindowSize: "05",
    messageType: "CReq",
    messageVersion,
    threeDSServerTransID,
  };
  return {
    ares: {
      acsChallengeMandated: "Y",
      acsSignedContent: null,
      acsTransID,
      acsURL: page,
      authenticationType: "02",
      cardholderInfo: null,
      messageExtension: null,
      messageType: "ARes",
      messageVersion,
      sdkTransID: null,
      threeDSServerTransID,
      transStatus: "C",
    },
    creq: Buffer.from(JSON.stringify(request)).toString("base64url"),
  };
}

/** A transaction id in the form of a UUID, always the same for one party and attempt. */
function transactionId(party: "bank" | "server", source: string): string {
  const hex = sha256(`3-D Secure ${party} ${source}`);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
