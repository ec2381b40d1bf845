/**
 * The server to measure: `node serve.mjs <folder of compiled code> <data directory> <port>`. It runs as users
 * run it, on SQLite with a sync for every commit. The parent can clear its store, read its processor time and
 * memory, and take CPU profiles.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { answer } from "./children.mjs";

const [folder, directory, port] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(join(folder, file)).href);
const [{ start }, { defaultConfig }] = await Promise.all([load("main.js"), load("config.js")]);
const running = await start({
  ...defaultConfig,
  port: Number(port),
  demo: false,
  storage: { kind: "sqlite", directory },
});
let profiler = null;

answer(
  {
    clear: async () => {
      await running.store.clear(null);
      return null;
    },
    cpu: () => process.cpuUsage(),
    memory: () => ({ rss: process.memoryUsage.rss(), peak: process.resourceUsage().maxRSS * 1024 }),
    startProfile: async () => {
      const { Session } = await import("node:inspector/promises");
      profiler = new Session();
      profiler.connect();
      await profiler.post("Profiler.enable");
      await profiler.post("Profiler.setSamplingInterval", { interval: 250 });
      await profiler.post("Profiler.start");
      return null;
    },
    stopProfile: async () => (await profiler.post("Profiler.stop")).profile,
  },
  () => running.close(),
);
