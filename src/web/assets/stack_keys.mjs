export { addKeys };

const page = 10;

/** What a key does while the picture has the focus. Shift changes the window, Ctrl moves. */
const plain = {
  ArrowUp: ({ scroll }) => scroll(-1),
  ArrowLeft: ({ scroll }) => scroll(-1),
  ArrowDown: ({ scroll }) => scroll(1),
  ArrowRight: ({ scroll }) => scroll(1),
  PageUp: ({ scroll }) => scroll(-page),
  PageDown: ({ scroll }) => scroll(page),
  Home: ({ scroll }) => scroll(-Infinity),
  End: ({ scroll }) => scroll(Infinity),
  " ": ({ play }) => play(),
  "<": ({ changeRate }) => changeRate(-5),
  ",": ({ changeRate }) => changeRate(-5),
  ">": ({ changeRate }) => changeRate(5),
  ".": ({ changeRate }) => changeRate(5),
  "+": ({ zoom }) => zoom(1.25),
  "=": ({ zoom }) => zoom(1.25),
  "-": ({ zoom }) => zoom(0.8),
  0: ({ fit }) => fit(),
  i: ({ invert }) => invert(),
  o: ({ toggleOverlays }) => toggleOverlays(),
  r: ({ reset }) => reset(),
};
const withShift = {
  ArrowLeft: ({ changeWindow }) => changeWindow(-15, 0),
  ArrowRight: ({ changeWindow }) => changeWindow(15, 0),
  ArrowUp: ({ changeWindow }) => changeWindow(0, 15),
  ArrowDown: ({ changeWindow }) => changeWindow(0, -15),
};
const withCtrl = {
  ArrowLeft: ({ pan }) => pan(-40, 0),
  ArrowRight: ({ pan }) => pan(40, 0),
  ArrowUp: ({ pan }) => pan(0, -40),
  ArrowDown: ({ pan }) => pan(0, 40),
};

/** Adds the keys of the picture; the digits choose a preset. */
function addKeys(canvas, actions) {
  canvas.addEventListener("keydown", (event) => {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (altKey || metaKey) return;
    const name = key.length === 1 ? key.toLowerCase() : key;
    const action = ctrlKey
      ? withCtrl[key]
      : (shiftKey && withShift[key]) || plain[name] || presetOf(name);
    if (!action) return;
    event.preventDefault();
    action(actions);
  });
}

function presetOf(key) {
  return /^[1-9]$/.test(key) ? ({ choosePreset }) => choosePreset(Number(key)) : undefined;
}
