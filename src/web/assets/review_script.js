// Shows the picture of an original, which the server renders for each window, level and frame.
const original = document.querySelector("#review");
if (original) showOriginal(original);

function showOriginal(root) {
  const canvas = root.querySelector("canvas");
  const control = (name) => root.querySelector(`input[name="${name}"], button[name="${name}"]`);
  const state = root.querySelector("[data-state]");
  const { picture, frames, rows, columns } = root.dataset;
  const wanted = { frame: 0, window: undefined };
  let initial;
  let isBusy = false;
  let isStale = false;
  // a picture that is higher than the screen is shown as a whole
  root.querySelector(".sheet").style.maxWidth = `calc(78vh * ${columns / rows})`;

  // One picture is requested at a time; requests in between are dropped except for the last.
  const draw = async () => {
    isStale = isBusy;
    if (isBusy) return;
    isBusy = true;
    const text = await loadPicture(picture, wanted, canvas, showFacts).catch(() =>
      "The picture cannot be loaded."
    );
    state.textContent = text;
    state.hidden = text === "";
    canvas.setAttribute("aria-label", `Frame ${wanted.frame + 1} of ${frames}`);
    canvas.dataset.drawn = String(Number(canvas.dataset.drawn ?? 0) + 1);
    isBusy = false;
    if (isStale) draw();
  };
  const showFacts = ({ window, range }) => {
    if (!window || !range) return; // a colour image has neither window nor level
    if (!initial) {
      initial = window;
      for (const part of root.querySelectorAll("[data-grey]")) part.hidden = false;
      const [least, most] = [range[0], range[1]];
      limit(control("width"), 1, Math.max(window.width * 2, most - least + 1));
      limit(control("center"), Math.min(least, window.center), Math.max(most, window.center));
    }
    for (const name of ["width", "center"]) {
      control(name).value = String(window[name]);
      root.querySelector(`[data-shown="${name}"]`).textContent = String(Math.round(window[name]));
    }
  };
  for (const name of ["width", "center"]) {
    control(name).addEventListener("input", () => {
      const [width, center] = [control("width").value, control("center").value];
      wanted.window = { width: Math.max(1, Number(width)), center: Number(center) };
      root.querySelector(`[data-shown="${name}"]`).textContent = control(name).value;
      draw();
    });
  }
  control("reset").addEventListener("click", () => {
    wanted.window = undefined;
    draw();
  });
  if (Number(frames) > 1) {
    addFrames(root, control, {
      show: (frame) => {
        wanted.frame = frame;
        draw();
      },
      isReady: () => !isBusy && state.hidden,
    });
  }
  draw();
  // the Enter key in a field must not decide: it would press the first button
  root.querySelector(".decision")?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
}

const playEveryMs = 100;

/** The slider of frames, and the button that shows one after the other, as fast as they arrive. */
function addFrames(root, control, { show, isReady }) {
  const { frames } = root.dataset;
  const [slider, button] = [control("frame"), control("play")];
  let timer;
  const go = (frame) => {
    slider.value = String(frame);
    root.querySelector('[data-shown="frame"]').textContent = `${frame + 1} of ${frames}`;
    show(frame);
  };
  const pause = () => {
    clearInterval(timer);
    timer = undefined;
    button.textContent = "Play";
  };
  const next = () => {
    if (!root.isConnected) return pause();
    if (isReady()) go((Number(slider.value) + 1) % Number(frames));
  };
  button.addEventListener("click", () => {
    if (timer !== undefined) return pause();
    timer = setInterval(next, playEveryMs);
    button.textContent = "Pause";
  });
  slider.addEventListener("input", () => {
    pause();
    go(Number(slider.value));
  });
  for (const part of root.querySelectorAll("[data-frames]")) part.hidden = false;
  root.querySelector('[data-shown="frame"]').textContent = `1 of ${frames}`;
}

/** Draws the picture; returns why it is not possible, or nothing. */
async function loadPicture(address, { frame, window }, canvas, onFacts) {
  const query = new URLSearchParams({ frame: String(frame) });
  if (window) query.set("width", String(window.width));
  if (window) query.set("center", String(window.center));
  const response = await fetch(`${address}&${query}`, { cache: "no-store" });
  if (!response.ok) {
    const { detail } = await response.json();
    return detail;
  }
  const bitmap = await createImageBitmap(await response.blob());
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  bitmap.close();
  onFacts(JSON.parse(response.headers.get("Picture-Facts")));
  return "";
}

function limit(input, least, most) {
  input.min = String(Math.floor(least));
  input.max = String(Math.ceil(most));
}
