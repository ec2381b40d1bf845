/**
 * Payment method configurations: which methods an account offers if a request names none. Every account has a
 * default configuration from the start; its id is derived from the account's, and it is stored only once it
 * is changed. Only the methods that `method_types/` implements can be switched on. Child configurations
 * belong to Connect and are not implemented.
 */
import { inWireOrder } from "../../core/canonical.ts";
import { errors } from "../../core/errors.ts";
import {
  CONFIGURED_TYPES,
  DEFAULT_TYPES,
  isImplemented,
  SHOWN_CONFIGURED_TYPES,
} from "../../method_types/index.ts";
import { listFields } from "../../params/common.ts";
import { type Fields, type ObjectValue, type Param, p } from "../../params/param.ts";
import type { Account, Reader, Row, Tx } from "../../storage/port.ts";
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
} from "../resource.ts";

type Preference = "none" | "off" | "on";

export interface PaymentMethodConfiguration extends Row {
  readonly object: "payment_method_configuration";
  readonly active: boolean;
  readonly application: null;
  readonly is_default: boolean;
  readonly livemode: false;
  readonly name: string;
  readonly parent: null;
  /** The preferences that were set, by type of payment method. The view shows every type. */
  readonly _preferences: Readonly<Record<string, Preference>>;
}

const CONFIGURATIONS_MAX = 100;
const NAME_MAX = 100;

// --- parameters -------------------------------------------------------------------------------------------

interface Told {
  readonly display_preference?: { readonly preference?: Preference };
}

/**
 * The parameter that sets the preference for a type; a type that is not implemented cannot be switched on.
 */
function toldOf(type: string): Param<Told> {
  const choices = p.oneOf("none", "off", "on");
  if (isImplemented(type)) {
    const preference = p.about("Whether sessions and intents that name no types offer it.", choices);
    return p.ofMethodTypes(p.object({ display_preference: p.object({ preference }) }));
  }
  const notOn: Param<Preference> = {
    ...p.about("Not implemented here: `off` and `none` alone.", choices),
    read: (raw, path, reading) =>
      raw === "on" ? reading.refuse(errors.notSupportedValue(path, raw)) : choices.read(raw, path, reading),
  };
  return p.ofMethodTypes(p.object({ display_preference: p.object({ preference: notOn }) }));
}

const typeFields: Readonly<Record<string, Param<Told>>> = Object.fromEntries(
  CONFIGURED_TYPES.map((type) => [type, toldOf(type)]),
);

const createParams = { ...typeFields, name: p.string({ max: NAME_MAX }), parent: p.notYet() };
const updateParams = { ...typeFields, active: p.boolean(), name: p.string({ max: NAME_MAX }) };
const listParams = {
  ...listFields,
  active: p.boolean(),
  application: p.notYet(p.nullable(p.string()), [null]),
} as const satisfies Fields;

/** The preferences that a request sets, by type. */
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

/** The default configuration of an account that has not changed it, so that it is not stored. */
function untouched(account: Account, id: string): PaymentMethodConfiguration | null {
  return id === defaultId(account) ? newRow(id, { is_default: true }) : null;
}

/** The configuration with this id, or null. The default one is found even while it is not stored. */
async function find(reader: Reader, id: string): Promise<PaymentMethodConfiguration | null> {
  return (await reader.get<PaymentMethodConfiguration>(KIND, id)) ?? untouched(reader.account, id);
}

const KIND = "payment_method_configuration";

async function inPath(reader: Reader, id: string): Promise<PaymentMethodConfiguration> {
  const row = await find(reader, id);
  return row ?? byPath(reader, KIND, id);
}

/**
 * Whether a type is offered: as it was set, or else `on` for cards alone. At Stripe other types may be on as
 * well; here they are switched on, so that tests which know nothing of them keep a page of cards.
 */
function settingOf({ _preferences }: PaymentMethodConfiguration, type: string): "off" | "on" {
  const preference = _preferences[type] ?? "none";
  if (preference !== "none") return preference;
  return DEFAULT_TYPES.includes(type) ? "on" : "off";
}

// --- for sessions and intents -----------------------------------------------------------------------------

/** A configuration as sessions and intents show it, and the types it offers. */
export interface Configured {
  readonly details: { readonly id: string; readonly parent: null };
  readonly types: readonly string[];
}

/** The configuration that a request names in `param`, or the account's default one. */
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
    types: cardsFirst(
      SHOWN_CONFIGURED_TYPES.filter((type) => isImplemented(type) && settingOf(row, type) === "on"),
    ),
  };
}

function cardsFirst(types: readonly string[]): readonly string[] {
  const isFirst = (type: string) => DEFAULT_TYPES.includes(type);
  return [...types.filter(isFirst), ...types.filter((type) => !isFirst(type))];
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
  // Read once: by a second read another request may have stored it.
  const stored = await tx.get<PaymentMethodConfiguration>(KIND, call.id);
  const before = stored ?? untouched(tx.account, call.id) ?? (await byPath(tx, KIND, call.id));
  const { active = before.active, name = before.name } = call.input;
  if (before.is_default && !active) {
    throw errors.rule("The default payment method configuration cannot be deactivated.", "active");
  }
  const _preferences = { ...before._preferences, ...preferencesIn(call.input) };
  const after: PaymentMethodConfiguration = { ...before, active, name, _preferences };
  await (stored === null ? tx.insert(after) : tx.update(after));
  return after;
}

/** Newest first, so the default configuration, which existed from the start, comes last. */
async function list(reader: Reader, call: Call<ObjectValue<typeof listParams>>): Promise<Listed> {
  const { rows } = await reader.list<PaymentMethodConfiguration>(KIND, {}, { limit: CONFIGURATIONS_MAX });
  const all = [...rows.filter((row) => !row.is_default), await inPath(reader, defaultId(reader.account))];
  const { active } = call.input;
  const wanted = active === undefined ? all : all.filter((row) => row.active === active);
  return pageOf(wanted, nounOf(KIND), call.input, call.path);
}

/** Shows every type. `overridable` is null, because only child configurations have it. */
function view(row: PaymentMethodConfiguration): Wire {
  const types = SHOWN_CONFIGURED_TYPES.map((type) => {
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
