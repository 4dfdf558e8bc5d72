// Edits the rectangles of a waiting image, with the mouse, with keys and by numbers.
const names = ["left", "top", "width", "height"];
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const review = document.querySelector("#review");
if (review) startBoxes(review);

function startBoxes(root) {
  const svg = root.querySelector("svg");
  const size = { columns: Number(root.dataset.columns), rows: Number(root.dataset.rows) };
  const isEditable = root.dataset.editable === "yes";
  const state = { boxes: JSON.parse(root.dataset.boxes), selected: -1 };
  const show = () => {
    drawBoxes(svg, state, size, isEditable);
    if (isEditable) showFields(root, state, size);
  };
  show();
  addEventListener("resize", show);
  if (!isEditable) return;
  const said = root.querySelector("[data-said]");
  const say = (what) => said.textContent = what;
  const nameOf = (at) => `Rectangle ${at + 1}: ${describe(state.boxes[at])}`;
  const focus = (at) => svg.querySelectorAll("[data-box]")[at]?.focus();
  const change = (at, box) => {
    state.boxes[at] = within(box, size);
    state.selected = at;
    show();
  };
  const edit = {
    ...{ state, size, svg, show, change },
    add(box) {
      change(state.boxes.length, box);
      edit.added();
    },
    added: () => say(`${nameOf(state.selected)} added.`),
    remove(at) {
      if (!state.boxes[at]) return;
      state.boxes.splice(at, 1);
      state.selected = Math.min(at, state.boxes.length - 1);
      show();
      say(`Rectangle ${at + 1} removed. ${state.boxes.length} left.`);
      if (state.selected >= 0) focus(state.selected);
      else root.querySelector('[name="add"]').focus();
    },
    end: () => say(`${nameOf(state.selected)}.`),
    focus,
  };
  addMouse(edit);
  addKeys(edit);
  addFields(root, edit);
}

/** Moves and cuts a rectangle so that it lies in the image and has at least one pixel. */
function within({ left, top, width, height }, { columns, rows }) {
  const round = (value, least, most) => Math.min(most, Math.max(least, Math.round(value)));
  const [wide, high] = [round(width, 1, columns), round(height, 1, rows)];
  return {
    left: round(left, 0, columns - wide),
    top: round(top, 0, rows - high),
    width: wide,
    height: high,
  };
}

function describe({ left, top, width, height }) {
  return `left ${left}, top ${top}, width ${width}, height ${height}`;
}

/** Draws all rectangles. Elements are kept, so that the focus stays. */
function drawBoxes(svg, { boxes, selected }, { columns }, isEditable) {
  const old = [...svg.querySelectorAll("[data-box]")];
  for (const left of old.splice(boxes.length)) left.remove();
  for (const [at, box] of boxes.entries()) {
    const rect = old[at] ?? svg.appendChild(newShape("rect", { "data-box": at }));
    setAll(rect, { x: box.left, y: box.top, width: box.width, height: box.height });
    rect.setAttribute("aria-label", `Rectangle ${at + 1}: ${describe(box)}`);
    setAll(rect, isEditable ? { tabindex: 0, role: "button" } : { role: "img" });
    if (isEditable) rect.setAttribute("aria-pressed", String(at === selected));
  }
  for (const corner of svg.querySelectorAll("circle")) corner.remove();
  const chosen = boxes[selected];
  if (!chosen || !isEditable) return;
  const r = 6 * columns / Math.max(1, svg.getBoundingClientRect().width);
  for (const [x, y] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
    const [cx, cy] = [chosen.left + x * chosen.width, chosen.top + y * chosen.height];
    svg.append(newShape("circle", { cx, cy, r, "data-corner": `${x}${y}`, "aria-hidden": true }));
  }
}

function newShape(name, attributes) {
  const shape = document.createElementNS("http://www.w3.org/2000/svg", name);
  setAll(shape, attributes);
  return shape;
}

