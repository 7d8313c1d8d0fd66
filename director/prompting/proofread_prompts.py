"""What a writer made of prompts, held against the shots it was given.

python -c "from director.prompting.proofread_prompts import proofread_adapt; print(proofread_adapt.__doc__)"
"""

from __future__ import annotations

from director.planning.proofread import Proof, Register
from prompts.adapt_pages import AdaptedPrompt, AdaptPage, AdaptSlots


def proofread_adapt(page: AdaptPage, slots: AdaptSlots, last: bool = False) -> Proof[AdaptPage]:
    """A prompt in one line for each shot that was listed. Whether it is better is measured later."""
    proof = Proof(page)
    shots = Register((shot.id, "") for shot in slots.shots)
    kept: dict[str, AdaptedPrompt] = {}
    for row in page.shots:
        name, words = shots.find(row.id), " ".join(row.prompt.split())
        if name is None or not words:
            proof.notes.append(f"The prompt of {row.id!r} was left out: there is no such shot, or no word.")
        else:
            kept.setdefault(name, AdaptedPrompt(id=name, prompt=words))
    missing = [shot.id for shot in slots.shots if shot.id not in kept]
    if missing and not last:
        proof.faults.append(f"shots: {', '.join(missing)} are missing; give every shot that was listed")
    rows = list(kept.values())
    proof.page = page if rows == page.shots else page.model_copy(update={"shots": rows})
    return proof
