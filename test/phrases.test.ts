/** What `npm run words` finds: phrases that a language lacks, and phrases that nothing shows. */
import { describe, expect, test } from "vitest";
import { faultsOfWords, missingIn, unusedIn } from "../scripts/phrases.ts";

const phrases = {
  tag: "en",
  submit: { pay: (amount: string) => `Pay ${amount}`, donate: "Donate", old: "Buy" },
  declines: { lost_card: "Declined." },
  address: { cities: { city: "City" } },
};

describe("phrases", () => {
  test("one that a language does not have is named by its path", () => {
    const { declines, submit, tag } = phrases;
    expect(missingIn(phrases, { declines: {}, submit, tag, address: { cities: {} } })).toEqual([
      "declines.lost_card",
      "address.cities.city",
    ]);
    expect(missingIn(phrases, { declines, submit, tag, address: phrases.address })).toEqual([]);
  });

  test.each([
    ["named after its group", "messages.submit.pay(x); messages.submit.donate"],
    ["of a group handed on", "const { pay, donate } = messages.submit;"],
  ])("one is shown if it is %s", (_, text) => {
    expect(unusedIn({ submit: phrases.submit }, [text])).toEqual(["submit.old"]);
  });

  test.each(["declines[code]", 'messages["declines"]'])("every phrase of a group is shown by %s", (text) => {
    expect(unusedIn({ declines: phrases.declines }, [text])).toEqual([]);
  });

  test("one that no text names is not shown", () => {
    expect(unusedIn(phrases, ["tag", "lost_card", "submission.pay"])).toEqual([
      "submit.pay",
      "submit.donate",
      "submit.old",
      "declines.lost_card",
      "address.cities.city",
    ]);
  });

  test("every language has every phrase, and every phrase is shown", () => {
    expect(faultsOfWords()).toEqual([]);
  });
});
