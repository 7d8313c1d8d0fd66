"""How near our two counts of tokens come to those of real tokenizers, on prompts and pages of whole plans.

    pip install tiktoken; python benchmarks/tokens.py

Ratios to each tokenizer: `bill` is the count for money (1 is exact), `window` the one that is to be above 1.
tiktoken fetches its vocabularies once, or finds them in TIKTOKEN_CACHE_DIR.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from director.offline import OfflineWriter
from director.planner import plan_story
from director.planning.manners import Manners, make_request
from director.writer import _ask_page
from prompts.story import split_story
from prompts.tokens import count_tokens as count_most
from shots.slate import Workspace
from shots.spending import count_tokens

STORIES = {
    "English": (Path(__file__).parent.parent / "prompts/stories/the-fox-and-the-lantern.txt").read_text(),
    "German": "Ein kleiner Fuchs lebte im Wald. Eines Tages fand er im Schnee eine Laterne. Sie war warm. "
    * 4,
    "Chinese": "从前，有一只小狐狸住在森林里。有一天它在雪地里发现了一盏灯笼。灯笼还是温暖的。" * 4,
}


class Listening(OfflineWriter):
    """Writes by rule, and keeps what a model would have been sent and would have answered."""

    def __init__(self) -> None:
        super().__init__(None)
        self.questions: list[str] = []
        self.answers: list[str] = []

    def fill(self, template: str, slots: Any, schema: Any) -> Any:
        """The page, kept."""
        page = super().fill(template, slots, schema)
        request = make_request(_ask_page(template, slots), schema, Manners(), 0)
        read = {name: request[name] for name in ("messages", "response_format")}
        self.questions.append(json.dumps(read, ensure_ascii=False))
        self.answers.append(json.dumps(page.model_dump(mode="json"), ensure_ascii=False))
        return page


def main() -> None:
    """Print the ratios."""
    import tiktoken

    tokenizers = {name: tiktoken.get_encoding(name) for name in ("cl100k_base", "o200k_base")}
    for language, story in STORIES.items():
        writer = Listening()
        with tempfile.TemporaryDirectory() as folder:
            plan_story(split_story(story), writer=writer, workspace=Workspace(Path(folder) / "film"))
        kinds = {"questions": writer.questions, "answers": writer.answers, "story": [story]}
        for kind, texts in kinds.items():
            real = {n: sum(len(t.encode(x)) for x in texts) for n, t in tokenizers.items()}
            bill, window = sum(map(count_tokens, texts)), sum(map(count_most, texts))
            ratios = [f"{n}: bill {bill / r:.2f}, window {window / r:.2f}" for n, r in real.items()]
            print(f"{language:<8} {kind:<10} {real['o200k_base']:6d} tokens  {'   '.join(ratios)}")


if __name__ == "__main__":
    main()
