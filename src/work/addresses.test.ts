import { isIP } from "node:net";
import { expect, test } from "vitest";
import { mayReach } from "./addresses.ts";

/** Hosts in different notations, as a URL may contain them. Tests of host names are in outbound.test.ts. */
const METADATA = [
  "169.254.169.254",
  "169.254.169.254.",
  "169.254.170.2",
  "169.254.0.0",
  "169.254.255.255",
  "2852039166",
  "0xa9fea9fe",
  "0xA9.0xFE.0xA9.0xFE",
  "0251.0376.0251.0376",
  "0251.254.0xa9.254",
  "169.254.43518",
  "169.16689662",
  "025177524776",
  "00000251.00000376.00000251.00000376",
  "１６９.２５４.１６９.２５４",
  "169。254。169。254",
  "169%2e254%2e169%2e254",
  "①⑥⑨.②⑤④.①⑥⑨.②⑤④",
  "[::ffff:169.254.169.254]",
  "[::ffff:a9fe:a9fe]",
  "[0:0:0:0:0:ffff:a9fe:a9fe]",
  "[0000:0000:0000:0000:0000:FFFF:A9FE:A9FE]",
  "[::169.254.169.254]",
  "[::ffff:0:169.254.169.254]",
  "[64:ff9b::169.254.169.254]",
  "[64:ff9b::a9fe:a9fe]",
  "[2002:a9fe:a9fe::]",
  "[2002:a9fe:a9fe::1]",
  "[fe80::1]",
  "[fe80::]",
  "[febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff]",
  "[FE80::A9FE:A9FE]",
  "[fd00:ec2::254]",
  "[fd00:0ec2:0:0:0:0:0:254]",
  "[fd00:ec2::23]",
  "[fd20:ce::254]",
  "100.100.100.200",
  "0x6464c8.200",
  "1684301000",
  "168.63.129.16",
  "192.0.0.192",
  "[::ffff:100.100.100.200]",
];
const PRIVATE = [
  "127.0.0.1",
  "127.0.0.1.",
  "127.1",
  "127.0.1",
  "127.255.255.254",
  "2130706433",
  "0x7f000001",
  "0x7f.1",
  "0177.0.0.1",
  "017700000001",
  "１２７.0.0.1",
  "0.0.0.0",
  "0",
  "10.0.0.1",
  "10.255.255.255",
  "0xa.0.0.1",
  "012.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "3232235521",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[::]",
  "[::127.0.0.1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:10.0.0.1]",
  "[::ffff:0:10.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::192.168.0.1]",
  "[2002:7f00:1::]",
  "[2002:c0a8:1::1]",
  "[fc00::1]",
  "[fd12:3456:789a::1]",
  "[fec0::1]",
];
const RESERVED = [
  "100.64.0.1",
  "100.127.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "192.88.99.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "[ff02::1]",
  "[100::1]",
  "[2001::1]",
  "[2001:0:a9fe:a9fe::]",
  "[2001:db8::1]",
  "[3fff::1]",
  "[64:ff9b:1::1]",
  "[::ffff:8.8.8.8]",
];
const PUBLIC = [
  "8.8.8.8",
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.0",
  "169.253.255.255",
  "169.255.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "192.169.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "223.255.255.255",
  "[2606:4700::1111]",
  "[2001:4860:4860::8888]",
  "[64:ff9b::8.8.8.8]",
];

/** The host in the URL parser's notation; null if the parser refuses it, so that nothing can be sent. */
function addressOf(host: string): string | null {
  if (!URL.canParse(`http://${host}/hook`)) return null;
  const name = new URL(`http://${host}/hook`).hostname.replace(/^\[|\]$/g, "");
  // If it were not an IP address it would be resolved as a name, and these tests would show nothing.
  expect(isIP(name), name).not.toBe(0);
  return name;
}
function reaches(host: string, targets: "local" | "public"): boolean {
  const address = addressOf(host);
  return address !== null && mayReach(address, targets);
}

test.each(METADATA)("no webhook is ever sent to %s", (host) => {
  expect(reaches(host, "local")).toBe(false);
  expect(reaches(host, "public")).toBe(false);
});
test.each([...PRIVATE, ...RESERVED])("a public server does not send to %s", (host) => {
  expect(addressOf(host)).not.toBeNull();
  expect(reaches(host, "public")).toBe(false);
});
test.each(PRIVATE)("a local server sends to %s", (host) => {
  expect(reaches(host, "local")).toBe(true);
});
test.each(PUBLIC)("both public and local servers send to %s", (host) => {
  expect(reaches(host, "public")).toBe(true);
  expect(reaches(host, "local")).toBe(true);
});
test.each(["", "localhost", "example.com", "127.0.0.1.example.com", "1.2.3", "not an address"])(
  "%j is no address",
  (name) => {
    expect(mayReach(name, "local")).toBe(false);
  },
);
test("a zone does not hide an IP address", () => {
  expect(mayReach("fe80::1%eth0", "local")).toBe(false);
  expect(mayReach("::1%lo", "local")).toBe(true);
});
