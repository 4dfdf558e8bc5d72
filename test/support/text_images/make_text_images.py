"""
Draws images with and without text: `make_text_images.py SEED FOLDER NUMBER...`.

Writes the samples of each image to FOLDER/NUMBER.raw, in little endian, and a line of JSON about it
to the standard output. An even number has text, an odd number has none. The same seed and number
give the same image.
"""

import json
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import graphics
import textures
import words

FONTS = "/usr/share/fonts/"
# the detector is tuned with the first three, and with two textures
TUNING = {
    "DejaVu Sans": "truetype/dejavu/DejaVuSans.ttf",
    "Liberation Sans": "truetype/liberation/LiberationSans-Regular.ttf",
    "IPA Gothic": "opentype/ipafont-gothic/ipag.ttf",
}
REPORTED = {
    "Liberation Mono": "truetype/liberation/LiberationMono-Regular.ttf",
    "VL Gothic": "truetype/vlgothic/VL-Gothic-Regular.ttf",
}
JAPANESE = ["IPA Gothic", "VL Gothic"]
STYLES = ["plain", "plain", "box", "outlined"]
SYNTAXES = ["explicit", "implicit", "big endian", "RLE", "JPEG lossless .57", "JPEG lossless .70",
            "JPEG-LS .80", "JPEG 2000 .90", "HTJ2K .201", "JPEG baseline"]
KINDS = {
    "US": [(640, 480), (512, 384)],
    "US cine": [(400, 300), (320, 240)],
    "SC": [(512, 512), (480, 360)],
    "XA": [(512, 512)],
    "DX": [(640, 560), (800, 700)],
    "MG": [(480, 640), (560, 800)],
    "slide label": [(400, 400), (320, 440)],
}


def background(rng, kind, texture, rows, columns):
    level = np.clip(texture(rng, rows, columns), 0, 255)
    y, x = textures.places(rows, columns)
    if kind.startswith("US"):
        angle = np.arctan2(x - columns / 2, y + rows * 0.15)
        depth = np.hypot(x - columns / 2, y + rows * 0.15)
        level = np.where((np.abs(angle) < 0.75) & (depth > rows * 0.25) & (depth < rows * 1.05),
                         level, rng.choice([0, 0, 12]))
    elif kind == "MG":
        inside = 1 - np.hypot(x / (columns * 0.75), (y - rows / 2) / (rows * 0.48))
        level = level * textures.soft(inside * 40)
    elif kind == "slide label":
        level = 205 + (level - level.mean()) * 0.35
    return level


def draw_graphics(rng, image, most):
    draw = ImageDraw.Draw(image)
    for _ in range(rng.integers(0, most + 1)):
        level = int(rng.choice([90, 140, 200, 255]))
        graphics.ALL[rng.integers(len(graphics.ALL))](rng, draw, image.size, level)


def place(rng, grey, wide, high, contrast):
    """A place where the background is even enough for this contrast, if there is one."""
    best, flattest = (0, 0), 1e9
    for _ in range(12):
        left = int(rng.integers(3, max(4, grey.shape[1] - wide - 3)))
        top = int(rng.integers(3, max(4, grey.shape[0] - high - 3)))
        spread = grey[top:top + high, left:left + wide].std()
        if spread < flattest:
            best, flattest = (left, top), spread
        if spread < contrast / 4:
            break
    return best


def overlaps(box, others):
    left, top, right, bottom = box
    return any(left < other[2] + 6 and right > other[0] - 6 and top < other[3] + 6 and
               bottom > other[1] - 6 for other in others)


def draw_text(rng, image, fonts, others):
    """Draws one text and describes it; None if there is no space for it."""
    name = str(rng.choice(list(fonts)))
    size = int(rng.integers(8, 29))
    string, kind, script = words.text(rng, name in JAPANESE)
    style, contrast = str(rng.choice(STYLES)), int(rng.integers(40, 200))
    font = ImageFont.truetype(FONTS + fonts[name], size)
    draw = ImageDraw.Draw(image)
    edge = 1 if style == "outlined" else 0
    x0, y0, x1, y1 = draw.textbbox((0, 0), string, font=font)
    wide, high = x1 - x0, y1 - y0
    if wide > image.size[0] - 10:
        return None
    grey = np.asarray(image, np.float32)
    left, top = place(rng, grey, wide, high, contrast)
    box = [left, top, left + wide, top + high]
    if overlaps(box, others):
        return None
    under = grey[top:top + high, left:left + wide].mean()
    if style == "box":
        under = int(rng.integers(0, 15))
        draw.rectangle([left - 3, top - 3, box[2] + 2, box[3] + 2], fill=under)
    level = under + contrast if under + contrast <= 255 else under - contrast
    if level < 0:
        level = 255 if under < 128 else 0
    other = 0 if level > under else 255
    draw.text((left - x0, top - y0), string, font=font, fill=int(round(level)), stroke_width=edge,
              stroke_fill=other)
    return {"words": string, "kind": kind, "script": script, "font": name, "size": size,
            "style": style, "contrast": int(round(abs(level - under))), "box": box}


