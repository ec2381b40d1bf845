/** The invoice of a paid session. */
import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import { missing, openTill, parameter, says, type Till } from "../../support/parameters.ts";
import { startServer, type TestServer } from "../../support/server.ts";
import type { Params } from "../../support/shop.ts";

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  till = openTill(server);
});

describe("invoice_creation", () => {
  parameter("invoice_creation*", async () => {
    const invoice_data = {
      custom_fields: [{ name: "Order", value: "7" }],
      description: "Lamps",
      footer: "Thanks",
      issuer: { type: "self" },
      metadata: { a: "b" },
      rendering_options: { amount_tax_display: "exclude_tax" },
    };
    const open = await till.create({ invoice_creation: { enabled: true, invoice_data } });
    expect(open.invoice_creation).toMatchObject({ enabled: true, invoice_data });
    const paid = await till.pay(open.id);
    const { issuer: _, rendering_options, ...shown } = invoice_data;
    expect(await till.stripe.invoices.retrieve(paid.invoice)).toMatchObject({
      ...shown,
      customer: paid.customer,
      rendering: rendering_options,
      status: "paid",
      total: 2000,
    });
    expect(await till.create()).toMatchObject({ invoice_creation: { enabled: false }, invoice: null });
    const of = (more: Params) => till.refusal({ invoice_creation: { enabled: true, invoice_data: more } });
    const at = "invoice_creation[invoice_data]";
    const many = Array.from({ length: 5 }, () => ({ name: "n", value: "v" }));
    expect(await of({ custom_fields: many })).toEqual(
      says("Array custom_fields exceeded maximum 4 allowed elements.", `${at}[custom_fields]`),
    );
    expect(await of({ custom_fields: [{ name: "n".repeat(41), value: "v" }] })).toEqual(
      says("Invalid string: nnnn...nnnn; must be at most 40 characters", `${at}[custom_fields][0][name]`),
    );
    expect(await of({ custom_fields: [{ name: "n", value: "v".repeat(141) }] })).toEqual(
      says("Invalid string: vvvv...vvvv; must be at most 140 characters", `${at}[custom_fields][0][value]`),
    );
    expect(await of({ description: "x".repeat(1501) })).toEqual(
      says("Invalid string: xxxx...xxxx; must be at most 1500 characters", `${at}[description]`),
    );
    expect(await of({ footer: "x".repeat(5001) })).toEqual(
      says("Invalid string: xxxx...xxxx; must be at most 5000 characters", `${at}[footer]`),
    );
    expect(await of({ issuer: { type: "account" } })).toEqual(missing(`${at}[issuer][account]`));
    expect(await of({ rendering_options: { amount_tax_display: "all" } })).toEqual(
      says(
        "Invalid amount_tax_display: must be one of exclude_tax or include_inclusive_tax",
        `${at}[rendering_options][amount_tax_display]`,
      ),
    );
    expect(await till.refusal({ invoice_creation: { invoice_data: { footer: "x" } } })).toEqual(
      missing("invoice_creation[enabled]"),
    );
  });
});

describe("invoices, part by part", () => {
  parameter(["invoice_creation", "invoice_creation[enabled]"], async () => {
    const empty_data = {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
      metadata: {},
      rendering_options: null,
    };
    const open = await till.create({ invoice_creation: { enabled: true } });
    expect(open.invoice_creation).toEqual({ enabled: true, invoice_data: empty_data });
    const paid = await till.pay(open.id);
    expect(paid).toMatchObject({
      customer: expect.stringMatching(/^cus_/),
      invoice: expect.stringMatching(/^in_/),
    });
    const none = await till.create({ invoice_creation: { enabled: false } });
    expect(none.invoice_creation).toEqual({ enabled: false, invoice_data: { ...empty_data, issuer: null } });
    expect(await till.pay(none.id)).toMatchObject({ customer: null, invoice: null });
    expect(await till.refusal({ invoice_creation: { enabled: "maybe" } })).toEqual(
      says("Invalid boolean: maybe", "invoice_creation[enabled]"),
    );
  });

  parameter("invoice_creation[invoice_data][account_tax_ids]", async () => {
    const own = await till.stripe.taxIds.create({ type: "eu_vat", value: "DE123456789" });
    const of = (ids: readonly string[] | "") => ({
      invoice_creation: { enabled: true, invoice_data: { account_tax_ids: ids } },
    });
    const open = await till.create(of([own.id]));
    expect(open.invoice_creation.invoice_data.account_tax_ids).toEqual([own.id]);
    const { invoice } = await till.pay(open.id);
    expect((await till.stripe.invoices.retrieve(invoice)).account_tax_ids).toEqual([own.id]);
    expect((await till.create(of(""))).invoice_creation.invoice_data.account_tax_ids).toBeNull();
    const at = "invoice_creation[invoice_data][account_tax_ids]";
    expect(await till.refusal(of(["txi_x"]))).toEqual(
      says("No such tax id: 'txi_x'", `${at}[0]`, "resource_missing"),
    );
    const { id: customer } = await till.stripe.customers.create();
    const theirs = await till.stripe.customers.createTaxId(customer, {
      type: "eu_vat",
      value: "FR12345678901",
    });
    expect(await till.refusal(of([own.id, theirs.id]))).toMatchObject({
      code: "resource_missing",
      param: `${at}[1]`,
    });
  });

  parameter(
    [
      "invoice_creation[invoice_data][custom_fields]",
      "invoice_creation[invoice_data][rendering_options]",
      "invoice_creation[invoice_data][rendering_options][amount_tax_display]",
    ],
    async () => {
      const of = (invoice_data: Params) =>
        till.create({ invoice_creation: { enabled: true, invoice_data } }).then(({ invoice_creation }) => {
          return invoice_creation.invoice_data;
        });
      expect(await of({ custom_fields: "", rendering_options: "" })).toMatchObject({
        custom_fields: null,
        rendering_options: null,
      });
      for (const amount_tax_display of ["exclude_tax", "include_inclusive_tax"]) {
        const rendering_options = { amount_tax_display };
        expect((await of({ rendering_options })).rendering_options).toEqual({
          amount_tax_display,
          template: null,
        });
      }
      expect((await of({ rendering_options: { amount_tax_display: "" } })).rendering_options).toMatchObject({
        amount_tax_display: null,
      });
    },
  );
});
