import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { generate } from "selfsigned";
import { freePort, until } from "./stack.ts";

const site = path.resolve(import.meta.dirname, "..", "..", "docs", "nginx.conf");

/** A real nginx with docs/nginx.conf in front of a server. */
export interface Proxy {
  url: string;
  /** Where it answers plain HTTP. */
  plainUrl: string;
  /** The certificate it shows, as PEM. */
  certificate: string;
  accessLog(): Promise<string>;
  stop(): Promise<void>;
}

/** Changes one place of the file; one that is not there exactly once would leave something untried. */
function replaceOnce(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`docs/nginx.conf has not exactly one "${from}"`);
  return text.replace(from, to);
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

/**
 * Starts nginx with the operators' own file; ports, names of files and the server behind are all that is changed. With
 * `webSockets: false` it is a proxy that hands no upgrade on.
 */
export async function startNginx(upstream: number, { webSockets = true } = {}): Promise<Proxy> {
  const nginx = process.env.NGINX ?? "/usr/sbin/nginx";
  if (!existsSync(nginx)) throw new Error("no nginx: run the journeys by scripts/test.ts, or name one in NGINX");
  const folder = await mkdtemp(path.join(tmpdir(), "fuzhen-nginx-"));
  const [port, plainPort] = [await freePort(), await freePort()];
  const pair = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
  });
  await writeFile(path.join(folder, "cert.pem"), pair.cert);
  await writeFile(path.join(folder, "key.pem"), pair.private, { mode: 0o600 });

  let text = (await readFile(site, "utf8")).replaceAll("fuzhen.example.cn", "localhost");
  for (const [from, to] of [
    ["server 127.0.0.1:3000;", `server 127.0.0.1:${upstream};`],
    ["listen 80;", `listen 127.0.0.1:${plainPort};`],
    ["listen 443 ssl http2;", `listen 127.0.0.1:${port} ssl http2;`],
    ["return 308 https://$host$request_uri;", `return 308 https://$host:${port}$request_uri;`],
    ...(webSockets ? [] : [["proxy_set_header Upgrade $http_upgrade;", ""] as const]),
    ["/etc/fuzhen/tls/fullchain.pem", path.join(folder, "cert.pem")],
    ["/etc/fuzhen/tls/key.pem", path.join(folder, "key.pem")],
    ["/var/log/nginx/fuzhen.log", path.join(folder, "access.log")],
    ["/var/log/nginx/fuzhen-error.log", path.join(folder, "error.log")],
  ] as const)
    text = replaceOnce(text, from, to);
  await writeFile(path.join(folder, "site.conf"), text);
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const temporary = kinds.map((kind) => `${kind}_temp_path ${path.join(folder, kind)};`).join(" ");
  const whole = `pid ${folder}/nginx.pid; events {} http { ${temporary} include ${folder}/site.conf; }\n`;
  await writeFile(path.join(folder, "nginx.conf"), whole);

  // One process in the foreground: no master that changes user and cannot read the folder.
  const globals = "daemon off; master_process off;";
  const child = spawn(nginx, ["-p", folder, "-e", "stderr", "-c", path.join(folder, "nginx.conf"), "-g", globals], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await until(() => {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${complaints}`);
    return listens(port);
  }, "nginx to listen");
  return {
    url: `https://localhost:${port}`,
    plainUrl: `http://localhost:${plainPort}`,
    certificate: pair.cert,
    accessLog: () => readFile(path.join(folder, "access.log"), "utf8"),
    async stop() {
      child.kill("SIGTERM");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
