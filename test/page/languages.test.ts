/** The page in each of its languages: complete, in that language, on a small screen. */
import { afterEach, expect, test } from "vitest";
import { LANGUAGES, languageFor } from "../../src/words/languages.ts";
import { sideways, violations } from "./axe.ts";
import { submitButton, useCheckout } from "./checkout.ts";
import { EVERYTHING, SAVED } from "./form_parts.ts";
import { TEE } from "./page_server.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

test.each(LANGUAGES)("%s", async (locale) => {
  const session = checkout.session([TEE], { ...EVERYTHING, locale }, undefined, SAVED);
  const viewport = { width: 320, height: 900 };
  const { page, complaints } = await checkout.open(session, { layout: "accordion", viewport });
  const { tag, messages } = languageFor(locale, undefined);
  expect(await page.locator("html").getAttribute("lang")).toBe(tag);
  await submitButton(page).click();
  const words = await page.locator("body").innerText();
  const { faults, heading, notice } = messages;
  for (const word of [notice.title, notice.simulation, heading.contact, faults.terms_missing]) {
    expect(words).toContain(word);
  }
  expect(await violations(page)).toEqual([]);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
});
