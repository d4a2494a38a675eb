/** Media is never a page: opened on its own (an SVG, say), it can run nothing. */
export const mediaHeaders = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
};
