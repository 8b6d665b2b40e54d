"""What it costs to find possible duplicates among many candidates, and how many of the planted ones are found.

    python bench/review.py            ten thousand and a hundred thousand candidates
    python bench/review.py --quick    a tenth of that

Names are put together from made-up places and trades; one in fifty is spelled a second time with a change that pages
make: a letter missing, words in another order, a French name beside an English one.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from rochdale.graph.review.likeness import Named, likenesses
from rochdale.loaders.folding import slug
from rochdale.loaders.vocabulary import vocabulary

SEED = 1844
KINDS = [
    ("Federation", "Fédération"),
    ("Cooperative", "Coopérative"),
    ("Union", "Union"),
    ("Association", "Association"),
]
SYLLABLES = "ba be bo da de do fa ga ka ke ko la le lo ma me mo na ne no pa ra re ro sa se so ta te to va vi zu".split()
TRADES = [
    ("Agricultural Credit", "de crédit agricole"),
    ("Artisanal Production", "de production artisanale"),
    ("Transport", "de transport"),
    ("Regional Solidarity", "de solidarité régionale"),
    ("Forest Products", "des produits forestiers"),
]


def named(count: int, made: random.Random) -> Iterator[tuple[str, str]]:
    """Names, each with a second spelling or nothing."""
    for number in range(count):
        place = " ".join("".join(made.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))
        (kind, genre), (trade, metier) = made.choice(KINDS), made.choice(TRADES)
        name = f"{kind} for {trade} of {place}"
        if number % 50:
            yield name, ""
            continue
        at = made.randrange(len(kind), len(name) - 1)
        yield name, made.choice([name[:at] + name[at + 1 :], f"{place} {trade} {kind}", f"{genre} {metier} de {place}"])


def measure(count: int) -> None:
    """Print one line of the table."""
    made = random.Random(SEED)
    things: dict[str, Named] = {}
    planted: set[tuple[str, ...]] = set()
    for name, other in named(count, made):
        keys = tuple(f"organisation/{slug(one, 200)}" for one in (name, other) if one)
        for key, text in zip(keys, (name, other), strict=False):
            things[key] = Named(key=key, of="organisation", names=(text,))
        if len(set(keys)) == 2:
            planted.add(tuple(sorted(keys)))
    words = vocabulary()
    began = time.process_time()
    found = {(one.first, one.second) for one in likenesses(list(things.values()), words)}
    seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    share = len(planted & found) / len(planted)
    print(
        f"{len(things):9,} names  {seconds:7.1f} s  {memory:6.0f} MB  {len(found):8,} suggested  {share:.1%} of planted"
    )


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    scale = 10 if parser.parse_args().quick else 1
    for count in (10_000, 100_000):
        measure(count // scale)


if __name__ == "__main__":
    main()
