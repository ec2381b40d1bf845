/**
 * Decides which host names the server answers to. A foreign web page can make its own host name point at this
 * machine (DNS rebinding). The browser of a visitor then takes this server for the page's own, and lets the
 * page use it. Such a call shows the page's name in the Host header. Pure; part of the composition root.
 */
import { isIP } from "node:net";
import type { Config } from "./config.ts";

/** The length of the longest DNS name. Of a longer name, refusals show this many characters. */
const NAME_CHARS_MAX = 253;
/**
 * The name by which containers call the machine they run on. Safe: nobody can register a public name under
 * `.internal`.
 */
const HOST_OF_CONTAINERS = "host.docker.internal";

/** Returns the name in a Host header if the server does not answer to it; null if it does. */
export type HostCheck = (header: string | undefined) => string | null;

/**
 * The check for a configuration: its host, the host of its checkout origin and its allowed hosts are
 * answered.
 */
export function hostCheckOf({ host, checkoutOrigin, allowedHosts }: Config): HostCheck {
  const origin = checkoutOrigin === null ? [] : [new URL(checkoutOrigin).hostname];
  return hostCheck([host, ...origin, ...allowedHosts]);
}

/**
 * A check that always accepts IP addresses and `localhost`, because no foreign name can look like them. Other
 * names must be among `names`.
 */
export function hostCheck(names: readonly string[]): HostCheck {
  const known = new Set(names.map((name) => name.toLowerCase()));
  // Parsing a header costs as much as some whole requests, and nearly all requests have the same header.
  let lastAnswered: string | undefined;
  return (header) => {
    // Only HTTP/1.0 requests have no Host header, and no browser sends those.
    if (header === undefined || header === lastAnswered) return null;
    const name = nameIn(header);
    if (name === null) return header.slice(0, NAME_CHARS_MAX);
    if (isIP(name) === 0 && !isLocal(name) && !known.has(name)) return name;
    lastAnswered = header;
    return null;
  };
}

function isLocal(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || name === HOST_OF_CONTAINERS;
}

/**
 * The host in `name:port`, in lower case, without brackets or a final dot; null if the header is not valid.
 */
function nameIn(header: string): string | null {
  if (header.length > NAME_CHARS_MAX + ":65535".length || /[@/?#\\\s]/.test(header)) return null;
  const url = `http://${header}`;
  if (!URL.canParse(url)) return null;
  return new URL(url).hostname.replace(/^\[|\]$|\.$/g, "");
}
