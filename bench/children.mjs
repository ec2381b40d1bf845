/**
 * Child processes whose functions the parent can call by messages: `startChild` is for the parent, `answer`
 * for the child. A child ends when its parent ends.
 */
import { fork } from "node:child_process";

/** Starts a child. `call` runs a function of the child by name and returns a promise of its value. */
export function startChild(file, args = [], execArgv = []) {
  const child = fork(file, args, { execArgv, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const waiting = new Map();
  let last = 0;
  const exited = new Promise((resolve) => child.on("exit", resolve));
  child.on("message", ({ call, value, error }) => {
    const { resolve, reject } = waiting.get(call);
    waiting.delete(call);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  child.on("exit", (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended (${code ?? signal})`));
    waiting.clear();
  });
  return {
    pid: child.pid,
    exited,
    call: (name, value) =>
      new Promise((resolve, reject) => {
        const call = ++last;
        waiting.set(call, { resolve, reject });
        child.send({ call, name, value }, (error) => error && reject(error));
      }),
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** In a child: answers the parent's calls with these functions, and exits when the parent disconnects. */
export function answer(functions, onStop = async () => {}) {
  process.on("message", async ({ call, name, value }) => {
    try {
      process.send({ call, value: await functions[name](value) });
    } catch (error) {
      process.send({ call, error: error instanceof Error ? error.message : String(error) });
    }
  });
  process.on("disconnect", async () => {
    await onStop();
    process.exit(0);
  });
}
