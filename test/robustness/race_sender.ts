/**
 * One of the two processes that race: it is told what to send and when, sends all of it at that moment, and returns the
 * answers in order.
 */
import { type Answer, asking, clientOf } from "./client.ts";

export interface Post {
  readonly path: string;
  /** Null for a GET, such as a payer's who follows a link. */
  readonly form: Readonly<Record<string, string>> | null;
}
/** What a racer is told. */
export interface Heat {
  readonly port: number;
  readonly key: string;
  /** The moment to begin, in milliseconds of the system's clock. */
  readonly at: number;
  readonly posts: readonly Post[];
}

const CONNECTIONS = 64;
/** How long before the moment the process stops sleeping and watches the clock. */
const WATCH_MS = 5;

const clients = new Map<number, ReturnType<typeof clientOf>>();

async function send({ port, key, at, posts }: Heat): Promise<Answer[]> {
  const client = clients.get(port) ?? clientOf(port, CONNECTIONS);
  clients.set(port, client);
  const ask = asking(client.send, key);
  await new Promise((resolve) => setTimeout(resolve, at - WATCH_MS - Date.now()));
  while (Date.now() < at);
  return Promise.all(posts.map(({ path, form }) => ask(path, form)));
}

process.on("message", (heat: Heat) => {
  send(heat).then(
    (answers) => process.send?.({ answers }),
    (error) => process.send?.({ error: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
