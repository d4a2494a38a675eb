/** White icons on a 100 × 100 canvas, by the name the catalogue uses. */
export const iconPaths: Readonly<Record<string, string>> = {
  headphones:
    '<path d="M18 60V52a32 32 0 0 1 64 0v8" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round"/>' +
    '<rect x="12" y="54" width="18" height="30" rx="8"/><rect x="70" y="54" width="18" height="30" rx="8"/>',
  keyboard:
    '<path fill-rule="evenodd" d="M14 30h72a8 8 0 0 1 8 8v26a8 8 0 0 1-8 8H14a8 8 0 0 1-8-8V38a8 8 0 0 1 8-8zm2 8v8h8v-8zm15 ' +
    '0v8h8v-8zm15 0v8h8v-8zm15 0v8h8v-8zm15 0v8h8v-8zM30 56v8h40v-8z"/>',
  fan: '<circle cx="50" cy="50" r="9"/><path d="M50 38c-16-8-14-30 2-30 14 0 14 20-2 30zM62 50c8-16 30-14 30 2 0 14-20 14-30-2zM50 62c16 8 14 30-2 30-14 0-14-20 2-30zM38 50c-8 16-30 14-30-2 0-14 20-14 30 2z"/>',
  tent: '<path fill-rule="evenodd" d="M50 16 94 82H6zM50 48 34 82h32z"/>',
  cup: '<path d="M16 36h54v26a22 22 0 0 1-22 22H38a22 22 0 0 1-22-22z"/><path d="M70 44h6a10 10 0 0 1 0 20h-8" fill="none" stroke="#fff" stroke-width="7"/><path d="M32 28c-6-8 4-10 0-18m20 18c-6-8 4-10 0-18" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"/>',
  projector:
    '<path fill-rule="evenodd" d="M12 34h76a8 8 0 0 1 8 8v24a8 8 0 0 1-8 8H12a8 8 0 0 1-8-8V42a8 8 0 0 1 8-8zm52 8a12 12 0 1 0 .1 0zM16 46v6h22v-6z"/><circle cx="64" cy="54" r="6"/><path d="M18 76h10v8H18zm54 0h10v8H72z"/>',
  watch:
    '<path d="M36 8h28l4 18H32zm-4 66h36l-4 18H36z"/><path fill-rule="evenodd" d="M50 22a28 28 0 1 1-.1 0zm-3 10v20l14 10 4-6-11-8V32z"/>',
  shoe: '<path d="M8 44c8 6 16 4 22-6l8-6 18 20c8 8 20 8 30 10 6 2 8 6 8 12H8zM8 78h86v8H8z"/>',
  battery:
    '<path fill-rule="evenodd" d="M30 18h40a8 8 0 0 1 8 8v58a8 8 0 0 1-8 8H30a8 8 0 0 1-8-8V26a8 8 0 0 1 8-8zm24 14L36 58h12l-4 22 20-28H51z"/><rect x="40" y="8" width="20" height="8" rx="3"/>',
  lamp: '<path d="M36 8h28v8H36zM30 20h40l8 44H22z"/><path d="M26 68h48v8H26zM32 80h36v10H32z"/>',
  phone:
    '<path fill-rule="evenodd" d="M32 6h36a8 8 0 0 1 8 8v72a8 8 0 0 1-8 8H32a8 8 0 0 1-8-8V14a8 8 0 0 1 8-8zm0 12v56h36V18zm18 60a5 5 0 1 0 .1 0z"/>',
  camera:
    '<path fill-rule="evenodd" d="M34 22l6-8h20l6 8h18a8 8 0 0 1 8 8v46a8 8 0 0 1-8 8H16a8 8 0 0 1-8-8V30a8 8 0 0 1 8-8zm16 10a20 20 0 1 0 .1 0z"/><circle cx="50" cy="52" r="12"/>',
  bottle: '<path d="M40 6h20v12H40zM38 22h24c8 6 10 12 10 20v44a8 8 0 0 1-8 8H36a8 8 0 0 1-8-8V42c0-8 2-14 10-20z"/>',
  vacuum: '<path d="M62 8 72 12 50 70H40z"/><path d="M58 24h22v22H60zM20 72h44l10 16H14z"/>',
  chair: '<path d="M32 8h36l4 42H28zM24 54h52v12H24zM46 66h8v14h-8zM24 92l26-14 26 14-4 4-22-10-22 10z"/>',
};
