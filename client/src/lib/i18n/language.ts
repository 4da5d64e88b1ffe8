export type Language = "zh" | "en";

export interface Texts<T> {
  readonly zh: T;
  readonly en: T;
}
