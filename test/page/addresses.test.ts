/** Phone numbers and postal addresses, and prices that depend on a postal address. */
import { afterEach, describe, expect, test } from "vitest";
import { CARD, submitButton, useCheckout } from "./checkout.ts";
import { ADDRESS, BILLED, fillAddress, PHONE, SHIPPED } from "./form_parts.ts";

const checkout = useCheckout();
afterEach(() => checkout.closePages());

type Page = Awaited<ReturnType<typeof checkout.open>>["page"];

async function fillCard(page: Page): Promise<void> {
  await page.locator("#email").fill("jenny@example.com");
  await page.locator("#cardNumber").fill(CARD);
  await page.locator("#cardExpiry").fill("1234");
  await page.locator("#cardCvc").fill("123");
}

const visible = async (page: Page, selectors: readonly string[]) => {
  const shown = [];
  for (const selector of selectors) if (await page.locator(selector).isVisible()) shown.push(selector);
  return shown;
};

describe.each([
  ["with a script", true],
  ["without", false],
])("%s", (_how, javaScriptEnabled) => {
  test("a shipping address is collected, and is also the billing address", async () => {
    const session = checkout.session(undefined, { ...SHIPPED, ...PHONE });
    const { page } = await checkout.open(session, { javaScriptEnabled });
    await fillCard(page);
    await page.locator("#phoneNumber").fill("2015550123");
    await page.locator("#shippingName").fill("Jenny Rosen");
    await fillAddress(page, "shipping");
    expect(await page.locator("#cardUseShippingAsBilling").isChecked()).toBe(true);
    expect(await page.locator("#billingCountry").isVisible()).toBe(false);
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
    expect(checkout.server.confirmed.at(-1)).toMatchObject({
      phone: "+12015550123",
      shipping: { name: "Jenny Rosen", address: ADDRESS },
      payment_method_data: { billing_details: { name: "Jenny Rosen", address: ADDRESS } },
    });
  });

  test("a complete billing address", async () => {
    const { page } = await checkout.open(checkout.session(undefined, BILLED), { javaScriptEnabled });
    await fillCard(page);
    await page.locator("#billingName").fill("Jenny Rosen");
    await fillAddress(page, "billing");
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
    expect(checkout.server.confirmed.at(-1)?.payment_method_data?.billing_details?.address).toEqual(ADDRESS);
  });

  test("missing data is reported, and what was typed stays", async () => {
    const { page } = await checkout.open(checkout.session(undefined, { ...SHIPPED, ...PHONE }), {
      javaScriptEnabled,
    });
    await page.locator("#shippingCountry").selectOption("JP");
    await page.locator("#shippingAddressLine1").fill("1-1 Chiyoda");
    await page.locator("#phoneNumber").fill("12");
    await submitButton(page).click();
    await page.locator("#required-shippingAddress-fieldset").waitFor();
    expect(await page.locator("#required-phoneNumber-fieldset").textContent()).toBe(
      "Your phone number is invalid.",
    );
    expect(await page.locator("#shippingAddressLine1").inputValue()).toBe("1-1 Chiyoda");
    expect(await page.locator("#shippingCountry").inputValue()).toBe("JP");
    await page.locator("#shippingAdministrativeArea").selectOption({ label: "Tokyo" });
    expect(await page.locator("#shippingAdministrativeArea").inputValue()).toBe("東京都");
  });
});

