/** What `branding_settings` shows, and what of it the shop has sent. Pure. */
import { errors } from "../../../../core/errors.ts";
import type { Settings } from "../../../../core/settings.ts";
import type { Value } from "../../../../params/param.ts";
import type { BORDER_STYLES, brandingSettings, FONT_FAMILIES } from "../params/branding_params.ts";

export type BorderStyle = (typeof BORDER_STYLES)[number];
export type FontFamily = (typeof FONT_FAMILIES)[number];
interface Picture {
  readonly type: "url";
  readonly url: string;
}

export interface BrandingSettings {
  /** "#rrggbb", as is `button_color`. */
  readonly background_color: string;
  readonly border_style: BorderStyle;
  readonly button_color: string;
  readonly display_name: string;
  readonly font_family: FontFamily;
  readonly icon: Picture | null;
  readonly logo: Picture | null;
}
/** Only what the shop has sent. The page keeps its own looks for the rest. */
export type Branding = Partial<BrandingSettings>;

type Input = Value<typeof brandingSettings>;

/** The sent settings as they are stored; null if nothing was sent. Refuses pictures that are not there. */
export function brandingRow(given: Input | undefined): Branding | null {
  if (given === undefined) return null;
  const { icon, logo, ...rest } = given;
  if (icon !== undefined && logo !== undefined) {
    throw errors.rule("You cannot set both `logo` and `icon`.", "branding_settings[logo]");
  }
  const sent = Object.entries(rest).filter(([, value]) => value !== null);
  return {
    ...Object.fromEntries(sent),
    ...(icon === undefined ? {} : { icon: pictureRow(icon, "icon") }),
    ...(logo === undefined ? {} : { logo: pictureRow(logo, "logo") }),
  };
}

function pictureRow({ type, url }: NonNullable<Input["icon"]>, name: "icon" | "logo"): Picture {
  const at = `branding_settings[${name}]`;
  if (type === "file") throw errors.notSupportedYet(`${at}[file]`);
  if (url === undefined) throw errors.missingParam(`${at}[url]`);
  return { type: "url", url };
}

/** All settings of a session: what the shop has sent, and Stripe's values for the rest. */
export function brandingOf(
  { branding_settings: usual, _branding: sent }: BrandedSession,
  { business_name: display_name }: Settings,
): BrandingSettings {
  return { ...usual, display_name, ...sent };
}

interface BrandedSession {
  /** The values of a session that has no brand of its own; its name is replaced by that of the business. */
  readonly branding_settings: BrandingSettings;
  readonly _branding: Branding | null;
}
