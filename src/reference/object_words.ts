/** What the reference says of an object, and a short way to write it. */

export interface ObjectWords {
  /** The title in the page and in the menu. */
  readonly title: string;
  /** One of them, within a sentence: "a coupon". */
  readonly one: string;
  /** Several of them, within a sentence: "coupons". */
  readonly many: string;
  /** What it is, in a sentence or two, with names of fields in backticks. */
  readonly about: string;
}

export interface Area {
  readonly title: string;
  readonly objects: Readonly<Record<string, ObjectWords>>;
}

export function words(title: string, one: string, about: string, many = title.toLowerCase()): ObjectWords {
  return { title, one, many, about };
}
