/** `branding_settings`: how the top of the page and its colours look. */
import { p } from "../../../../params/param.ts";

const color = { regex: /^#[0-9a-fA-F]{6}$/, shown: "/\\A#[0-9a-fA-F]{6}\\z/" };

export const BORDER_STYLES = ["pill", "rectangular", "rounded"] as const;
export const FONT_FAMILIES = [
  "be_vietnam_pro",
  "bitter",
  "chakra_petch",
  "default",
  "hahmlet",
  "inconsolata",
  "inter",
  "lato",
  "lora",
  "m_plus_1_code",
  "montserrat",
  "noto_sans",
  "noto_sans_jp",
  "noto_serif",
  "nunito",
  "open_sans",
  "pridi",
  "pt_sans",
  "pt_serif",
  "raleway",
  "roboto",
  "roboto_slab",
  "source_sans_pro",
  "titillium_web",
  "ubuntu_mono",
  "zen_maru_gothic",
] as const;

const image = (where: string) =>
  p.object({
    file: p.notYet(),
    type: p.required(p.about("`url` alone: there are no files.", p.oneOf("file", "url"))),
    url: p.about(where, p.url({ webOnly: true })),
  });

export const brandingSettings = p.object({
  background_color: p.about("Of the order's side of the page.", p.nullable(p.string({ pattern: color }))),
  border_style: p.about("Of buttons and fields.", p.nullable(p.oneOf(...BORDER_STYLES))),
  button_color: p.about("Of the button that pays.", p.nullable(p.string({ pattern: color }))),
  display_name: p.about("Stands at the top of the page, in place of the business's name.", p.string()),
  font_family: p.about(
    "Used where the buyer's device has it; the page loads no fonts.",
    p.nullable(p.oneOf(...FONT_FAMILIES)),
  ),
  icon: image("The picture beside the name."),
  logo: image("The picture in place of the name."),
});
