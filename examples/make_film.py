"""The whole way in one call: words in, a film out.

python examples/make_film.py "A fox walks through the snow. She finds a lantern." fox.mp4
"""

import sys

from director import Director


def main(words: str, film: str) -> None:
    made = Director(quality="draft").make(words, film)
    print(f"{made.path}: {made.report.duration_s:.1f} s, {len(made.report.shots)} shots")
    for sentence in made.report.stand_ins:
        print("note:", sentence)


if __name__ == "__main__":
    main(*sys.argv[1:3])
