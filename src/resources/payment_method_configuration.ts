/**
 * Payment method configurations: which methods an account offers where a request names none. Every account has its
 * default one from the start, with an id that follows from the account's; it is stored once it is changed. Only the
 * methods of `payment_methods/` can be switched on. Children of a configuration are for Connect, and not there.
 */
import { inWireOrder } from "../core/canonical.ts";
import { errors } from "../core/errors.ts";
import { listFields } from "../params/common.ts";
import { type Fields, type ObjectValue, type Param, p } from "../params/param.ts";
import { PAYMENT_METHODS } from "../payment_methods/index.ts";
import type { Account, Reader, Row, Tx } from "../storage/port.ts";
import {
  byPath,
  type Call,
  defineResource,
  type Listed,
  noParams,
  nounOf,
  pageOf,
  publicPart,
  reads,
  type Wire,
  writes,
} from "./resource.ts";

type Preference = "none" | "off" | "on";

export interface PaymentMethodConfiguration extends Row {
  readonly object: "payment_method_configuration";
  readonly active: boolean;
  readonly application: null;
  readonly is_default: boolean;
  readonly livemode: false;
  readonly name: string;
  readonly parent: null;
  /** By type of payment method, where one was set; the view spells out all of them. */
  readonly _preferences: Readonly<Record<string, Preference>>;
}

const CONFIGURATIONS_MAX = 100;
const NAME_MAX = 100;

/** Every type the original's configurations speak of. */
const TYPES: readonly string[] = (
  "acss_debit affirm afterpay_clearpay alipay alma amazon_pay apple_pay au_becs_debit bacs_debit bancontact billie " +
  "bizum blik boleto card cartes_bancaires cashapp crypto customer_balance eps fpx giropay google_pay grabpay ideal " +
  "jcb kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco naver_pay nz_bank_account oxxo p24 " +
  "pay_by_bank payco paynow paypal paypay payto pix promptpay revolut_pay samsung_pay satispay scalapay sepa_debit " +
  "sequra sofort sunbit swish twint upi us_bank_account wechat_pay zip"
).split(" ");
/** Types that can be told and are not shown. */
const UNSHOWN_TYPES: readonly string[] = ["apple_pay_later", "fr_meal_voucher_conecs"];

const isOffered = (type: string): boolean => Object.hasOwn(PAYMENT_METHODS, type);

// --- parameters -------------------------------------------------------------------------------------------

interface Told {
  readonly display_preference?: { readonly preference?: Preference };
}

/** How a type is told; one that nothing here plays cannot be switched on. */
function toldOf(type: string): Param<Told> {
  const choices = p.oneOf("none", "off", "on");
  if (isOffered(type)) {
    const preference = p.about("Whether sessions and intents that name no types offer it.", choices);
    return p.object({ display_preference: p.object({ preference }) });
  }
  const notOn: Param<Preference> = {
    ...p.about("Not played here: `off` and `none` alone.", choices),
    read: (raw, path, reading) =>
      raw === "on" ? reading.refuse(errors.notSupportedValue(path, raw)) : choices.read(raw, path, reading),
  };
  return p.object({ display_preference: p.object({ preference: notOn }) });
}

const typeFields: Readonly<Record<string, Param<Told>>> = Object.fromEntries(
  [...TYPES, ...UNSHOWN_TYPES].map((type) => [type, toldOf(type)]),
);

const createParams = { ...typeFields, name: p.string({ max: NAME_MAX }), parent: p.notYet() };
const updateParams = { ...typeFields, active: p.boolean(), name: p.string({ max: NAME_MAX }) };
const listParams = {
  ...listFields,
  active: p.boolean(),
  application: p.notYet(p.nullable(p.string()), [null]),
} as const satisfies Fields;

/** What a request says of types, by type. */
function preferencesIn(input: object): Record<string, Preference> {
  const preferences: Record<string, Preference> = {};
  for (const [type, told] of Object.entries(input)) {
    if (!Object.hasOwn(typeFields, type)) continue;
    const preference = (told as Told).display_preference?.preference;
    if (preference !== undefined) preferences[type] = preference;
  }
  return preferences;
}

// --- rows -------------------------------------------------------------------------------------------------

function newRow(id: string, more: Partial<PaymentMethodConfiguration>): PaymentMethodConfiguration {
  return {
    id,
    object: "payment_method_configuration",
    active: true,
    application: null,
    is_default: false,
    livemode: false,
    name: "Default",
    parent: null,
    _preferences: {},
    ...more,
  };
}

function defaultId({ id, tail }: Account): string {
  return `pmc_1${id.slice(6, 11)}${tail}${id.slice(6, 14)}`;
}

