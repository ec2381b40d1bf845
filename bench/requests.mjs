/** Requests to the server that is measured: as text for the load generator, and single ones. */
import { request } from "node:http";

const KEY = "sk_test_bench";

/** The whole text of an HTTP request; a form makes it a POST with an idempotency key of its own. */
export function requestText(method, path, form = null) {
  const lines = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1", `Authorization: Bearer ${KEY}`];
  if (form === null) return `${lines.join("\r\n")}\r\n\r\n`;
  const body = new URLSearchParams(form).toString();
  lines.push("Idempotency-Key: {key}", "Content-Type: application/x-www-form-urlencoded");
  return `${lines.join("\r\n")}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** One API call that is not measured; returns the object of the answer. */
export function api(port, method, path, form, more = {}) {
  const body = new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const type = "application/x-www-form-urlencoded";
    const headers = { authorization: `Bearer ${KEY}`, "content-type": type, ...more };
    const call = request({ port, host: "127.0.0.1", method, path, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => {
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}