test("controls have Stripe's attributes", async () => {
  const { page } = await checkout.open(checkout.session(undefined, { ...SHIPPED, ...PHONE, ...BILLED }));
  await page.locator("#cardUseShippingAsBilling").uncheck();
  for (const of of ["shipping", "billing"]) {
    await page.locator(`#${of}AddressLine1`).fill("1 Main St");
    for (const [id, token] of [
      ["Country", "country"],
      ["AddressLine1", "address-line1"],
      ["AddressLine2", "address-line2"],
      ["Locality", "address-level2"],
      ["AdministrativeArea", "address-level1"],
      ["PostalCode", "postal-code"],
    ])
      expect(await page.locator(`#${of}${id}`).getAttribute("autocomplete")).toBe(`${of} ${token}`);
    const group = page.locator(of === "shipping" ? "#shippingAddress-fieldset" : "#country-fieldset");
    for (const text of ["Address line 1", "Address line 2", "City", "ZIP"])
      expect(await group.getByPlaceholder(text).count(), text).toBe(1);
    expect(await group.getByRole("combobox", { name: "Address" }).count()).toBe(1);
  }
  expect(await page.locator("#phoneNumber").getAttribute("type")).toBe("tel");
  expect(await page.getByPlaceholder("(201) 555-0123").count()).toBe(1);
  expect(await page.getByLabel("Phone number").count()).toBe(1);
  expect(await page.getByLabel("Billing info is same as shipping").count()).toBe(1);
  expect(await page.locator("#shippingCountry option").count()).toBe(5);
});

describe("the rest of a postal address", () => {
  const REST = [
    "#billingAddressLine2",
    "#billingLocality",
    "#billingPostalCode",
    "#billingAdministrativeArea",
  ];
  const MANUAL = ".AddressAutocomplete-manual-entry .Button";
  const ways: Readonly<Record<string, (page: Page) => Promise<void>>> = {
    "once its first line is begun": (page) => page.locator("#billingAddressLine1").pressSequentially("1"),
    "for those who want to type all of it": (page) => page.locator(MANUAL).click(),
    "by Escape": (page) => page.locator("#billingAddressLine1").press("Escape"),
    "when it is missing": (page) => submitButton(page).click(),
  };
  test.each(Object.entries(ways))("is asked for %s", async (_how, open) => {
    const { page } = await checkout.open(checkout.session(undefined, BILLED));
    expect(await visible(page, [...REST, MANUAL])).toEqual([MANUAL]);
    await open(page);
    expect(await visible(page, [...REST, MANUAL])).toEqual(REST);
  });
});

test("a postal address has the parts that its country uses", async () => {
  const { page } = await checkout.open(checkout.session(undefined, SHIPPED));
  await page.locator("#shippingAddressLine1").fill("1 Main St");
  const parts = async (country: string) => {
    await page.locator("#shippingCountry").selectOption(country);
    const shown = await visible(page, [
      "#shippingLocality",
      "#shippingPostalCode",
      "input#shippingAdministrativeArea",
      "select#shippingAdministrativeArea",
    ]);
    return shown.map((selector) => selector.replace("#shipping", ""));
  };
  expect(await parts("US")).toEqual(["Locality", "PostalCode", "selectAdministrativeArea"]);
  expect(await page.getByLabel("State").inputValue()).toBe("");
  await page.getByLabel("State").selectOption("CA");
  expect(await parts("DE")).toEqual(["Locality", "PostalCode"]);
  expect(await parts("SG")).toEqual(["PostalCode"]);
  expect(await parts("AE")).toEqual(["selectAdministrativeArea"]);
  await page.locator("#shippingAdministrativeArea").selectOption("إمارة دبيّ");
  expect(await parts("US")).toEqual(["Locality", "PostalCode", "selectAdministrativeArea"]);
  await page.locator("#shippingAdministrativeArea").selectOption("CA");
  expect(await page.locator("#shippingAdministrativeArea").count()).toBe(1);
});

test("a list of states becomes a text field for countries without one, and no control appears twice", async () => {
  const { page } = await checkout.open(checkout.session(undefined, BILLED));
  await page.locator("#billingAddressLine1").fill("1 Main St");
  await page.locator("#billingCountry").selectOption("CO");
  await page.locator("input#billingAdministrativeArea").fill("Antioquia");
  expect(await page.getByLabel("Department").inputValue()).toBe("Antioquia");
  await page.locator("#billingCountry").selectOption("CA");
  await page.locator("select#billingAdministrativeArea").selectOption("ON");
  expect(await page.locator("[name=billingAdministrativeArea]").count()).toBe(1);
});

