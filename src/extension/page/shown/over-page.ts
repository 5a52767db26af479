/** Style of a host that lies over the whole page in the top layer, and lets every click through. */
export const OVER_PAGE = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: 0 !important;
  width: auto !important;
  height: auto !important;
  margin: 0 !important;
  padding: 0 !important;
  border: 0 !important;
  background: none !important;
  overflow: hidden !important;
  pointer-events: none !important;
}
:host(:not(:popover-open)) { display: none !important; }
`;
