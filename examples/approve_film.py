"""Look before it is made: the film stops with its board, is changed by a word, and goes on.

python examples/approve_film.py "A fox walks through the snow. She finds a lantern." fox.mp4
"""

import sys

from director import Director
from prompts.screenplay_file import write_screenplay


def main(words: str, film: str) -> None:
    director = Director(quality="draft")
    proposal = director.propose(words, film)
    print("look at", proposal.page)

    # The answer may come days later and from another process: the folder is all that is needed.
    revision = director.revise(proposal.folder, "make it night, and slower")
    for change in revision.changes:
        print(change.where, change)
    write_screenplay(revision.after, proposal.folder / "screenplay.yaml")

    print(director.resume(proposal).path)


if __name__ == "__main__":
    main(*sys.argv[1:3])
