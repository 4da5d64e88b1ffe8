/**
 * For browsers without `field-sizing: content`: fields of many lines are as high as what stands in them, up to the
 * max-height of their style. Also where a page empties or fills one, which no event tells.
 */
export function growTextareas(): void {
  const fit = (field: HTMLTextAreaElement) => {
    // antd measures its own.
    if (!field.isConnected || field.matches(".ant-input")) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  };
  const own = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
  if (!own?.set) return;
  const { get, set } = own;
  Object.defineProperty(HTMLTextAreaElement.prototype, "value", {
    ...own,
    get,
    set(this: HTMLTextAreaElement, value: string) {
      set.call(this, value);
      requestAnimationFrame(() => fit(this));
    },
  });
  for (const event of ["input", "focusin"])
    document.addEventListener(event, ({ target }) => target instanceof HTMLTextAreaElement && fit(target));
}
