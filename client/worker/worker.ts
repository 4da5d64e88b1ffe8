/** What a build puts at the end of this file, as the argument of `keepShell`. */
export interface Release {
  /** The script that index.html of this release begins with. */
  entry: string;
  /** Paths of all code, words and styles that people of a role may need. */
  roles: Readonly<Record<string, readonly string[]>>;
}

/** What a page says in a calm moment (src/app/keep-code.ts). */
export interface KeepCall {
  keep: string;
  /** The script that page began with. */
  entry: string;
}

/** A notice as the server sends it (server/src/modules/reach/reach.words.ts). */
interface Notice {
  title: string;
  body: string;
  url: string;
  tag: string;
}

/** As much of the worker's own scope as is used here. */
export type Scope = Pick<
  ServiceWorkerGlobalScope,
  "addEventListener" | "caches" | "clients" | "fetch" | "location" | "registration" | "skipWaiting"
>;

/**
 * The service worker: keeps index.html and the code of the person's role, so that the product opens while line or server
 * are away. It imports nothing, and a build writes it into one script (client/vite/worker-plugin.ts).
 *
 * It never keeps or answers what the API says, who is signed in, or anything of another origin. What the server answers
 * comes first, always: the kept page is for when it does not. Code is kept by names that say what is in it, so releases
 * never mix; index.html is taken over once all code it may ask for is here, and older code goes when no page runs on it.
 */
export function keepShell(scope: Scope, release: Release): void {
  const CACHE = "fuzhen-code";
  /** So long a page waits for the server, in ms; it then says within 5 s that nobody answers (src/lib/api/start-session.ts). */
  const PATIENCE_MS = 2500;
  /** How it was packed for the line says nothing about what is in it. */
  const ANY = { ignoreVary: true };
  const SERVER_PATHS = /^\/(api|socket\.io|healthz|readyz|metrics)(\/|$)/;

  async function page(request: Request, preloaded: Promise<unknown>): Promise<Response> {
    const kept = await scope.caches.match("/", ANY);
    const coming = preloaded.then((answer) => (answer instanceof Response ? answer : scope.fetch(request)));
    if (!kept) return coming;
    const none = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
    const answer = await Promise.race([coming.catch(() => null), none]);
    // A proxy says 502 for a server that is away, or 429 for one that is asked too much.
    return answer && answer.status !== 429 && answer.status < 500 ? answer : kept;
  }

  async function code(request: Request): Promise<Response> {
    return (await scope.caches.match(request.url, ANY)) ?? scope.fetch(request);
  }

  async function keep({ keep: role, entry }: KeepCall): Promise<void> {
    const cache = await scope.caches.open(CACHE);
    for (const path of release.roles[role] ?? []) {
      if (await cache.match(path, ANY)) continue;
      const answer = await scope.fetch(path);
      // The rest at the next calm moment.
      if (!answer.ok) return;
      await cache.put(path, answer);
    }
    const html = await scope.fetch("/", { cache: "no-store" });
    // While a release is rolled out, servers of both may answer.
    if (!html.ok || !(await html.clone().text()).includes(release.entry)) return;
    await cache.put("/", html);
    const pages = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (entry !== release.entry || pages.length > 1) return;
    const present = new Set(["/", ...Object.values(release.roles).flat()]);
    for (const request of await cache.keys())
      if (!present.has(new URL(request.url).pathname)) await cache.delete(request);
  }

  // Nothing is fetched here: a new release comes in while a page is busy opening.
  scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
  scope.addEventListener("activate", (event) => {
    event.waitUntil(Promise.all([scope.clients.claim(), scope.registration.navigationPreload?.enable()]));
  });
  scope.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== scope.location.origin) return;
    if (pathname.startsWith("/assets/")) event.respondWith(code(request));
    else if (request.mode === "navigate" && !SERVER_PATHS.test(pathname))
      event.respondWith(page(request, Promise.resolve(event.preloadResponse)));
  });
  const windows = () => scope.clients.matchAll({ type: "window", includeUncontrolled: true });

  /** Whoever looks at the app is told there. */
  async function tell(notice: Notice): Promise<void> {
    if ((await windows()).some(({ visibilityState }) => visibilityState === "visible")) return;
    const { title, body, tag, url } = notice;
    await scope.registration.showNotification(title, {
      body,
      tag,
      data: url,
      icon: "/icon-192.png",
      badge: "/icon-192.png",
    });
  }

  /** Leads a window that is open to what the notice was about, else opens one. Never to another origin. */
  async function follow(path: unknown): Promise<void> {
    const url = new URL(typeof path === "string" ? path : "/", scope.location.origin);
    if (url.origin !== scope.location.origin) return;
    const [open] = await windows();
    if (!open) await scope.clients.openWindow(url.href);
    else await (await open.focus()).navigate(url.href);
  }

  scope.addEventListener("push", (event) => {
    const notice = event.data?.json() as Notice | undefined;
    if (notice) event.waitUntil(tell(notice));
  });
  scope.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(follow(event.notification.data));
  });
  scope.addEventListener("message", (event) => {
    const call = event.data as Partial<KeepCall> | null;
    // A line that breaks off meanwhile leaves what has come; the rest at the next calm moment.
    if (typeof call?.keep === "string" && typeof call.entry === "string")
      event.waitUntil(keep({ keep: call.keep, entry: call.entry }).catch(() => undefined));
  });
}
