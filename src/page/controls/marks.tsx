/** The marks of card brands and payment methods, drawn from `mark_drawings.ts`. All are decorative. */
import type { AskedMethod } from "../../form/fields.ts";
import { BRANDS, type Drawing, FAMILIES, METHODS, WHITE } from "./mark_drawings.ts";

/**
 * The page contains all brands. CSS shows four of them, at every width, until the client script recognizes the typed one.
 */
export function CardBrands() {
  return (
    <span class="CardBrands" aria-hidden="true">
      {Object.entries(BRANDS).map(([brand, drawing]) => (
        <Mark key={brand} name={`CardBrand CardBrand--${brand}`} drawing={drawing} />
      ))}
    </span>
  );
}

/** The mark of a saved card; a plain card if the brand has none. */
export function BrandMark({ brand }: { readonly brand: string }) {
  const drawing = Object.entries(BRANDS).find(([known]) => known === brand)?.[1];
  return <Mark drawing={drawing ?? FAMILIES.card} />;
}

/** The mark of a payment method; that of its family if it has none of its own. */
export function MethodMark({ type, family }: Pick<AskedMethod, "family" | "type">) {
  const own = Object.hasOwn(METHODS, type) ? METHODS[type] : undefined;
  return <Mark drawing={own ?? FAMILIES[family]} />;
}

export function FamilyMark({ family }: Pick<AskedMethod, "family">) {
  return <Mark drawing={FAMILIES[family]} />;
}

/** The back of a card, which shows where the security code is. */
export function CvcMark() {
  return <Mark name="CvcMark" drawing={CARD_BACK} />;
}
const CARD_BACK: Drawing = {
  plate: WHITE,
  shapes: [["#c9d2ce", "M.5 4h31v3.5H.5z"]],
  letters: { ink: "#3c4a45", text: "123", baseline: 16 },
};

/** By the number of letters, so that they fill the plate. */
const LETTER_SIZES = [13, 13, 11.5, 10.5, 8.8, 7.4, 6.4];

function Mark({ name, drawing }: { readonly name?: string; readonly drawing: Drawing }) {
  const { plate, shapes = [], letters, line } = drawing;
  return (
    <svg class={name === undefined ? "Mark" : `Mark ${name}`} viewBox="0 0 32 20" aria-hidden="true">
      {plate === WHITE ? (
        <rect x=".5" y=".5" width="31" height="19" rx="2.5" fill={plate} stroke="#c9d2ce" />
      ) : (
        <rect width="32" height="20" rx="3" fill={plate} />
      )}
      {shapes.map(([fill, path]) => (
        <path key={path} fill={fill} d={path} />
      ))}
      {line !== undefined && <path class="Mark-line" d={line} />}
      {letters !== undefined && (
        <text
          x="16"
          y={letters.baseline ?? 10 + (LETTER_SIZES[letters.text.length] ?? 6) * 0.36}
          fill={letters.ink}
          font-size={LETTER_SIZES[letters.text.length] ?? 6}
        >
          {letters.text}
        </text>
      )}
    </svg>
  );
}