/** A configuration, whether stored or the untouched default one; null where there is none. */
async function find(reader: Reader, id: string): Promise<PaymentMethodConfiguration | null> {
  const row = await reader.get<PaymentMethodConfiguration>(KIND, id);
  if (row !== null || id !== defaultId(reader.account)) return row;
  return newRow(id, { is_default: true });
}

const KIND = "payment_method_configuration";

async function inPath(reader: Reader, id: string): Promise<PaymentMethodConfiguration> {
  const row = await find(reader, id);
  return row ?? byPath(reader, KIND, id);
}

/** Whether a method is offered: as it was set, or else as the original sets it out for a new account. */
function settingOf({ _preferences }: PaymentMethodConfiguration, type: string): "off" | "on" {
  const preference = _preferences[type] ?? "none";
  if (preference !== "none") return preference;
  return isOffered(type) ? "on" : "off";
}

// --- for those that take payments -------------------------------------------------------------------------

/** A configuration as sessions and intents name it, and the types it offers. */
export interface Configured {
  readonly details: { readonly id: string; readonly parent: null };
  readonly types: readonly string[];
}

/** The configuration a request names in `param`, or the account's default one. */
export async function configurationFor(
  reader: Reader,
  id: string | undefined,
  param: string,
): Promise<Configured> {
  const row = await find(reader, id ?? defaultId(reader.account));
  if (row === null) throw errors.missingResource(nounOf(KIND), id ?? "", param);
  if (!row.active) throw errors.rule(`The payment method configuration ${row.id} is not active.`, param);
  return {
    details: { id: row.id, parent: row.parent },
    types: TYPES.filter((type) => isOffered(type) && settingOf(row, type) === "on"),
  };
}

// --- operations -------------------------------------------------------------------------------------------

async function create(
  tx: Tx,
  { input }: Call<ObjectValue<typeof createParams>>,
): Promise<PaymentMethodConfiguration> {
  const { rows } = await tx.list(KIND, {}, { limit: CONFIGURATIONS_MAX });
  if (rows.length >= CONFIGURATIONS_MAX) {
    throw errors.rule(`You have reached the maximum of ${CONFIGURATIONS_MAX} payment method configurations.`);
  }
  const row = newRow(tx.newId("pmc_"), {
    ...(input.name === undefined ? {} : { name: input.name }),
    _preferences: preferencesIn(input),
  });
  await tx.insert(row);
  return row;
}

async function update(
  tx: Tx,
  call: Call<ObjectValue<typeof updateParams>>,
): Promise<PaymentMethodConfiguration> {
  const before = await inPath(tx, call.id);
  const { active = before.active, name = before.name } = call.input;
  if (before.is_default && !active) {
    throw errors.rule("The default payment method configuration cannot be deactivated.", "active");
  }
  const _preferences = { ...before._preferences, ...preferencesIn(call.input) };
  const after: PaymentMethodConfiguration = { ...before, active, name, _preferences };
  const isStored = (await tx.get(KIND, before.id)) !== null;
  await (isStored ? tx.update(after) : tx.insert(after));
  return after;
}

/** The default one was there first, and so comes last. */
async function list(reader: Reader, call: Call<ObjectValue<typeof listParams>>): Promise<Listed> {
  const { rows } = await reader.list<PaymentMethodConfiguration>(KIND, {}, { limit: CONFIGURATIONS_MAX });
  const all = [...rows.filter((row) => !row.is_default), await inPath(reader, defaultId(reader.account))];
  const { active } = call.input;
  const wanted = active === undefined ? all : all.filter((row) => row.active === active);
  return pageOf(wanted, nounOf(KIND), call.input, call.path);
}

/** With every type spelt out. `overridable` is for children alone. */
function view(row: PaymentMethodConfiguration): Wire {
  const types = TYPES.map((type) => {
    const value = settingOf(row, type);
    const preference = row._preferences[type] ?? value;
    return [
      type,
      { available: value === "on", display_preference: { overridable: null, preference, value } },
    ];
  });
  return inWireOrder({ ...publicPart(row), ...Object.fromEntries(types) });
}

export const paymentMethodConfiguration = defineResource<PaymentMethodConfiguration>({
  object: KIND,
  path: "/v1/payment_method_configurations",
  permission: "payment_method_configuration",
  operations: {
    "POST /": writes(createParams, create),
    "GET /": reads(listParams, list),
    "GET /:id": reads(noParams, (reader, call) => inPath(reader, call.id)),
    "POST /:id": writes(updateParams, update),
  },
  view,
});
