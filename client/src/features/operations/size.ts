const units = ["B", "kB", "MB", "GB", "TB"];

/** Bytes as people read them, in powers of 1000: `1.5 GB`. */
export function saySize(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
