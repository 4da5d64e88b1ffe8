/** Bytes of one upload. A 50-page colour scan stays below it; HEIC and PDF are read into memory whole. */
export const maxFileBytes = 100 * 1024 * 1024;

/**
 * Pixels of one picture, checked before anything is decoded. Phones send 12-50 MP. Measured in the worker: a 99 MP
 * progressive JPEG peaks at 470 MB; HEIC takes about 14 MB per MP, so the pool's memory limit ends it near 100 MP.
 */
export const maxPixels = 100_000_000;

/** Pages of a PDF or a multi-page TIFF. */
export const maxPages = 50;

/** Longest side, in pixels, of what the viewer shows for a photo: sharp print on a desk screen at double zoom. */
export const displaySide = 2560;

/** Longest side, in pixels, of a rendered PDF page: about 140 dpi on A4, legible small print. */
export const pageSide = 1600;

/** A stamp-sized PDF page is not blown up beyond this factor of its 72 dpi size. */
export const maxPageScale = 4;

/** Bytes of one picture that a worker may give back: several times what 2560 x 2560 pixels of noise take. */
export const maxPictureBytes = 32 * 1024 * 1024;

/** Longest side, in pixels, of a list thumbnail. */
export const thumbSide = 320;

/** A picture this many times as long as it is wide (a screenshot of a whole page, an ECG strip) is shown in pieces. */
export const maxStretch = 3;
