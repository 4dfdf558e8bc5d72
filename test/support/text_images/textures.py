"""Tissue-like textures: arrays of grey levels from 0 to 255, made from random numbers only."""

import numpy as np


def field(rng, rows, columns, across, down=None):
    """Smooth noise with mean 0 and standard deviation 1; the sizes of its waves are in pixels."""
    noise = np.fft.rfft2(rng.standard_normal((rows, columns)))
    y = np.fft.fftfreq(rows)[:, None] * (down or across)
    x = np.fft.rfftfreq(columns)[None, :] * across
    smooth = np.fft.irfft2(noise * np.exp(-4.9 * (x * x + y * y)), (rows, columns))
    return (smooth - smooth.mean()) / (smooth.std() + 1e-9)


def places(rows, columns):
    return np.mgrid[0:rows, 0:columns].astype(np.float32)


def ellipse(rng, rows, columns, smallest=0.05, largest=0.3):
    """How far inside an ellipse each pixel lies: above 0 inside, and 1 in its centre."""
    y, x = places(rows, columns)
    a, b = rng.uniform(smallest, largest, 2) * min(rows, columns)
    turn = rng.uniform(0, np.pi)
    dy, dx = y - rng.uniform(0, rows), x - rng.uniform(0, columns)
    u, v = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
    return 1 - np.hypot(u / a, v / b)


def curve(rng, rows, columns, width, steps=60):
    """How far inside a winding tube each pixel lies, in pixels; it becomes thinner on its way."""
    y, x = places(rows, columns)
    best = np.full((rows, columns), -1e9, np.float32)
    at = np.array([rng.uniform(0, columns), rng.uniform(0, rows)])
    angle, step = rng.uniform(0, 2 * np.pi), max(rows, columns) / 50
    for number in range(steps):
        radius = width * (1 - number / steps * 0.8)
        top, left = int(max(0, at[1] - 3 * width)), int(max(0, at[0] - 3 * width))
        part = np.s_[top:int(at[1] + 3 * width) + 1, left:int(at[0] + 3 * width) + 1]
        if best[part].size:
            inside = radius - np.hypot(x[part] - at[0], y[part] - at[1])
            best[part] = np.maximum(best[part], inside)
        angle += rng.normal(0, 0.25)
        for _ in range(3):
            at = at + step / 3 * np.array([np.cos(angle), np.sin(angle)])
            top, left = int(max(0, at[1] - 3 * width)), int(max(0, at[0] - 3 * width))
            part = np.s_[top:int(at[1] + 3 * width) + 1, left:int(at[0] + 3 * width) + 1]
            if best[part].size:
                inside = radius - np.hypot(x[part] - at[0], y[part] - at[1])
                best[part] = np.maximum(best[part], inside)
    return best


def soft(inside, width=1.5):
    return 1 / (1 + np.exp(-np.clip(inside / width, -30, 30)))


def speckle(rng, rows, columns):
    """Ultrasound: speckle that is wider than high, bright layers, dark cysts with bright backs."""
    echo = 45 + 22 * field(rng, rows, columns, 90) + 10 * field(rng, rows, columns, 120, 14)
    for _ in range(rng.integers(0, 4)):
        inside = ellipse(rng, rows, columns, 0.03, 0.15)
        echo = echo * (1 - 0.85 * soft(inside * 40)) + 35 * soft((0.12 - np.abs(inside)) * 20)
    real = field(rng, rows, columns, 4, 2)
    other = field(rng, rows, columns, 4, 2)
    grain = np.log(np.hypot(real, other) + 0.15)
    return echo + grain * np.clip(echo, 8, 90) * 0.25


def bones(rng, rows, columns):
    """Radiograph: soft tissue, bright ribs with hard edges, trabeculae, quantum noise."""
    level = 85 + 25 * field(rng, rows, columns, 200)
    for _ in range(rng.integers(3, 8)):
        inside = curve(rng, rows, columns, rng.uniform(0.02, 0.05) * min(rows, columns), 40)
        edge = np.exp(-np.square(inside / 2.5)) * 14
        level = level + rng.uniform(15, 45) * soft(inside) + edge
    level = level + 4 * field(rng, rows, columns, 6) + rng.uniform(1.5, 5) * rng.standard_normal(
        (rows, columns))
    return level


def fibres(rng, rows, columns):
    """Breast: bright parenchyma in dark fat, strands in all directions, small calcifications."""
    level = 60 + 22 * field(rng, rows, columns, 130)
    for size in (60, 30, 14, 7):
        ridge = 1 - np.abs(field(rng, rows, columns, size))
        level = level + np.clip(ridge, -1, 1) * size * 0.22
    for _ in range(rng.integers(0, 30)):
        y, x = rng.integers(2, rows - 2), rng.integers(2, columns - 2)
        level[y:y + rng.integers(1, 4), x:x + rng.integers(1, 4)] += rng.uniform(20, 80)
    return level + rng.uniform(1, 4) * rng.standard_normal((rows, columns))


def vessels(rng, rows, columns):
    """Angiography: a bright field, dark vessels that become thinner, a catheter, noise."""
    level = 150 + 20 * field(rng, rows, columns, 250)
    for _ in range(rng.integers(4, 10)):
        inside = curve(rng, rows, columns, rng.uniform(2, 9))
        level = level - rng.uniform(25, 80) * soft(inside)
    level = level - 40 * soft(curve(rng, rows, columns, 1.5), 0.7)
    return level + rng.uniform(2, 7) * field(rng, rows, columns, 2.5)


def organs(rng, rows, columns):
    """Cross section: organs with sharp outlines and their own levels, noise of reconstruction."""
    level = np.full((rows, columns), 70.0)
    for _ in range(rng.integers(5, 14)):
        inside = ellipse(rng, rows, columns)
        weight = soft(inside * 60)
        level = level * (1 - weight) + weight * rng.uniform(15, 190)
    for _ in range(rng.integers(0, 3)):
        inside = ellipse(rng, rows, columns, 0.03, 0.1)
        level = level + 70 * soft((0.15 - np.abs(inside)) * 30)
    return level + rng.uniform(2, 7) * field(rng, rows, columns, 3)


TUNING = {"speckle": speckle, "bones": bones}
REPORTED = {"fibres": fibres, "vessels": vessels, "organs": organs}
