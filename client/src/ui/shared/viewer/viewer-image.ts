export interface ViewerImage {
  /** File and page: it stays as it was turned, wherever it is shown. */
  id: string;
  src: string;
  /** What it shows, read aloud and written above: 肾功能，第 1 页. */
  alt: string;
}
