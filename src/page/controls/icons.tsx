/** Icons of the page's controls, all of them decorative. Marks of brands and methods are in `marks.tsx`. */

export function BackArrow() {
  return (
    <svg class="Header-backArrow" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M13.5 8h-11m0 0 4.5-4.5M2.5 8 7 12.5" {...STROKE} />
    </svg>
  );
}

export function Chevron() {
  return (
    <svg class="Chevron" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <path d="m3.5 5.75 4.5 4.5 4.5-4.5" {...STROKE} />
    </svg>
  );
}

export function Lock() {
  return (
    <svg class="SubmitButton-Lock" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <rect x="3" y="7" width="10" height="7" rx="1.5" fill="currentColor" />
      <path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2" {...STROKE} />
    </svg>
  );
}

export function Check() {
  return (
    <svg class="Check" viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
      <path d="m3 8.5 3.5 3.5L13 4.5" {...STROKE} />
    </svg>
  );
}

export function Cross() {
  return (
    <svg class="Cross" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <path d="m3.5 3.5 9 9m0-9-9 9" {...STROKE} />
    </svg>
  );
}

/** A price tag, shown beside a discount. */
export function Tag() {
  return (
    <svg class="Tag" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d="M2 7.5V3a1 1 0 0 1 1-1h4.5l6 6a1.4 1.4 0 0 1 0 2L10 13.5a1.4 1.4 0 0 1-2 0z" {...STROKE} />
      <circle cx="5.2" cy="5.2" r="0.9" fill="currentColor" />
    </svg>
  );
}

const STROKE = {
  fill: "none",
  stroke: "currentColor",
  "stroke-width": "1.6",
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
} as const;
