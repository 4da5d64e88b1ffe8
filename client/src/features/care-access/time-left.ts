/** Hours and minutes that are left, `3:59`; begun minutes count, so that 0:00 means over. */
export function timeLeft(until: string, now: Date): string {
  const minutes = Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / 60_000));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
