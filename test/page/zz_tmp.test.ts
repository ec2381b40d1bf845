import { test } from "vitest"; test("p", () => {});
