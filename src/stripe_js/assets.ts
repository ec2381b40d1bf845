/** The scripts and the style sheet of Stripe.js: loaded once at the start, served from memory. */
import { createHash } from "node:crypto";
import { bundlesOf } from "../bundles.ts";
import type { TrainName } from "./trains.ts";

const HASH_CHARS = 12;
/** Where the frames' own files are, under names with a hash of their content. */
const PREFIX = "/_checkstand/js/";

export interface ScriptAssets {
  /** What shops load, for a train. `origin` is the server's own. */
  script(train: TrainName, origin: string): string;
  readonly frameScript: string;
  readonly frameStyles: string;
  /** By URL. */
  readonly files: ReadonlyMap<string, { readonly type: string; readonly text: string }>;
}

let loading: Promise<ScriptAssets> | null = null;

/** Loads the assets once per process, also if it runs several servers. */
export function loadScripts(): Promise<ScriptAssets> {
  loading ??= load();
  return loading;
}

async function load(): Promise<ScriptAssets> {
  const bundles = await bundlesOf(new URL("./", import.meta.url), ["client/", "frame_client/", "frame.css"]);
  const files = new Map<string, { type: string; text: string }>();
  const add = (name: string, extension: string, type: string, text: string) => {
    const hash = createHash("sha256").update(text).digest("hex").slice(0, HASH_CHARS);
    const url = `${PREFIX}${name}.${hash}.${extension}`;
    files.set(url, { type, text });
    return url;
  };
  return {
    // The bundle reads both names; a function around it keeps them from other scripts of the page.
    script: (train, origin) =>
      `(function(CHECKSTAND_TRAIN,CHECKSTAND_ORIGIN){${bundles["client/"]}})` +
      `(${JSON.stringify(train)},${JSON.stringify(origin)});\n`,
    frameScript: add("frame", "js", "text/javascript; charset=utf-8", bundles["frame_client/"]),
    frameStyles: add("frame", "css", "text/css; charset=utf-8", bundles["frame.css"]),
    files,
  };
}
