import { writeFile } from "node:fs/promises";
import path from "node:path";
import { generate } from "selfsigned";

/** A self-signed pair for localhost and 127.0.0.1, as PEM. */
export async function makeCertificate(validDays = 90): Promise<{ cert: string; key: string }> {
  const pair = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + validDays * 86_400_000),
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { cert: pair.cert, key: pair.private };
}

/** Puts a pair where TLS_CERT and TLS_KEY point; answers those settings. */
export async function placeCertificate(
  folder: string,
  pair: { cert: string; key: string },
): Promise<{ TLS_CERT: string; TLS_KEY: string }> {
  const files = { TLS_CERT: path.join(folder, "cert.pem"), TLS_KEY: path.join(folder, "key.pem") };
  await writeFile(files.TLS_CERT, pair.cert);
  await writeFile(files.TLS_KEY, pair.key, { mode: 0o600 });
  return files;
}
