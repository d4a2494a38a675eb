/** Whether a path is the folder or is inside it. */
export function isWithin(path: string, folder: string): boolean {
  return (
    path === folder ||
    path.startsWith(folder.endsWith("/") || folder.endsWith("\\") ? folder : `${folder}/`) ||
    path.startsWith(`${folder}\\`)
  );
}

/** Whether a file has a video's name with another extension. */
export function isSibling(path: string, video: string): boolean {
  const baseName = video.slice(0, video.lastIndexOf(".")).normalize();
  return path !== video && path.normalize().startsWith(`${baseName}.`);
}