describe("the region is chosen from a list", () => {
  const area = "select#billingAdministrativeArea";
  const open = async () => {
    const { page } = await checkout.open(checkout.session(undefined, BILLED));
    await page.locator("#billingAddressLine1").fill("1 Main St");
    return page;
  };

  // biome-ignore format: a line a country
  test.each([
    ["US", "CA", "CA"], ["US", { label: "California" }, "CA"], ["CA", { label: "Ontario" }, "ON"],
    ["AU", "NSW", "NSW"], ["BR", "SP", "SP"], ["MX", { label: "Jalisco" }, "Jal."], ["IN", "Kerala", "Kerala"],
    ["IT", { label: "Milano" }, "MI"], ["ES", { label: "Madrid" }, "M"], ["ES", "Madrid", "M"],
    ["JP", { label: "Tokyo" }, "東京都"], ["JP", "東京都", "東京都"], ["CN", "北京市", "北京市"],
    ["KR", { label: "Seoul" }, "서울특별시"], ["HK", "Kowloon", "Kowloon"], ["AE", { label: "Dubai" }, "إمارة دبيّ"],
    ["AR", "Salta", "Salta"], ["IE", "Co. Cork", "Co. Cork"], ["TW", { label: "Taipei City" }, "台北市"],
    ["TR", "Ankara", "Ankara"], ["PH", "Cebu", "Cebu"],
  ] as const)("in %s, %j chooses %s", async (country, choice, value) => {
    const page = await open();
    await page.locator("#billingCountry").selectOption(country);
    await page.locator(area).selectOption(choice);
    expect(await page.locator(area).inputValue()).toBe(value);
  });

  test("the page contains the list of one country; a file with the others is loaded once", async () => {
    const { page } = await checkout.visit();
    const loaded: string[] = [];
    page.on("request", (request) => {
      if (/\/regions\.[0-9a-f]+\.json$/.test(request.url())) loaded.push(request.url());
    });
    await page.goto(checkout.urlOf(checkout.session()));
    await page.locator("#billingCountry").selectOption("BR");
    expect(loaded, "no whole address, no lists").toEqual([]);
    const html = await (await fetch(checkout.urlOf(checkout.session(undefined, BILLED)))).text();
    expect(html).toContain('<option value="CA">California</option>');
    expect(html).not.toContain("São Paulo");
    await page.goto(checkout.urlOf(checkout.session(undefined, BILLED)));
    await page.locator("#billingAddressLine1").fill("1 Main St");
    for (const [country, region] of [
      ["BR", "SP"],
      ["US", "CA"],
      ["BR", "RJ"],
    ] as const) {
      await page.locator("#billingCountry").selectOption(country);
      await page.locator(area).selectOption(region);
    }
    expect(loaded.length).toBe(1);
    const reply = await fetch(loaded[0] ?? "");
    // Read to its end: a server does not close while an answer is under way.
    expect(await reply.json()).toHaveProperty("US");
    expect(reply.headers.get("cache-control")).toContain("immutable");
    expect(reply.headers.get("content-type")).toBe("application/json; charset=utf-8");
  });

  test("the file is loaded again if that failed", async () => {
    const { page } = await checkout.visit();
    let failures = 0;
    await page.route("**/regions.*.json", (route) => (++failures === 1 ? route.abort() : route.continue()));
    await page.goto(checkout.urlOf(checkout.session(undefined, BILLED)));
    await page.locator("#billingAddressLine1").fill("1 Main St");
    await expect.poll(() => failures).toBe(1);
    await page.locator("#billingCountry").selectOption("BR");
    await page.locator(area).selectOption("SP");
    expect(failures).toBe(2);
  });

  test("a region from another country's list is refused", async () => {
    const page = await open();
    await fillCard(page);
    await page.locator("#billingName").fill("Jenny Rosen");
    await fillAddress(page, "billing");
    await page.locator(area).evaluate((select: HTMLSelectElement) => {
      select.append(new Option("Somewhere", "ZZ", true, true));
    });
    await submitButton(page).click();
    await page.locator("#required-country-fieldset").waitFor();
    expect(await page.locator(area).getAttribute("aria-invalid")).toBe("true");
  });
});

