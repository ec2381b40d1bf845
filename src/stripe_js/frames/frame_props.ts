/** What every frame is drawn from. Types only. */
import type { Asked } from "../../form/fields.ts";
import type { Language } from "../../words/languages.ts";
import type { FrameConfig } from "../wire.ts";

export interface FrameProps {
  readonly config: FrameConfig;
  readonly language: Language;
  readonly asked: Asked;
  /** The country to begin with. */
  readonly country: string;
  readonly businessName: string;
  /** The types whose payers are asked for their e-mail address. */
  readonly emailTypes: readonly string[];
}