function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/** Draws on the picture; moves a rectangle; changes its size at a corner. */
function addMouse({ state, size, svg, show, change, added, end, focus }) {
  const placeOf = ({ clientX, clientY }) => {
    const { left, top, width, height } = svg.getBoundingClientRect();
    return {
      x: Math.min(size.columns, Math.max(0, (clientX - left) * size.columns / width)),
      y: Math.min(size.rows, Math.max(0, (clientY - top) * size.rows / height)),
    };
  };
  const between = (one, other) => ({
    left: Math.min(one.x, other.x),
    top: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  });
  svg.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    svg.setPointerCapture(down.pointerId);
    const from = placeOf(down);
    const { box, corner } = down.target.dataset;
    if (box !== undefined) state.selected = Number(box);
    let at = corner || box ? state.selected : -1;
    const old = state.boxes[at];
    const move = (event) => {
      const place = placeOf(event);
      if (corner) return change(at, between(oppositeOf(old, corner), place));
      const [right, down] = [place.x - from.x, place.y - from.y];
      if (old) return change(at, { ...old, left: old.left + right, top: old.top + down });
      // a click draws nothing
      if (at < 0 && (Math.abs(right) < 2 || Math.abs(down) < 2)) return;
      if (at < 0) at = state.boxes.length;
      change(at, between(from, place));
    };
    svg.addEventListener("pointermove", move);
    svg.addEventListener("lostpointercapture", () => {
      svg.removeEventListener("pointermove", move);
      if (old) end();
      else if (at >= 0) added();
      show();
      if (state.selected >= 0) focus(state.selected);
    }, { once: true });
  });
}

function oppositeOf({ left, top, width, height }, corner) {
  return {
    x: corner[0] === "1" ? left : left + width,
    y: corner[1] === "1" ? top : top + height,
  };
}

/** Arrow keys move the rectangle that has the focus, or change its size with Shift. */
function addKeys({ state, size, svg, show, change, remove, end }) {
  svg.addEventListener("focusin", ({ target }) => {
    if (target.dataset.box === undefined) return;
    state.selected = Number(target.dataset.box);
    show();
  });
  svg.addEventListener("keydown", (event) => {
    const at = Number(event.target.dataset.box ?? -1);
    const box = state.boxes[at];
    if (!box) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      return remove(at);
    }
    const [right, down] = arrows[event.key] ?? [];
    if (right === undefined) return;
    event.preventDefault();
    const step = event.ctrlKey ? 1 : Math.max(1, Math.round(size.columns / 100));
    const { left, top, width, height } = box;
    change(
      at,
      event.shiftKey
        ? { ...box, width: width + right * step, height: height + down * step }
        : { ...box, left: left + right * step, top: top + down * step },
    );
    end();
  });
}

/** The numbers of the selected rectangle, the fields of the form, and the rule. */
function showFields(root, { boxes, selected }, { columns, rows }) {
  const chosen = boxes[selected];
  root.querySelector(".editor fieldset").disabled = !chosen;
  root.querySelector('[name="remove"]').disabled = !chosen;
  for (const name of names) {
    const input = root.querySelector(`.editor input[name="${name}"]`);
    input.max = String(/left|width/.test(name) ? columns : rows);
    if (input !== document.activeElement) input.value = chosen ? String(chosen[name]) : "";
  }
  const fields = boxes.map(({ left, top, width, height }) => {
    const value = [left, top, width, height].join(",");
    return Object.assign(document.createElement("input"), { type: "hidden", name: "box", value });
  });
  root.querySelector("[data-fields]").replaceChildren(...fields);
  const rule = root.querySelector('[data-rule="Redact and release"] code');
  const kept = rule.textContent.split("\n").filter((line) => !/^ {2}coordinates|^$/.test(line));
  const lines = boxes.map(({ left, top, width, height }) =>
    `  coordinates ${left},${top},${left + width},${top + height}`
  );
  rule.textContent = `${[...kept, ...lines].join("\n").replace("\n", "\n\n")}\n`;
}

function addFields(root, { state, size, show, change, add, remove, end, focus }) {
  const editor = root.querySelector(".editor");
  editor.querySelector('[name="add"]').addEventListener("click", () => {
    const { columns, rows } = size;
    add({ left: columns * 3 / 8, top: rows * 3 / 8, width: columns / 4, height: rows / 4 });
    focus(state.selected);
  });
  editor.querySelector('[name="remove"]').addEventListener("click", () => remove(state.selected));
  editor.querySelector('[name="found"]').addEventListener("click", () => {
    Object.assign(state, { boxes: JSON.parse(root.dataset.found), selected: -1 });
    show();
    root.querySelector("[data-said]").textContent = `${state.boxes.length} rectangles.`;
  });
  for (const name of names) {
    const input = editor.querySelector(`input[name="${name}"]`);
    input.addEventListener("change", () => {
      const box = state.boxes[state.selected];
      const isNumber = /^\d+$/.test(input.value);
      if (box && isNumber) change(state.selected, { ...box, [name]: Number(input.value) });
      input.value = box ? String(state.boxes[state.selected][name]) : "";
      if (box) end();
    });
  }
}
