/** The page of an invoice in a browser: accessibility, small screens, and the link to its PDF. */
import { afterEach, describe, expect, test } from "vitest";
import { accountIdIn } from "../../src/core/ids.ts";
import { sideways, violations } from "./axe.ts";
import { useCheckout } from "./checkout.ts";
import { foundInvoice, line, rate } from "./invoice_parts.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

const VAT = rate("txr_i", "VAT", 19, true);
const LONG = "Averyveryverylongwordwithoutanyspacesinitwhatsoever ".repeat(3);

/** One that has everything, and its address. */
function full(): { url: string; number: string } {
  const found = foundInvoice({
    found: { shippingName: "Ground" },
    sale: {
      tax_rates: [VAT],
      lines: [
        line("T-shirt", 1190, 2, {
          taxes: [
            { amount: 380, inclusive: true, rate: VAT.id, taxability_reason: null, taxable_amount: 2000 },
          ],
        }),
        line(LONG, 99_999_999, 1),
      ],
      options: {
        account_tax_ids: null,
        custom_fields: [{ name: "Purchase order of the customer", value: LONG }],
        description: `Thanks for buying.\n${LONG}`,
        footer: LONG,
        metadata: {},
        rendering_options: { amount_tax_display: "exclude_tax" },
      },
      shipping_details: {
        name: "Jenny",
        address: { city: "Berlin", country: "DE", line1: LONG, line2: null, postal_code: "1", state: null },
      },
    },
  });
  const token = found.invoice._token;
  checkout.server.invoices.set(token, found);
  return {
    url: `${checkout.server.url}/i/${accountIdIn(token)}/test_${token}?s=ap`,
    number: String(found.invoice.number),
  };
}

describe.each([1280, 390, 320])("%i wide", (width) => {
  test("axe finds nothing, and nothing scrolls sideways", async () => {
    const { page, complaints } = await checkout.visit({ viewport: { width, height: 900 } });
    await page.goto(full().url);
    expect(await page.getByTestId("checkstand-notice").textContent()).toContain("not Stripe");
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
  });
});

test("each cell of a narrow table has a label", async () => {
  const { page } = await checkout.visit({ viewport: { width: 390, height: 900 } });
  await page.goto(full().url);
  const cells = await page
    .locator("tbody tr:first-child td")
    .evaluateAll((all) => all.map((cell) => [getComputedStyle(cell, "::before").content, cell.textContent]));
  expect(cells).toEqual([
    ["none", "T-shirt"],
    ['"Qty"', "2"],
    ['"Unit price (excl. tax)"', "$10.00"],
    ['"Amount (excl. tax)"', "$20.00"],
  ]);
});

test("the PDF is one click away", async () => {
  const { page } = await checkout.visit();
  const { url, number } = full();
  await page.goto(url);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download PDF" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`Invoice-${number}.pdf`);
});

test("an invoice URL that does not exist shows a page that says so", async () => {
  const { page } = await checkout.visit();
  const { url } = full();
  const reply = await page.goto(url.replace("test_", "test_x"));
  expect(reply?.status()).toBe(404);
  expect(await page.getByTestId("invoice-unknown").textContent()).toContain("No such invoice");
  expect(await violations(page)).toEqual([]);
});
