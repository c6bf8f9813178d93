"""How often pictures are taken for one another, and how often the same one is known again.

Run from the project folder: `python -m tests.picture_campaign [--scenes N] [--seed S]`. Scenes are
drawn at random - sky, ground, buildings, goods, grain - no two from the same numbers; each is then
saved anew, scaled, toned, cut and blurred. Prints both rates for the shipped thresholds and others.
The exit code is 1 when two different scenes pass for one.
"""

import argparse
import random
import sys
from io import BytesIO
from itertools import combinations

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from runtime.picture_hash import hashes
from workflows.flag_data import load_thresholds

SEED, SCENES, SIZE = 20261122, 300, (320, 240)


def scene(chance):
    """A picture of a street that never was."""
    width, height = SIZE
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    horizon = chance.randrange(height // 5, height * 4 // 5)
    sky, ground = (_colour(chance, 90, 250) for _ in range(2))
    for y in range(height):
        here, far = (sky, horizon) if y < horizon else (ground, height)
        shade = 1 - 0.5 * abs(y - far) / height
        draw.line((0, y, width, y), fill=tuple(int(c * shade) for c in here))
    for _ in range(chance.randrange(4, 12)):
        x, y = chance.randrange(width), chance.randrange(height)
        w, h = chance.randrange(20, 140), chance.randrange(15, 120)
        shape = chance.choice([draw.rectangle, draw.ellipse])
        shape((x, y, x + w, y + h), fill=_colour(chance, 0, 255))
    for _ in range(chance.randrange(3, 9)):
        points = [(chance.randrange(width), chance.randrange(height)) for _ in range(3)]
        draw.polygon(points, fill=_colour(chance, 0, 255))
    grain = Image.frombytes("L", SIZE, chance.randbytes(width * height)).convert("RGB")
    return Image.blend(image, grain, 0.06)


def _colour(chance, least, most):
    return tuple(chance.randrange(least, most) for _ in range(3))


def saved(image, quality=90):
    """The picture as a JPEG."""
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _cut(image, share):
    width, height = image.size
    by = (int(width * share), int(height * share))
    return image.crop((by[0], by[1], width - by[0], height - by[1]))


#: What happens to a picture that is handed in a second time.
CHANGES = {
    "saved at 60": lambda i: saved(i, 60),
    "saved at 30": lambda i: saved(i, 30),
    "half as large": lambda i: saved(i.resize((160, 120))),
    "twice as large": lambda i: saved(i.resize((640, 480))),
    "brighter": lambda i: saved(ImageEnhance.Brightness(i).enhance(1.2)),
    "more contrast": lambda i: saved(ImageEnhance.Contrast(i).enhance(1.3)),
    "grey": lambda i: saved(i.convert("L").convert("RGB")),
    "blurred": lambda i: saved(i.filter(ImageFilter.GaussianBlur(1.5))),
    "cut by 1 %": lambda i: saved(_cut(i, 0.01)),
    "cut by 3 %": lambda i: saved(_cut(i, 0.03)),
    "mirrored": lambda i: saved(i.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
}


def measured(scenes, seed):
    """Hashes of every scene, and of every change of every scene."""
    chance = random.Random(seed)
    drawn = [scene(chance) for _ in range(scenes)]
    plain = [hashes(saved(image)) for image in drawn]
    changed = {name: [hashes(change(image)) for image in drawn] for name, change in CHANGES.items()}
    return plain, changed


def apart(one, other):
    """Differing bits of both hashes."""
    return tuple((a ^ b).bit_count() for a, b in zip(one, other, strict=True))


def near(distance, limits):
    """Whether both are within the limits."""
    return all(bits <= most for bits, most in zip(distance, limits, strict=True))


def main(arguments):
    """Print the rates; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.picture_campaign", description=__doc__)
    parser.add_argument("--scenes", type=int, default=SCENES, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S")
    asked = parser.parse_args(arguments)
    plain, changed = measured(asked.scenes, asked.seed)
    shipped = load_thresholds()
    limits = shipped.dhash_bits, shipped.phash_bits
    pairs = [apart(a, b) for a, b in combinations(plain, 2)]
    for both in ((4, 4), (6, 6), (8, 8), (10, 10), (12, 12)):
        wrong = sum(near(pair, both) for pair in pairs)
        known = sum(
            near(apart(a, b), both)
            for name, others in changed.items()
            if name != "mirrored"
            for a, b in zip(plain, others, strict=True)
        )
        tried = len(plain) * (len(changed) - 1)
        mark = "  <- shipped" if both == limits else ""
        print(
            f"{both[0]:>3} and {both[1]:>2} bits: {wrong} of {len(pairs)} pairs of different scenes"
            f" mistaken, {known} of {tried} changed pictures known again{mark}"
        )
    for one in ("dhash", "phash"):
        at = ("dhash", "phash").index(one)
        wrong = sum(pair[at] <= limits[at] for pair in pairs)
        print(f"{one} alone at {limits[at]}: {wrong} of {len(pairs)} pairs mistaken")
    for name, others in changed.items():
        known = sum(near(apart(a, b), limits) for a, b in zip(plain, others, strict=True))
        print(f"{name:<16}{known:>5} of {len(plain)}")
    print(f"nearest two scenes: {min(pairs, key=sum)} bits, seed {asked.seed}")
    return 1 if any(near(pair, limits) for pair in pairs) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
