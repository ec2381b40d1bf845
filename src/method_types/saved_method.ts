/** What is told of payment methods that are saved. */

/** A debit of the account behind a method, which is saved in its place. */
export interface SavedDebit {
  /** The ids of the method that was made, and of its mandate. */
  readonly method: string;
  readonly mandate: string;
}

/** A saved method as pages show it. */
export type SavedMethod = SavedDetails & {
  /** pm_… */
  readonly id: string;
  /** The name of its type. */
  readonly name: string;
};
/** What a family tells of one: a card, a bank account, or the account of a wallet. */
export type SavedDetails = SavedCard | SavedAccount | SavedWallet;
export interface SavedCard {
  readonly kind: "card";
  readonly brand: string;
  readonly last4: string;
  readonly exp_month: number;
  readonly exp_year: number;
}
export interface SavedAccount {
  readonly kind: "account";
  readonly last4: string;
}
export interface SavedWallet {
  readonly kind: "wallet";
  /** Whose it is, as the wallet tells it; null if it does not. */
  readonly payer: string | null;
}
