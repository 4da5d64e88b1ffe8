import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { DeviceSession } from "@fuzhen/shared/sessions/session.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayAgo, sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { devicesQuery } from "../api/devices.ts";
import { deviceWords } from "../../../lib/device-words.ts";
import { deviceTexts } from "../devices.texts.ts";

/** The devices with this one first, and how to ask again after one was signed out. */
export function useDevices() {
  const queryClient = useQueryClient();
  const query = useQuery(devicesQuery);
  return {
    query,
    devices: query.data?.toSorted((a, b) => Number(b.current) - Number(a.current)),
    askAgain: () => void queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey }),
  };
}

/** A device in the words of its owner. */
export function useDeviceWords(): (device: DeviceSession) => { name: string; details: string[] } {
  const texts = useTexts(deviceTexts);
  const language = useLanguage();
  const now = useNow();
  return ({ userAgent, ip, startedAt, lastSeenAt }) => ({
    name: deviceWords(userAgent, language) ?? texts.unknown,
    details: [
      texts.address(ip),
      texts.startedAt(sayMoment(startedAt, now, language)),
      texts.seenAt(sayAgo(lastSeenAt, now, language)),
    ],
  });
}
