/** The backdrop's size, px; it is enlarged to the frame. */
const width = 54;
const height = 96;
/** Enlarged beyond the frame, so that the blur's transparent edge is outside. */
const enlargement = 1.25;
const filter = "blur(4px) brightness(75%)";

/**
 * A picture blurred and cropped to fill a portrait frame, as a data URL of some 2 kB; null when it cannot be drawn. Drawn
 * once: a filter of the style sheet is computed anew for every frame of a scrolling grid, by the processor where there is
 * no graphics card, and a canvas in the grid makes a layer of everything over it.
 */
export function drawBackdrop(picture: HTMLImageElement): string | null {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  const { naturalWidth, naturalHeight } = picture;
  if (context === null || naturalWidth === 0 || naturalHeight === 0) return null;
  canvas.width = width;
  canvas.height = height;
  const scale = Math.max(width / naturalWidth, height / naturalHeight) * enlargement;
  const [drawnWidth, drawnHeight] = [naturalWidth * scale, naturalHeight * scale];
  context.filter = filter;
  context.drawImage(picture, (width - drawnWidth) / 2, (height - drawnHeight) / 2, drawnWidth, drawnHeight);
  return canvas.toDataURL("image/jpeg");
}
