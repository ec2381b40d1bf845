import { describe, expect, test } from "vitest";
import { NEWEST_BEHAVIOUR } from "../../../core/behaviour.ts";
import { fromText, toText } from "../../../storage/row_text.ts";
import { paymentLink } from "./index.ts";
import type { PaymentLink } from "./link.ts";

const FORM = paymentLink.row ?? {};

/** A link as it was stored before link rows had versions, reduced to the keys that the upgrade reads. */
function storedFirst(settings: object): string {
  return JSON.stringify({
    id: "plink_1",
    object: "payment_link",
    _line_items: [],
    _settings: { allow_promotion_codes: false, submit_type: "pay", ...settings },
    active: true,
  });
}
const read = (text: string) => fromText<PaymentLink>(text, FORM);

describe("a link stored in the first version", () => {
  test("keeps the behaviour of the API version it was made in", () => {
    const link = read(
      storedFirst({
        _capture_default: "automatic",
        _payment_method_collection: "always",
        _payment_method_types: ["card"],
      }),
    );
    expect(link._settings).toEqual({
      allow_promotion_codes: false,
      submit_type: "pay",
      payment_method_types: ["card"],
    });
    expect(link._behaviour).toEqual({
      ...NEWEST_BEHAVIOUR,
      capture_default: "automatic",
      method_collection_default: "always",
    });
    expect([link.id, link.active]).toEqual(["plink_1", true]);
  });

  test("has the newest behaviour if no other was stored", () => {
    const link = read(storedFirst({}));
    expect(link._settings).toEqual({ allow_promotion_codes: false, submit_type: "pay" });
    expect(link._behaviour).toEqual(NEWEST_BEHAVIOUR);
  });

  // A new behaviour needs an upgrade that gives stored links the value that applied before its key existed.
  test("has a value for every behaviour", () => {
    const link = read(storedFirst({ _capture_default: "automatic" }));
    expect(Object.keys(link._behaviour).sort()).toEqual(Object.keys(NEWEST_BEHAVIOUR).sort());
  });

  test("is stored in the newest version when it is written again", () => {
    const link = read(storedFirst({ _capture_default: "automatic" }));
    const again = toText(link, FORM);
    expect(JSON.parse(again)._version).toBe(5);
    expect(read(again)).toEqual(link);
  });
});
