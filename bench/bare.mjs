/**
 * A bare node:http server. Its speed is the ceiling for any server on this machine. It reads the body of each
 * request and answers with a fixed body, whose size the parent process sets.
 */
import { createServer } from "node:http";
import { answer } from "./children.mjs";

let body = Buffer.from("{}");

const server = createServer((request, response) => {
  const reply = () => {
    response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
    response.end(body);
  };
  if (request.method === "GET") return reply();
  let text = "";
  request.setEncoding("utf8");
  request.on("data", (chunk) => {
    text += chunk;
  });
  request.on("end", () => (text === "" ? request.destroy() : reply()));
});
const listening = new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

answer({
  port: async () => {
    await listening;
    return server.address().port;
  },
  cpu: () => process.cpuUsage(),
  size: (bytes) => {
    body = Buffer.alloc(bytes, "x");
    return null;
  },
});
