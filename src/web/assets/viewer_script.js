// Shows a delivered image, which a worker decodes and renders with dcmjs-imaging.
const viewer = document.querySelector("#viewer");
if (viewer) start(viewer);

function start(root) {
  const canvas = root.querySelector("canvas");
  const control = (name) => root.querySelector(`[name="${name}"]`);
  const thread = new Worker(root.dataset.thread);
  const wanted = { frame: 0, width: undefined, center: undefined };
  let initial;
  let isBusy = true;
  let isStale = false;

  // One picture is rendered at a time; requests in between are dropped except for the last.
  const draw = () => {
    isStale = isBusy;
    if (isBusy) return;
    isBusy = true;
    thread.postMessage({ ...wanted });
  };
  const change = (width, center) => {
    wanted.width = Math.max(width, 1);
    wanted.center = center;
    showValues();
    draw();
  };
  const reset = () => change(initial.width, initial.center);
  const showValues = () => {
    for (const name of ["width", "center"]) {
      const rounded = String(Math.round(wanted[name]));
      control(name).value = rounded;
      root.querySelector(`[data-shown="${name}"]`).textContent = rounded;
    }
  };

  thread.addEventListener("message", ({ data }) => {
    isBusy = false;
    if (data.fault) return showMessage(root, `The image cannot be shown: ${data.fault}`);
    showMessage(root, "");
    put(canvas, data);
    if (!initial) {
      initial = data;
      addFrames(root, data.frames, (frame) => {
        wanted.frame = frame;
        draw();
      });
      if (data.width !== undefined) {
        Object.assign(wanted, { width: data.width, center: data.center });
        addWindow(root, canvas, { control, wanted, change, reset, initial });
        showValues();
      }
    }
    if (isStale) draw();
  });
  thread.addEventListener(
    "error",
    () => showMessage(root, "The image cannot be shown: the decoder did not start"),
  );
  const { file, decoders, libraries } = root.dataset;
  thread.postMessage({ file, decoders, libraries: libraries.split(" ") });
}

function showMessage(root, text) {
  const state = root.querySelector(".state");
  state.textContent = text;
  state.hidden = text === "";
}

function put(canvas, { pixels, columns, rows }) {
  canvas.width = columns;
  canvas.height = rows;
  const data = new ImageData(new Uint8ClampedArray(pixels), columns, rows);
  canvas.getContext("2d").putImageData(data, 0, 0);
  canvas.dataset.drawn = String(Number(canvas.dataset.drawn ?? 0) + 1);
}

function addWindow(root, canvas, { control, wanted, change, reset, initial }) {
  const [width, center] = [control("width"), control("center")];
  // a colour image has neither window nor level
  for (const part of root.querySelectorAll("[data-grey]")) part.hidden = false;
  canvas.setAttribute("aria-label", "The picture. Arrow keys change window and level, R resets.");
  // the range of the sliders includes the values of the image
  width.max = String(Math.max(Number(width.max), Math.ceil(initial.width * 2)));
  center.min = String(Math.min(Number(center.min), Math.floor(initial.center - initial.width)));
  center.max = String(Math.max(Number(center.max), Math.ceil(initial.center + initial.width)));
  for (const name of ["width", "center", "reset"]) control(name).disabled = false;
  root.addEventListener("input", ({ target }) => {
    if (target === width || target === center) change(Number(width.value), Number(center.value));
  });
  control("reset").addEventListener("click", reset);
  canvas.addEventListener("pointerdown", (down) => {
    canvas.setPointerCapture(down.pointerId);
    const from = { ...wanted };
    const step = Math.max(from.width / 300, 0.5);
    const move = (event) =>
      change(
        from.width + (event.clientX - down.clientX) * step,
        from.center + (event.clientY - down.clientY) * step,
      );
    canvas.addEventListener("pointermove", move);
    const end = () => canvas.removeEventListener("pointermove", move);
    canvas.addEventListener("lostpointercapture", end, { once: true });
  });
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  canvas.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "r") reset();
    const [wider, higher] = steps[event.key] ?? [];
    if (wider === undefined) return;
    event.preventDefault();
    const step = Math.max(wanted.width / 20, 1);
    change(wanted.width + wider * step, wanted.center + higher * step);
  });
}

function addFrames(root, frames, go) {
  if (frames < 2) return;
  const slider = root.querySelector('[name="frame"]');
  const shown = root.querySelector('[data-shown="frame"]');
  root.querySelector(".frames").hidden = false;
  slider.max = String(frames - 1);
  const showValues = () => shown.textContent = `${Number(slider.value) + 1} of ${frames}`;
  slider.addEventListener("input", () => {
    showValues();
    go(Number(slider.value));
  });
  showValues();
}
