/** Maximum size of a picture that is decoded, bytes. */
export const maxPictureBytes = 10 * 1024 * 1024;
/** Maximum size of a picture that is decoded, pixels: above any shop's, and 160 MB when it is decoded at once. */
export const maxPixels = 40_000_000;
/** Longest side of what the page gets, pixels: a cover in the editor on a high-density display. */
export const maxShownSide = 1280;
/** No picture of that size is larger, bytes. */
export const maxShownBytes = 8 * 1024 * 1024;
