/**
 * The container in which an antd dialog is visible and usable: an open <dialog> (the picture viewer) is in the
 * browser's top layer and makes everything outside of it inert.
 */
export const topLayer = (): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>("dialog[open]")].at(-1) ?? document.body;

/** Above antd's dialogs and what it asks in passing (2000), below its messages (2010): to be answered before anything else. */
export const TOP_Z = 2005;
