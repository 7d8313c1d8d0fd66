"""Follow a production as it happens, without blocking.

python examples/watch_events.py "A fox walks through the snow. She finds a lantern." fox.mp4
"""

import asyncio
import sys

from director import Director, Event


async def main(words: str, film: str) -> None:
    async for item in Director(quality="draft").stream(words, film):
        if isinstance(item, Event):
            print(f"{item.stage} {item.done}/{item.total} {item.name}")
        else:
            print("film:", item.path)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