describe("the total follows the postal address", () => {
  const TAXED = {
    automatic_tax: { enabled: true, liability: { type: "self" }, provider: "stripe", status: null },
  } as const;

  test("it follows the billing address", async () => {
    const { page } = await checkout.open(checkout.session([{ name: "Seat", amount: 10_000 }], TAXED));
    expect(await page.locator("#OrderDetails-TotalAmount").textContent()).toBe("$100.00");
    const total = page.locator("#OrderDetails-TotalAmount");
    await page.locator("#billingPostalCode").fill("94107");
    await expect.poll(() => total.textContent()).not.toBe("$100.00");
    expect(checkout.server.updated.at(-1)).toMatchObject({
      billing_address: { country: "US", postal_code: "94107" },
    });
    const taxed = await total.textContent();
    await fillCard(page);
    await page.locator("#billingName").fill("Jenny Rosen");
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
    expect(`$${((checkout.server.confirmed.at(-1)?.expected_amount ?? 0) / 100).toFixed(2)}`).toBe(taxed);
  });

  test("it follows the shipping address, even if the buyer pays at once", async () => {
    const session = checkout.session([{ name: "Seat", amount: 10_000 }], { ...TAXED, ...SHIPPED });
    const { page } = await checkout.open(session);
    await fillCard(page);
    await page.locator("#shippingName").fill("Jenny Rosen");
    await page.locator("#shippingCountry").selectOption("DE");
    await page.locator("#shippingAddressLine1").fill("Hauptstr. 1");
    await page.locator("#shippingLocality").fill("Berlin");
    await page.locator("#shippingPostalCode").fill("10115");
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
    expect(checkout.server.confirmed.at(-1)).toMatchObject({ shipping: { address: { country: "DE" } } });
  });

  test("it may be known from the start, by the browser's country", async () => {
    const { page } = await checkout.open(
      checkout.session([{ name: "Seat", amount: 10_000 }], { ...TAXED, locale: "en" }),
      {
        locale: "de-DE",
      },
    );
    const total = page.locator("#OrderDetails-TotalAmount");
    await expect.poll(() => total.textContent()).not.toBe("$100.00");
    expect(checkout.server.updated.at(-1)).toMatchObject({ billing_address: { country: "DE" } });
  });

  test("paying works if no part that matters for tax was typed", async () => {
    const { page } = await checkout.open(
      checkout.session([{ name: "Seat", amount: 10_000 }], {
        ...TAXED,
        shipping_address_collection: { allowed_countries: ["AE"] },
      }),
    );
    await fillCard(page);
    await page.locator("#shippingName").fill("Jenny Rosen");
    await page.locator("#shippingAddressLine1").fill("1 Main St");
    await page.locator("#shippingAdministrativeArea").selectOption({ label: "Dubai" });
    await submitButton(page).click();
    await page.waitForURL("**/shop/thanks**");
  });

  test("the server is not asked if the total does not depend on it", async () => {
    const { page } = await checkout.open(checkout.session(undefined, SHIPPED));
    const before = checkout.server.updated.length;
    await page.locator("#shippingName").fill("Jenny Rosen");
    await fillAddress(page, "shipping");
    await page.locator("#email").fill("jenny@example.com");
    await submitButton(page).click();
    await page.locator(".FieldError").first().waitFor();
    expect(checkout.server.updated.length).toBe(before);
  });
});
