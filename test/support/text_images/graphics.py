"""What scanners draw on images beside text: lines, scales, curves, marks. None of it is a letter."""

import numpy as np


def ecg(rng, draw, size, level):
    columns, rows = size
    base, high = rng.uniform(0.75, 0.95) * rows, rng.uniform(0.03, 0.12) * rows
    beat, start = rng.uniform(60, 160), rng.uniform(0, 60)
    shape = [(0, 0), (.1, 0), (.16, .15), (.22, 0), (.3, 0), (.33, -.15), (.36, 1), (.4, -.3),
             (.44, 0), (.6, .25), (.7, 0), (1, 0)]
    points = [(start + beat * (number + x), base - high * y)
              for number in range(int(columns / beat) + 1) for x, y in shape]
    draw.line(points, fill=level, width=int(rng.integers(1, 3)))


def scale(rng, draw, size, level):
    """A ruler with short and long marks, at an edge."""
    columns, rows = size
    gap, long = rng.uniform(6, 24), int(rng.integers(4, 12))
    is_upright = rng.random() < 0.6
    place = rng.uniform(0.01, 0.99) * (columns if is_upright else rows)
    start, end = rng.uniform(0.05, 0.3), rng.uniform(0.6, 0.95)
    length = rows if is_upright else columns
    has_line = rng.random() < 0.5
    for number in range(int((end - start) * length / gap) + 1):
        at = start * length + number * gap
        mark = long if number % 5 == 0 else long // 2
        line = [(place, at), (place + mark, at)] if is_upright else [(at, place), (at, place + mark)]
        draw.line(line, fill=level)
    if has_line:
        whole = [(place, start * rows), (place, end * rows)]
        draw.line(whole if is_upright else [(y, x) for x, y in [
            (place, start * columns), (place, end * columns)]], fill=level)


def grid(rng, draw, size, level):
    columns, rows = size
    gap = rng.uniform(16, 70)
    left, top = rng.uniform(0, columns / 2), rng.uniform(0, rows / 2)
    right, bottom = left + gap * rng.integers(3, 12), top + gap * rng.integers(3, 12)
    for number in range(int((right - left) / gap) + 1):
        draw.line([(left + number * gap, top), (left + number * gap, bottom)], fill=level)
    for number in range(int((bottom - top) / gap) + 1):
        draw.line([(left, top + number * gap), (right, top + number * gap)], fill=level)


def grey_bar(rng, draw, size, level):
    columns, rows = size
    left, top = rng.uniform(0, columns - 20), rng.uniform(0, rows * 0.4)
    width, high = rng.uniform(6, 16), rng.uniform(0.2, 0.5) * rows
    steps = int(rng.choice([8, 16, 64]))
    for number in range(steps):
        y = top + high * number / steps
        draw.rectangle([left, y, left + width, y + high / steps], fill=int(255 * number / steps))
    draw.rectangle([left, top, left + width, top + high], outline=level)


def calipers(rng, draw, size, level):
    columns, rows = size
    ends = [(rng.uniform(0, columns), rng.uniform(0, rows)) for _ in range(2)]
    arm = rng.integers(3, 7)
    for x, y in ends:
        draw.line([(x - arm, y), (x + arm, y)], fill=level)
        draw.line([(x, y - arm), (x, y + arm)], fill=level)
    length = max(1, np.hypot(ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]))
    for at in np.arange(0, length, rng.uniform(4, 9)):
        x, y = [one + (two - one) * at / length for one, two in zip(*ends)]
        draw.point((x, y), fill=level)


def needle(rng, draw, size, level):
    columns, rows = size
    ends = [(rng.uniform(0, columns), rng.uniform(0, rows)) for _ in range(2)]
    draw.line(ends, fill=level, width=int(rng.integers(1, 5)))


def focus(rng, draw, size, level):
    """Small triangles beside the image."""
    columns, rows = size
    x, arm = rng.uniform(0.02, 0.95) * columns, rng.integers(3, 8)
    for _ in range(rng.integers(1, 4)):
        y = rng.uniform(0.1, 0.9) * rows
        draw.polygon([(x, y - arm), (x + arm, y), (x, y + arm)], fill=level)


def sector(rng, draw, size, level):
    columns, rows = size
    radius = rng.uniform(0.5, 1.1) * rows
    box = [columns / 2 - radius, -radius / 3 - radius / 2, columns / 2 + radius, radius]
    draw.arc(box, 45, 135, fill=level, width=int(rng.integers(1, 3)))


def collimator(rng, draw, size, level):
    """A straight edge that cuts a corner off."""
    columns, rows = size
    x, y = rng.uniform(0.05, 0.3) * columns, rng.uniform(0.05, 0.3) * rows
    right, low = rng.random() < 0.5, rng.random() < 0.5
    corner = (columns if right else 0, rows if low else 0)
    sides = [(columns - x if right else x, corner[1]), (corner[0], rows - y if low else y)]
    draw.polygon([corner, *sides], fill=int(rng.choice([0, 0, 20, 235])))


def screws(rng, draw, size, level):
    """A metal plate with holes and screws."""
    columns, rows = size
    x, y, gap = rng.uniform(0, columns * 0.7), rng.uniform(0, rows * 0.8), rng.uniform(14, 34)
    count, wide = int(rng.integers(3, 7)), rng.uniform(5, 10)
    draw.rounded_rectangle([x, y, x + gap * count, y + wide], 4, fill=225)
    for number in range(count):
        at = x + gap * (number + 0.5)
        draw.ellipse([at - 2, y + wide / 2 - 2, at + 2, y + wide / 2 + 2], fill=120)
        draw.line([(at, y), (at, y + rng.uniform(10, 40))], fill=225, width=3)


def graph(rng, draw, size, level):
    """A curve over time in a frame, as of Doppler or perfusion."""
    columns, rows = size
    left, top = rng.uniform(0, columns * 0.5), rng.uniform(0, rows * 0.6)
    wide, high = rng.uniform(0.2, 0.45) * columns, rng.uniform(0.15, 0.3) * rows
    draw.rectangle([left, top, left + wide, top + high], outline=level)
    steps = np.arange(0, wide, 2)
    wave = np.cumsum(rng.normal(0, high / 30, len(steps)))
    points = [(left + x, np.clip(top + high / 2 + y, top, top + high)) for x, y in zip(steps, wave)]
    draw.line(points, fill=level)


ALL = [ecg, scale, scale, grid, grey_bar, calipers, calipers, needle, focus, sector, collimator,
       screws, graph]
