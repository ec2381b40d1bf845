/** Summarizes a CPU profile: which functions took the time. */

/**
 * The `count` functions that took the most time themselves, with their share of the time the process was
 * busy.
 */
export function topFunctions(profile, count) {
  const spent = new Map(profile.nodes.map((node) => [node.id, 0]));
  profile.samples.forEach((id, i) => {
    spent.set(id, (spent.get(id) ?? 0) + (profile.timeDeltas[i + 1] ?? 0));
  });
  const byFunction = new Map();
  let idle = 0;
  let total = 0;
  for (const { id, callFrame } of profile.nodes) {
    const time = spent.get(id) ?? 0;
    total += time;
    if (callFrame.functionName === "(idle)") {
      idle += time;
      continue;
    }
    const name = nameOf(callFrame);
    byFunction.set(name, (byFunction.get(name) ?? 0) + time);
  }
  const busy = total - idle;
  const functions = [...byFunction]
    .map(([name, time]) => ({ name, ms: time / 1000, share: time / busy }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, count);
  return { busyShare: busy / total, functions };
}

function nameOf({ functionName, url, lineNumber }) {
  const name = functionName === "" ? "(anonymous)" : functionName;
  if (url === "") return name;
  const file = url.replace(/^.*\/node_modules\/(?!\.cache)/, "").replace(/^.*\/dist\//, "");
  return `${name}  ${file}:${lineNumber + 1}`;
}
