export interface ViewerImage {
  src: string;
  /** What it shows, read aloud and written above: 肾功能，第 1 页. */
  alt: string;
}
