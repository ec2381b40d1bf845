import { expect, test } from "vitest";
import { accountId, accountIdOfSecret, clientSecret, newId, secureIds, tailOf } from "./ids.ts";

const BITS_MIN = 128;
const BITS_A_CHARACTER = Math.log2(62);

test("a client secret has at least 128 random bits and contains the account", () => {
  const id = accountId("somebody");
  const owner = { id, tail: tailOf(id) };
  for (const prefix of ["pi_", "seti_"]) {
    const intent = newId(secureIds, prefix, 1_800_000_000_000, owner);
    let asked = 0;
    const source = {
      random: (length: number) => {
        asked += length;
        return secureIds.random(length);
      },
    };
    const secret = clientSecret(source, intent, owner);
    expect(secret).toMatch(new RegExp(`^${intent}_secret_[A-Za-z0-9]+$`));
    expect(asked * BITS_A_CHARACTER).toBeGreaterThanOrEqual(BITS_MIN);
    expect(accountIdOfSecret(secret)).toBe(id);
  }
});
