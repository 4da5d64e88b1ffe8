import { readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { parseSync } from "vite";
import { Window } from "happy-dom";
import { expect, test } from "vitest";

const html = readFileSync(path.join(import.meta.dirname, "..", "index.html"), "utf8");
const script = /<script>([^]*?)<\/script>/.exec(html)?.[1] ?? "";

/** What the page's shell says in a browser with or without what the floor has. */
function shellIn({ dialog, agent }: { dialog: boolean; agent: string }): string {
  const window = new Window();
  window.document.body.innerHTML = '<div id="shell">正在打开</div><div id="root"></div>';
  const seen = { HTMLDialogElement: dialog ? window.HTMLDialogElement : undefined };
  runInNewContext(script, { window: seen, document: window.document, navigator: { userAgent: agent } });
  window.document.dispatchEvent(new window.Event("DOMContentLoaded"));
  const { textContent } = window.document.body;
  return `${window.document.getElementById("root") ? "app" : "no app"}: ${textContent}`;
}

test("below the floor the page says which browser opens it, in WeChat how to leave it, and the app does not begin", () => {
  expect(shellIn({ dialog: true, agent: "Chrome/89" })).toBe("app: 正在打开");
  expect(shellIn({ dialog: false, agent: "Safari/605" })).toMatch(/^no app: .*换用新版的 Chrome.*too old/);
  expect(shellIn({ dialog: false, agent: "MicroMessenger/7.0" })).toContain("在浏览器打开");
});

test("that script is written in words which the oldest browsers read", () => {
  const { program } = parseSync("old-browser.js", script);
  const kinds = JSON.stringify(program);
  for (const young of [
    "ArrowFunctionExpression",
    "TemplateLiteral",
    '"kind":"const"',
    '"kind":"let"',
    "ChainExpression",
  ])
    expect(kinds.includes(young), `${young} is not in it`).toBe(false);
});