def draw_texts(rng, image, fonts):
    texts, most = [], int(rng.integers(1, 4))
    for _ in range(40):
        if len(texts) == most:
            break
        text = draw_text(rng, image, fonts, [other["box"] for other in texts])
        texts += [text] if text else []
    return texts


def stored(rng, kind, levels):
    """The samples as a file stores them, and what its header says about them."""
    if kind in ("DX", "MG"):
        low, width = int(rng.integers(0, 400)), int(rng.integers(900, 3600))
        values = np.round(levels.astype(np.float64) / 255 * width) + low
        colours = str(rng.choice(["MONOCHROME1", "MONOCHROME2"]))
        if colours == "MONOCHROME1":
            values = 4095 - values
            low = 4095 - low - width
        about = {"samples": 1, "bytesPerSample": 2, "bitsStored": 12, "colours": colours}
        if rng.random() < 0.7:
            about["window"] = [low + width / 2, width]
        return np.clip(values, 0, 4095).astype("<u2"), about
    if kind in ("SC", "slide label") or kind == "US" and rng.random() < 0.6:
        tint = rng.uniform(0.85, 1, 3) if kind == "slide label" else np.ones(3)
        values = np.round(levels[..., None] * tint).astype(np.uint8)
        return values, {"samples": 3, "bytesPerSample": 1, "bitsStored": 8, "colours": "RGB"}
    return levels, {"samples": 1, "bytesPerSample": 1, "bitsStored": 8, "colours": "MONOCHROME2"}


def make(seed, number):
    rng = np.random.default_rng([seed, number])
    is_tuning = number // 2 % 4 == 0
    fonts = TUNING if is_tuning else REPORTED
    choice = textures.TUNING if is_tuning else textures.REPORTED
    kind, texture = str(rng.choice(list(KINDS))), str(rng.choice(list(choice)))
    sizes = KINDS[kind]
    columns, rows = sizes[rng.integers(len(sizes))]
    if kind == "DX" and rng.random() < 0.05:
        columns, rows = 1800, 1700
    count = int(rng.integers(3, 6)) if kind == "US cine" else 1
    levels = background(rng, kind, choice[texture], rows, columns)
    has_text = number % 2 == 0
    still = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
    draw_graphics(rng, still, 2 if has_text else 5)
    texts = draw_texts(rng, still, fonts) if has_text else []
    frames = [still]
    for _ in range(count - 1):
        # speckle changes from frame to frame; what is drawn stays
        noise = 5 * textures.field(rng, rows, columns, 4, 2)
        drawn = np.abs(np.asarray(still, np.float32) - np.clip(levels, 0, 255)) > 1.5
        moved = np.where(drawn | (levels < 13), np.asarray(still, np.float32), levels + noise)
        frames.append(Image.fromarray(np.clip(moved, 0, 255).astype(np.uint8)))
    if count > 1 and has_text and rng.random() < 0.5:
        at = int(rng.integers(count))
        text = draw_text(rng, frames[at], fonts, [other["box"] for other in texts])
        texts += [{**text, "frame": at}] if text else []
    samples, about = stored(rng, kind, np.stack([np.asarray(frame) for frame in frames]))
    return samples, {"number": number, "isTuning": is_tuning, "image": kind, "texture": texture,
                     "rows": rows, "columns": columns, "frames": count, **about,
                     "syntax": str(rng.choice(SYNTAXES)), "texts": texts}


def main():
    seed, folder = int(sys.argv[1]), sys.argv[2]
    for number in map(int, sys.argv[3:]):
        samples, about = make(seed, number)
        samples.tofile(f"{folder}/{number}.raw")
        print(json.dumps(about), flush=True)


main()
