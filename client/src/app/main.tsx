import "../ui/base.css";
import "../lib/first-page.ts";
import { followOtherTabs, startSession } from "../lib/api/start-session.ts";
import { keepComposingKeys } from "../lib/composing-keys.ts";
import { loadCode } from "../lib/load-code.ts";
import { fillIn } from "../lib/old-browsers.ts";
import { applyPrefs } from "../lib/prefs.ts";
import { reloadAfterRelease } from "./reload-after-release.ts";
import { watchCrashes } from "./watch-crashes.ts";

applyPrefs();
keepComposingKeys(window);
void startSession();
followOtherTabs();

const { pathname: own } = new URL(import.meta.url);
window.addEventListener("vite:preloadError", () => void reloadAfterRelease(own, () => location.reload()));

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

watchCrashes();
// What an older browser lacks comes first; most have all of it and wait for nothing.
void loadCode(async () => {
  await fillIn();
  return import("./app.tsx");
}).then(({ draw }) => draw(root));
