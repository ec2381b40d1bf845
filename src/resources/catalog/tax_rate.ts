/**
 * Tax rates: a percentage and its name. The tax on an amount is worked out elsewhere, by the order of a
 * session. Percentage and inclusion never change after creation; a rate that is no longer wanted is made
 * inactive.
 */
import { mergeMetadata } from "../../params/common.ts";
import { type Fields, type ObjectValue, p } from "../../params/param.ts";
import type { Row, Tx } from "../../storage/port.ts";
import { byPath, type Call, defineResource, lists, retrieves, updateAndTell, writes } from "../resource.ts";

export interface TaxRate extends Row {
  readonly object: "tax_rate";
  readonly active: boolean;
  readonly country: string | null;
  readonly created: number;
  readonly description: string | null;
  readonly display_name: string;
  readonly effective_percentage: number | null;
  readonly flat_amount: null;
  readonly inclusive: boolean;
  readonly jurisdiction: string | null;
  readonly jurisdiction_level: "city" | "country" | "county" | "district" | "multiple" | "state" | null;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  /** From 0 to 100, with up to four decimals. */
  readonly percentage: number;
  readonly rate_type: "percentage";
  readonly state: string | null;
  readonly tax_type: string | null;
}

const NAME_MAX = 50;
const JURISDICTION_MAX = 50;
const STATE_MAX = 2;
const PERCENTAGE_MAX = 100;
const PERCENTAGE_PLACES = 4;

const taxType = p.oneOf(
  "admissions_tax",
  "amusement_tax",
  "attendance_tax",
  "communications_tax",
  "digital_excise_tax",
  "entertainment_tax",
  "get_fund",
  "gross_receipts_tax",
  "gst",
  "hospitality_tax",
  "hst",
  "igst",
  "jct",
  "lease_tax",
  "luxury_tax",
  "mass_transit_parking_tax",
  "nhil",
  "parking_tax",
  "pst",
  "qst",
  "resort_tax",
  "retail_delivery_fee",
  "rst",
  "sales_tax",
  "service_tax",
  "tourism_tax",
  "utility_users_tax",
  "vat",
);

const createParams = {
  active: p.about("Only active ones can be used in new sessions.", p.boolean()),
  country: p.country(),
  description: p.string(),
  display_name: p.required(p.string({ max: NAME_MAX })),
  inclusive: p.required(p.about("Whether amounts hold the tax already.", p.boolean())),
  jurisdiction: p.string({ max: JURISDICTION_MAX }),
  metadata: p.metadata(),
  percentage: p.required(p.number({ max: PERCENTAGE_MAX, places: PERCENTAGE_PLACES })),
  state: p.string({ max: STATE_MAX }),
  tax_type: taxType,
} as const satisfies Fields;

const updateParams = {
  active: p.boolean(),
  country: p.nullable(p.country()),
  description: p.nullable(p.string()),
  display_name: p.string({ max: NAME_MAX }),
  jurisdiction: p.nullable(p.string({ max: JURISDICTION_MAX })),
  metadata: p.metadata(),
  state: p.nullable(p.string({ max: STATE_MAX })),
  tax_type: taxType,
} as const satisfies Fields;

const listParams = { active: p.boolean(), inclusive: p.boolean() } as const satisfies Fields;

async function create(tx: Tx, { input }: Call<ObjectValue<typeof createParams>>): Promise<TaxRate> {
  const row: TaxRate = {
    id: tx.newId("txr_"),
    object: "tax_rate",
    active: input.active ?? true,
    country: input.country ?? null,
    created: tx.now,
    description: input.description ?? null,
    display_name: input.display_name,
    effective_percentage: input.percentage,
    flat_amount: null,
    inclusive: input.inclusive,
    jurisdiction: input.jurisdiction ?? null,
    jurisdiction_level: null,
    livemode: false,
    metadata: mergeMetadata({}, input.metadata),
    percentage: input.percentage,
    rate_type: "percentage",
    state: input.state ?? null,
    tax_type: input.tax_type ?? null,
  };
  await tx.insert(row);
  await tx.emit("tax_rate.created", row);
  return row;
}

async function update(tx: Tx, call: Call<ObjectValue<typeof updateParams>>): Promise<TaxRate> {
  const before = await byPath<TaxRate>(tx, "tax_rate", call.id);
  const { metadata, ...told } = call.input;
  const after: TaxRate = { ...before, ...told, metadata: mergeMetadata(before.metadata, metadata) };
  return updateAndTell(tx, "tax_rate.updated", before, after);
}

export const taxRate = defineResource<TaxRate>({
  object: "tax_rate",
  path: "/v1/tax_rates",
  permission: "tax_rate",
  keys: (row) => ({ active: String(row.active), inclusive: String(row.inclusive) }),
  operations: {
    "POST /": writes(createParams, create),
    "GET /": lists("tax_rate", listParams, ({ active, inclusive }) => ({ active, inclusive })),
    "GET /:id": retrieves("tax_rate"),
    "POST /:id": writes(updateParams, update),
  },
});
