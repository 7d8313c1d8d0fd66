"""Plan first, change the plan, then film it: here every shot gets snow.

python examples/edit_plan.py story.txt film.mp4
"""

import sys

from director import Director


def main(story: str, film: str) -> None:
    director = Director(quality="draft")
    plan = director.plan(story)
    scenes = [scene.model_copy(update={"weather": "snow"}) for scene in plan.scenes]
    made = director.make(plan.model_copy(update={"scenes": scenes}), film)
    print(made.path)


if __name__ == "__main__":
    main(*sys.argv[1:3])
