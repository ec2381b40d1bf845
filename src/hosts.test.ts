import { expect, test } from "vitest";
import { hostCheck } from "./hosts.ts";

const check = hostCheck(["checkstand", "Pay.Example.test"]);

test.each([
  undefined,
  "127.0.0.1",
  "127.0.0.1:12111",
  "10.0.0.7:80",
  "[::1]:12111",
  "[2001:db8::7]",
  "localhost",
  "LOCALHOST:12111",
  "localhost.:12111",
  "shop.localhost:12111",
  "host.docker.internal:12111",
  "checkstand:12111",
  "CheckStand",
  "pay.example.test:443",
])("%s is answered", (header) => {
  expect(check(header)).toBeNull();
});

test.each([
  ["evil.example", "evil.example"],
  ["Evil.Example:12111", "evil.example"],
  ["evil.example.:12111", "evil.example"],
  ["127.0.0.1.evil.example", "127.0.0.1.evil.example"],
  ["localhost.evil.example", "localhost.evil.example"],
  ["notlocalhost", "notlocalhost"],
  ["api:12111", "api"],
  ["www.pay.example.test", "www.pay.example.test"],
  ["", ""],
  ["evil.example@127.0.0.1", "evil.example@127.0.0.1"],
  ["127.0.0.1/evil.example", "127.0.0.1/evil.example"],
  ["127.0.0.1, evil.example", "127.0.0.1, evil.example"],
  ["127.0.0.1:port", "127.0.0.1:port"],
  [`${"a".repeat(300)}.example`, "a".repeat(253)],
])("%s is refused, and named %s", (header, name) => {
  expect(check(header)).toBe(name);
});

test("without configured names, a server answers only to IP addresses and localhost", () => {
  const bare = hostCheck([]);
  expect(bare("checkstand:12111")).toBe("checkstand");
  expect(bare("localhost:12111")).toBeNull();
});
