/**
 * Decides which IP addresses a webhook may be sent to; pure. `local` is for a server on one's own machine and
 * network, `public` for a server that strangers configure. Host names are resolved elsewhere; this file sees
 * only IP addresses.
 */
import { BlockList, isIPv4, isIPv6 } from "node:net";

export type Targets = "local" | "public";

/**
 * Never allowed: link-local networks, and the IP addresses where clouds serve their machines' credentials.
 */
const NEVER = [
  "169.254.0.0/16",
  "100.100.100.200/32",
  "168.63.129.16/32",
  "192.0.0.192/32",
  "fe80::/10",
  "fd00:ec2::/32",
  "fd20:ce::254/128",
];

/** Not on the public internet, according to the registries of special-purpose IP addresses. */
const NOT_PUBLIC = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/96",
  "::ffff:0:0/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "3fff::/20",
  "5f00::/16",
  "fc00::/7",
  "fec0::/10",
  "ff00::/8",
];

/**
 * The ways in which an IPv6 address can contain an IPv4 address: mapped, compatible, translated, NAT64, 6to4.
 */
const EMBEDDINGS = [
  { before: "::ffff:", after: "", bits: 96 },
  { before: "::", after: "", bits: 96 },
  { before: "::ffff:0:", after: "", bits: 96 },
  { before: "64:ff9b::", after: "", bits: 96 },
  { before: "2002:", after: "::", bits: 16 },
];

/** Two lists, because a common one would treat every IPv4 address as a mapped one. */
interface Blocked {
  readonly ipv4: BlockList;
  readonly ipv6: BlockList;
}
const blocked: Readonly<Record<Targets, Blocked>> = {
  local: blockLists(NEVER),
  public: blockLists([...NEVER, ...NOT_PUBLIC]),
};

/** True if a webhook may go to this IP address; false also for anything that is not a plain IP address. */
export function mayReach(address: string, targets: Targets): boolean {
  // A zone ("fe80::1%eth0") names the network link and is not part of the IP address.
  const [plain = ""] = address.split("%", 1);
  if (isIPv4(plain)) return !blocked[targets].ipv4.check(plain, "ipv4");
  if (isIPv6(plain)) return !blocked[targets].ipv6.check(plain, "ipv6");
  return false;
}

function blockLists(ranges: readonly string[]): Blocked {
  const ipv4 = new BlockList();
  const ipv6 = new BlockList();
  for (const range of ranges) {
    const [network = "", bits = ""] = range.split("/");
    if (!isIPv4(network)) {
      ipv6.addSubnet(network, Number(bits), "ipv6");
      continue;
    }
    ipv4.addSubnet(network, Number(bits), "ipv4");
    for (const { before, after, bits: lead } of EMBEDDINGS) {
      ipv6.addSubnet(before + inHex(network) + after, lead + Number(bits), "ipv6");
    }
  }
  return { ipv4, ipv6 };
}

/** An IPv4 address in IPv6 notation: 169.254.0.0 as a9fe:0000. */
function inHex(address: string): string {
  const digits = address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  return `${digits.slice(0, 2).join("")}:${digits.slice(2).join("")}`;
}
