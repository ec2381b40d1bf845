import { expect, test } from "vitest";
import { parseForm } from "../params/form.ts";
import { p } from "../params/param.ts";
import { writes } from "../resources/resource.ts";
import { defaultDialect } from "../versions/index.ts";
import { callOf, fieldsOf, type Named } from "./call.ts";

const TODAY = defaultDialect("2026-10-28.endive");
const OLD = defaultDialect("2023-08-16");
const WHERE = { id: "x_1", sub: "y_1", path: "/v1/x", fromBrowser: true };

/** Version changes refer to the operation by its name. */
const products: Named = {
  name: "POST /v1/products",
  operation: writes(
    { name: p.required(p.string()), marketing_features: p.list(p.object({ name: p.string() })) },
    async () => ({ id: "prod_1", object: "product" }),
  ),
};

test("a call has the input that the definition reads and the behaviour of the version", () => {
  const call = callOf(TODAY, products, parseForm("name=Mug&marketing_features[0][name]=Big"), WHERE);
  expect(call).toEqual({
    ...WHERE,
    input: { name: "Mug", marketing_features: [{ name: "Big" }] },
    behaviour: TODAY.behaviour,
  });
});

test("parameters of an older version are read and converted to the newest version", () => {
  const call = callOf(OLD, products, parseForm("name=Mug&features[0][name]=Big"), WHERE);
  expect(call.input).toEqual({ name: "Mug", marketing_features: [{ name: "Big" }] });
  expect(call.behaviour).toBe(OLD.behaviour);
  expect(call.behaviour.capture_default).toBe("automatic");
});

test.each([
  [TODAY, "name=Mug&features[0][name]=Big", /unknown parameter: features/],
  [OLD, "name=Mug&marketing_features[0][name]=Big", /unknown parameter: marketing_features/],
  [OLD, "features[0][name]=Big", /Missing required param: name/],
])("what the version does not take is refused, case %#", (dialect, text, message) => {
  expect(() => callOf(dialect, products, parseForm(text), WHERE)).toThrow(message);
});

test("the fields are built once for each dialect", () => {
  expect(fieldsOf(OLD, products)).toBe(fieldsOf(OLD, products));
  expect(Object.keys(fieldsOf(TODAY, products))).toEqual(["name", "marketing_features"]);
  expect(Object.keys(fieldsOf(OLD, products))).toEqual(["name", "features"]);
});
