import type { Html } from "../view.ts";

/** A stack for the viewer. */
interface StackProps {
  /** The address of the list of its images. */
  readonly stack: string;
  /** The SOPInstanceUID of the image that is shown first. */
  readonly start?: string | undefined;
  readonly modality: string | null;
  /** Links to the page of each image. */
  readonly hasLink?: boolean;
}

/** Window width and center of common presets for CT, in Hounsfield units. */
const ctPresets = [
  ["Soft tissue", "400 40"],
  ["Lung", "1500 -600"],
  ["Bone", "2000 500"],
  ["Brain", "80 40"],
  ["Liver", "150 90"],
  ["Angiography", "600 300"],
] as const;

/** The viewer of a stack of images; its script needs `stack_viewer.mjs`. */
export function StackViewer({ stack, start, modality, hasLink = false }: StackProps): Html {
  return (
    <div id="stack" class="stack" data-stack={stack} data-start={start}>
      <div class="stage" data-state="loading">
        <canvas tabindex={0} role="img" aria-label="The picture" aria-describedby="stack-keys" />
        <p class="corner top" data-shown="image"></p>
        <p class="corner top end" data-shown="size"></p>
        <p class="corner" data-shown="window" data-grey></p>
        <p class="corner end" data-shown="zoom"></p>
        <p class="state" role="status">Loading …</p>
      </div>
      <div class="stack-controls">
        <Scrolling />
        <Windowing isCt={modality === "CT"} />
        <Looking />
        <p class="quiet" data-shown="notes"></p>
        <p class="quiet" data-cut hidden>The first 10,000 images of this series are shown.</p>
        {hasLink
          ? (
            <p>
              <a data-link href="">Header of this image</a>
            </p>
          )
          : null}
        <Keys />
      </div>
    </div>
  );
}

function Scrolling(): Html {
  return (
    <>
      <label class="wide" data-stack-only>
        Image <span data-shown="place"></span>
        <input type="range" name="at" min="1" max="1" value="1" />
      </label>
      <div class="buttons" data-stack-only>
        <button type="button" name="previous" aria-label="Previous image">←</button>
        <button type="button" name="play">Play</button>
        <button type="button" name="next" aria-label="Next image">→</button>
        <label>
          <input type="number" name="rate" min="1" max="60" step="1" value="15" /> images per second
        </label>
        <span class="quiet" data-shown="loaded"></span>
      </div>
    </>
  );
}

function Windowing({ isCt }: { isCt: boolean }): Html {
  return (
    <div class="fields" data-grey>
      <label>
        Window
        <select name="preset">
          <option value="own">Of the image</option>
          <option value="own2" hidden>Second of the image</option>
          <option value="own3" hidden>Third of the image</option>
          <option value="range">Whole range</option>
          {(isCt ? ctPresets : []).map(([name, value]) => <option value={value}>{name}</option>)}
          <option value="custom" hidden>Own choice</option>
        </select>
      </label>
      <label>
        Width <input type="number" name="width" step="any" />
      </label>
      <label>
        Level <input type="number" name="center" step="any" />
      </label>
    </div>
  );
}

const tools = [["scroll", "Scroll"], ["window", "Window"], ["pan", "Move"], ["zoom", "Zoom"]];

function Looking(): Html {
  return (
    <>
      <fieldset class="tools">
        <legend>Dragging on the picture</legend>
        {tools.map(([value, name]) => (
          <label data-stack-only={value === "scroll" ? "" : undefined}>
            <input type="radio" name="tool" value={value} checked={value === "window"} /> {name}
          </label>
        ))}
      </fieldset>
      <div class="buttons">
        <button type="button" name="larger" aria-label="Zoom in">+</button>
        <button type="button" name="smaller" aria-label="Zoom out">−</button>
        <button type="button" name="fit">Fit</button>
        <button type="button" name="pixels">1:1</button>
        <button type="button" name="invert" aria-pressed="false">Invert</button>
        <button type="button" name="overlays" aria-pressed="true">Overlays</button>
        <button type="button" name="reset">Reset</button>
      </div>
    </>
  );
}

const keys = [
  ["Arrow keys, wheel", "previous or next image"],
  ["Page Up, Page Down", "ten images back or forward"],
  ["Home, End", "first or last image"],
  ["Space", "play or stop"],
  ["< and >", "slower or faster"],
  ["Shift + arrow keys", "window width (left, right) and level (down, up)"],
  ["1 to 9", "window of the list, from the top"],
  ["+ and −, right button, Ctrl + wheel, two fingers", "zoom"],
  ["Ctrl + arrow keys, middle button, Shift + left button", "move the picture"],
  ["0", "fit the picture into the screen"],
  ["I", "invert"],
  ["O", "overlays on or off"],
  ["R", "reset"],
] as const;

function Keys(): Html {
  return (
    <details>
      <summary>Keys and mouse</summary>
      <p id="stack-keys" class="quiet">Keys work while the picture has the focus.</p>
      <dl class="keys">
        {keys.map(([key, action]) => (
          <>
            <dt>{key}</dt>
            <dd>{action}</dd>
          </>
        ))}
      </dl>
    </details>
  );
}
