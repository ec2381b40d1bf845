/**
 * Writes the reference as a folder of pages that can be opened or put anywhere: the same that a server shows under
 * `/_checkstand/docs`. Run by `npm run docs`; `npm run docs -- <folder>` writes it elsewhere.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DEFAULT_PORT } from "../src/config.ts";
import { referenceSite } from "../src/reference_parts.ts";

const OWN_FOLDER = fileURLToPath(new URL("../docs/reference/", import.meta.url));
const given = process.argv[2];
const folder = given === undefined ? OWN_FOLDER : resolve(given);

// The folder is emptied where it is our own: names of files carry hashes, and old ones would stay.
if (given === undefined) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const site = await referenceSite(`http://127.0.0.1:${DEFAULT_PORT}`);
for (const name of site.names) writeFileSync(join(folder, name), site.file(name)?.text ?? "");
console.log(`${site.names.length} files in ${folder}; open ${join(folder, "index.html")}`);
