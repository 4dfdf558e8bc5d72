export { addControls };

/** Connects the buttons and the slider; presets, window and rate belong to their own parts. */
function addControls(root, actions) {
  const control = (name) => root.querySelector(`[name="${name}"]`);
  control("at").addEventListener("input", ({ target }) => actions.go(target.valueAsNumber - 1));
  const buttons = {
    previous: () => actions.scroll(-1),
    next: () => actions.scroll(1),
    play: actions.play,
    larger: () => actions.zoom(1.25),
    smaller: () => actions.zoom(0.8),
    fit: actions.fit,
    pixels: actions.showPixels,
    invert: actions.invert,
    overlays: actions.toggleOverlays,
    reset: actions.reset,
  };
  for (const [name, action] of Object.entries(buttons)) {
    control(name).addEventListener("click", () => action());
  }
  if (actions.isStack && matchMedia("(pointer: coarse)").matches) {
    root.querySelector('[value="scroll"]').checked = true;
  }
}
