export { addGestures };

/** A notch of a wheel, in pixels. */
const notch = 100;
const linePixels = 33;

/**
 * Mouse, wheel, pen and touch on the stage. The left button and one finger do what `actions.tool()`
 * says: scroll, window, pan or zoom. The middle button, or Shift, pans; the right button, or Ctrl,
 * zooms; two fingers do both.
 */
function addGestures(stage, actions) {
  addWheel(stage, actions);
  const pointers = new Map();
  stage.addEventListener("contextmenu", (event) => event.preventDefault());
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse") event.preventDefault(); // no scrolling with the middle button
    stage.querySelector("canvas").focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, {
      x: event.clientX,
      y: event.clientY,
      tool: toolOf(event, actions),
    });
  });
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const after = { ...before, x: event.clientX, y: event.clientY };
    if (pointers.size === 2) pinch(stage, [...pointers.values()], before, after, actions);
    else drag(before, after, actions);
    pointers.set(event.pointerId, { ...after, rest: after.rest });
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    stage.addEventListener(end, ({ pointerId }) => pointers.delete(pointerId));
  }
}

function toolOf({ button, shiftKey, ctrlKey }, { tool }) {
  if (button === 1 || (button === 0 && shiftKey)) return "pan";
  if (button === 2 || (button === 0 && ctrlKey)) return "zoom";
  return tool();
}

function drag(before, after, { scroll, scrollPixels, changeWindow, pan, zoom }) {
  const [x, y] = [after.x - before.x, after.y - before.y];
  if (before.tool === "window") changeWindow(x, y);
  else if (before.tool === "pan") pan(x, y);
  else if (before.tool === "zoom") zoom(1.01 ** -y);
  else {
    const moved = (before.rest ?? 0) + y;
    const steps = Math.trunc(moved / scrollPixels());
    after.rest = moved - steps * scrollPixels();
    scroll(steps);
  }
}

/** Two fingers zoom around their middle, which moves the picture. */
function pinch(stage, [one, other], before, after, { pan, zoom }) {
  const still = one === before ? other : one;
  const distance = (point) => Math.hypot(point.x - still.x, point.y - still.y);
  const { left, top, width, height } = stage.getBoundingClientRect();
  const middle = [
    (after.x + still.x) / 2 - left - width / 2,
    (after.y + still.y) / 2 - top - height / 2,
  ];
  pan((after.x - before.x) / 2, (after.y - before.y) / 2);
  zoom(distance(after) / Math.max(1, distance(before)), middle);
}

/** The wheel scrolls; with Ctrl, which is also what pinching a touchpad sends, it zooms. */
function addWheel(stage, { isStack, scroll, zoom }) {
  let turned = 0;
  stage.addEventListener("wheel", (event) => {
    if (!isStack && !event.ctrlKey) return; // it scrolls the page
    event.preventDefault();
    const pixels = event.deltaMode === 0 ? event.deltaY : event.deltaY * linePixels;
    if (event.ctrlKey) {
      const { left, top, width, height } = stage.getBoundingClientRect();
      const place = [event.clientX - left - width / 2, event.clientY - top - height / 2];
      return zoom(1.002 ** -pixels, place);
    }
    if (turned * pixels < 0) turned = 0;
    turned += pixels;
    const steps = Math.trunc(turned / notch);
    turned -= steps * notch;
    scroll(steps);
  }, { passive: false });
}
