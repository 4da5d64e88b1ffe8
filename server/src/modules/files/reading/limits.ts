/** Bytes of one upload. A 50-page colour scan stays below it; HEIC and PDF are read into memory whole. */
export const maxFileBytes = 100 * 1024 * 1024;

/** Pixels of one picture, checked before anything is decoded. The largest phone cameras of today take 50-200 MP files
 * only in a special mode; 100 MP in RGBA is 400 MB, the most that one worker may hold. */
export const maxPixels = 100_000_000;

/** Pages of a PDF or a multi-page TIFF. */
export const maxPages = 50;

/** Longest side, in pixels, of what the viewer shows for a photo: sharp print on a desk screen at double zoom. */
export const displaySide = 2560;

/** Longest side, in pixels, of a rendered PDF page: about 140 dpi on A4, legible small print. */
export const pageSide = 1600;

/** A stamp-sized PDF page is not blown up beyond this factor of its 72 dpi size. */
export const maxPageScale = 4;

/** Longest side, in pixels, of a list thumbnail. */
export const thumbSide = 320;
