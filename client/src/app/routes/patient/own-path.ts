/** A path of this app to go back to. Addresses elsewhere (`//evil.example`) are refused. */
export function ownPath(path: string | null): string | undefined {
  return path !== null && /^\/(?![/\\])/.test(path) ? path : undefined;
}
