import type { Engine } from "./engine.ts";
export function openPostgres(_url: string): Promise<Engine> {
  throw new Error("being built");
}
