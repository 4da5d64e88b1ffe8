import { until } from "./stack.ts";

export const METRICS_TOKEN = "bench-metrics-token";

/** Waits until every fact has been delivered, as operators see it. The stack has METRICS_TOKEN. */
export async function outboxEmpty(url: string, limitMs = 600_000): Promise<void> {
  await until(
    async () => {
      const page = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
      return /^fuzhen_outbox_pending 0$/m.test(await page.text());
    },
    "the outbox to be empty",
    limitMs,
  );
}
