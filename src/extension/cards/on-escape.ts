/** Lets Escape leave what was begun; when nothing was, it is Chrome's, which closes the popup. */
export function onEscape(isBegun: boolean, leave: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (!isBegun || event.key !== "Escape") return;
    event.preventDefault();
    leave();
  };
}
