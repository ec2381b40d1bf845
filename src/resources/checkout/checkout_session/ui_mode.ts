/**
 * Where the buyer of a session pays, and what follows from it: which URLs it has, its client secret, and which types of
 * payment method leave the shop's page. Pure.
 */
import type { Behaviour } from "../../../core/behaviour.ts";
import { errors } from "../../../core/errors.ts";
import { encodeHints } from "../../../core/session_hints.ts";
import { typeNamed } from "../../../method_types/index.ts";
import type { CreateInput } from "./params/session_params.ts";
import type { LineItem, Session, UiMode } from "./row/session.ts";

/** The names before 2026-03-25.dahlia. */
const OLD_NAMES: Readonly<Record<UiMode, string>> = {
  elements: "custom",
  embedded_page: "embedded",
  form: "form",
  hosted_page: "hosted",
};

type Names = Pick<Behaviour, "ui_mode_names">;

function nameOf(mode: UiMode, { ui_mode_names: names }: Names): string {
  return names === "old" ? OLD_NAMES[mode] : mode;
}

/** Checks the parameters that depend on where the buyer pays. */
export function checkUiMode(input: CreateInput, behaviour: Names): void {
  const { ui_mode: mode = "hosted_page" } = input;
  const refused = REFUSED[mode].find((param) => input[param] !== undefined);
  if (mode === "hosted_page" && input.success_url === undefined) throw errors.missingParam("success_url");
  if (refused !== undefined) throw errors.cannotPassInMode(refused, nameOf(mode, behaviour));
  if (mode === "embedded_page") checkReturn(input);
}

/** The parameters that do not go with each mode; those of `elements` and `form` as in Stripe's types. */
const REFUSED: Readonly<Record<UiMode, readonly (keyof CreateInput)[]>> = {
  elements: [
    ...(["success_url", "cancel_url", "after_expiration", "redirect_on_completion"] as const),
    ...(["branding_settings", "custom_fields", "custom_text", "optional_items"] as const),
    ...(["origin_context", "submit_type"] as const),
  ],
  embedded_page: ["success_url", "cancel_url", "after_expiration", "permissions"],
  form: [
    "success_url",
    "cancel_url",
    "after_expiration",
    "redirect_on_completion",
    "optional_items",
    "permissions",
  ],
  hosted_page: ["return_url", "redirect_on_completion", "permissions"],
};

/** Buyers who never leave the page do not come back to it either. */
function checkReturn({ redirect_on_completion: redirect, return_url }: CreateInput): void {
  if (redirect !== "never" && return_url === undefined) throw errors.missingParam("return_url");
  if (redirect === "never" && return_url !== undefined) {
    throw errors.rule(
      "You can not pass `return_url` when `redirect_on_completion` is `never`.",
      "return_url",
    );
  }
}

/** Whether payers of the type leave the page for that of their bank, or for a voucher. */
function leavesPage(type: string): boolean {
  const { family } = typeNamed(type);
  return family.action === "redirect" || family.name === "voucher";
}

/** The types that a session may offer, by what its `redirect_on_completion` says. */
export function staysOnPage({ redirect_on_completion: redirect }: CreateInput): (type: string) => boolean {
  return redirect === "never" ? (type) => !leavesPage(type) : () => true;
}

/** What a new session has besides what sessions of hosted pages have. */
export function uiModeRow(
  input: CreateInput,
  session: { readonly id: string; readonly lines: readonly LineItem[] },
  behaviour: Names,
): Pick<Session, "_redirect_on_completion" | "_return_url" | "client_secret" | "permissions" | "ui_mode"> {
  const { permissions, ui_mode = "hosted_page", return_url = null } = input;
  const isEmbedded = ui_mode === "embedded_page";
  const redirect = isEmbedded ? (input.redirect_on_completion ?? "always") : null;
  const uiMode = nameOf(ui_mode, behaviour);
  const hints = isEmbedded
    ? { uiMode, layoutType: layoutOf(session.lines), redirectOnCompletion: redirect ?? "always" }
    : { borderStyle: "default", uiMode };
  return {
    client_secret: ui_mode === "hosted_page" ? null : `${session.id}_secret_${encodeHints(hints)}`,
    permissions:
      permissions === undefined
        ? null
        : { update_shipping_details: permissions.update_shipping_details ?? null },
    ui_mode,
    _redirect_on_completion: redirect,
    _return_url: return_url,
  };
}

/** What follows `#` in the URL of a hosted page. */
export function urlHints({ _line_items: lines }: Pick<Session, "_line_items">): string {
  return encodeHints({ fromServer: true, layoutType: layoutOf(lines), enablePlaceholders: true });
}

function layoutOf(lines: readonly LineItem[]): string {
  return lines.length > 1 ? "multi_item" : "single_item";
}
