/** A place within this app, for going back to where somebody came from; anything else (`//evil.example`) is none. */
export function ownPath(path: string | null): string | undefined {
  return path !== null && /^\/(?![/\\])/.test(path) ? path : undefined;
}
