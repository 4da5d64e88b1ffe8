import { existsSync } from "node:fs";
import { runStep } from "./run-step.ts";

const places = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx"];

/** Path of an nginx: the one named by NGINX, the system's, or on Debian one installed now. */
export async function findNginx(): Promise<string> {
  const found = [process.env.NGINX ?? "", ...places].find((place) => place !== "" && existsSync(place));
  if (found) return found;
  if (!existsSync("/usr/bin/apt-get")) throw new Error("no nginx found: install one and name it in NGINX");
  // RUNLEVEL=1 keeps the package from starting nginx as a service on port 80: only the program is wanted.
  const quiet = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const lock = ["-o", "DPkg::Lock::Timeout=1200"];
  await runStep("apt-get", [...lock, "update"], quiet);
  await runStep("apt-get", [...lock, "install", "-y", "--no-install-recommends", "nginx"], quiet);
  const installed = places.find((place) => existsSync(place));
  if (!installed) throw new Error("nginx could not be installed: install it and name it in NGINX");
  return installed;
}
