#!/usr/bin/env node
/**
 * The command line: commands, options and help. What a command does is in its own file, loaded when it runs.
 */
import { readFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import type { Branch } from "../params/form.ts";
import { addClock } from "./clock.ts";
import { EXIT } from "./faults.ts";
import { envOf, flagText, optionKeys, optionOf } from "./options.ts";
import { listOf } from "./settings.ts";

const EXAMPLES = `
Examples:
  checkstand                                        serve on http://127.0.0.1:12111, data in ./.checkstand
  checkstand --memory --port 0                      for a test run: any free port, nothing kept
  checkstand --webhook http://127.0.0.1:3000/hook   send every event there
  checkstand --config checkstand.yml --seed shop.yml
  checkstand clock advance 24h                      move the time of a running server

Every option has a twin in the environment and in the config file; the command line goes before the environment,
and that before the config file.

Exit codes: 0 stopped as told, 1 could not start, 2 the command line, the environment or the config file is wrong.
`;

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function addOptions(command: Command): void {
  for (const key of optionKeys) {
    const text = flagText(key);
    if (text === null) continue;
    const { help, otherwise, repeatable, value } = optionOf(key);
    const notes = [
      envOf(key),
      repeatable ? "repeatable" : null,
      value !== undefined && otherwise !== undefined ? `default: ${otherwise}` : null,
    ].filter((note) => note !== null);
    const option = new Option(text, `${help} (${notes.join("; ")})`);
    if (repeatable)
      option.argParser((given: string, before: string[] | undefined) => [...(before ?? []), given]);
    command.addOption(option);
  }
}

/** The options given on the command line, by option key, as the raw tree that `settings.ts` reads. */
function flagsOf(command: Command): Branch {
  const given = new Map(command.options.map((option) => [option.long, option.attributeName()]));
  const flags: Branch = new Map();
  for (const key of optionKeys) {
    const long = flagText(key)?.split(" ", 1)[0];
    const attribute = given.get(long);
    if (attribute === undefined || command.getOptionValueSource(attribute) !== "cli") continue;
    const value: unknown = command.getOptionValue(attribute);
    flags.set(key, Array.isArray(value) ? listOf(value) : String(value));
  }
  return flags;
}

function program(): Command {
  const root = new Command("checkstand")
    .description("The Stripe Checkout Sessions API on your own machine, for tests. It is not Stripe.")
    .version(version())
    .exitOverride();
  const serve = root
    .command("serve", { isDefault: true })
    .description("start the server (what runs without a command)")
    .action(async () => {
      const { serve: run } = await import("./serve.ts");
      await run(flagsOf(serve), version());
    });
  addOptions(serve);
  addClock(root);
  serve.addHelpText("after", EXAMPLES);
  root.addHelpText("after", () => `\n${serve.helpInformation()}${EXAMPLES}`);
  return root;
}

// Files that the server writes can be read by their owner only.
process.umask(0o077);
// If the reader of the banner goes away (`checkstand | head`), the server goes on.
process.stdout.on("error", () => {});
try {
  await program().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.badUsage;
}
