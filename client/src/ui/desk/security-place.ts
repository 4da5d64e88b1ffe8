const PARAM = "security";

/**
 * 登录与安全 is open beside a page while the address says so: a notification can lead there, and going back closes it.
 * The address of the same page with it open or closed.
 */
export function withSecurity(search: string | URLSearchParams, open: boolean): URLSearchParams {
  const next = new URLSearchParams(search);
  if (open) next.set(PARAM, "1");
  else next.delete(PARAM);
  return next;
}

export const securityIsOpen = (search: URLSearchParams): boolean => search.has(PARAM);
