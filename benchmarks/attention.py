"""What consistent self-attention costs: plain, the masked form, and ours, in one layer with N stills.

    python benchmarks/attention.py               # N = 4 .. 64 at 1024 tokens, 128 wide; about 4 minutes
    python benchmarks/attention.py --stills 4 8 --tokens 256 --rounds 1
    python benchmarks/attention.py --film 6 60   # whole drawings by a small U-Net: memory by number of panels

The masked form is the obvious one: all stills as one sequence and a boolean mask of N x T squared. Every form
runs in a process of its own, interleaved, one thread; seconds are of the CPU, memory is the peak above the
state before the call. Of several rounds the least counts: on a shared machine noise only adds. Growth is the
slope of a line through the logarithms, the first N left out, and stands beside that of the FLOPs: the anchors
form grows a little faster than N, for its first four stills, the anchors, read less than the others do.
With --device cuda the same in bf16, and memory as the allocator counts it.
"""

from __future__ import annotations

import argparse
import ctypes
import math
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parent.parent))

from diffusers import DDIMScheduler
from diffusers.models.attention_processor import Attention, AttnProcessor2_0

from consistency.attention import ConsistentAttention, ConsistentProcessor
from consistency.book import SEAT, Seat
from consistency.denoise import denoise
from consistency.sharing import Sharing, Still, sample_tokens

RATE = 0.5
NUM_ANCHORS = 4
FORMS = ("plain", "masked", "joint", "window", "anchors")


def make_book(form: str, num_stills: int, side: int) -> ConsistentAttention:
    """The book of one form: joint reads all others, window four of them, anchors the first four only."""
    stills = [Still(f"p{i}", {"fox": None}, anchor=i < NUM_ANCHORS) for i in range(num_stills)]
    return ConsistentAttention(
        stills,
        size=(side, side),
        mode="anchors" if form == "anchors" else "joint",
        max_lenders=NUM_ANCHORS if form == "window" else None,
        sharing=Sharing(RATE, first_step=0),
    )


def attend_masked(attn: Attention, hidden: Tensor, book: ConsistentAttention) -> Tensor:
    """(2N, T, C): the same answer by one boolean mask over all tokens of all stills."""
    count, tokens = len(book.rows), hidden.shape[1]
    columns = torch.zeros(count, tokens, dtype=torch.bool, device=hidden.device)
    for row, uid in enumerate(book.rows):
        for region in book.regions(uid, book.size):
            columns[row, sample_tokens(uid, region, book.size, book.step, book.sharing)] = True
    mask = columns.flatten()[None].repeat(count * tokens, 1)
    for row in range(count):
        mask[row * tokens : (row + 1) * tokens, row * tokens : (row + 1) * tokens] = True
    flat = hidden.reshape(2, count * tokens, -1)
    q, k, v = (
        project(flat).unflatten(-1, (attn.heads, -1)).transpose(1, 2)
        for project in (attn.to_q, attn.to_k, attn.to_v)
    )
    out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    return attn.to_out[0](out.transpose(1, 2).flatten(-2)).reshape(hidden.shape)


def make_call(form: str, attn: Attention, hidden: Tensor, chunk: int) -> Callable[[], Tensor]:
    """One step of one layer for all stills, with guidance."""
    count, side = len(hidden) // 2, math.isqrt(hidden.shape[1])
    book = make_book(form, count, side)
    if form == "plain":
        return lambda: AttnProcessor2_0()(attn, hidden)
    if form == "masked":
        return lambda: attend_masked(attn, hidden, book)
    setattr(attn, SEAT, Seat(book, "up", AttnProcessor2_0()))
    return lambda: run_chunks(attn, hidden, book, chunk if form == "anchors" else count)


def run_chunks(attn: Attention, hidden: Tensor, book: ConsistentAttention, chunk: int) -> Tensor:
    """Step-major drawing of one layer: only one chunk's activations live at a time."""
    if chunk >= len(book.stills):
        book.turn(book.step + 1)
        return ConsistentProcessor()(attn, hidden)
    names, result = list(book.stills), torch.empty_like(hidden).unflatten(0, (2, -1))
    rows = hidden.unflatten(0, (2, -1))
    book.turn(book.step + 1)
    for start in range(0, len(names), chunk):
        book.turn(book.step, names[start : start + chunk])
        part = ConsistentProcessor()(attn, rows[:, start : start + chunk].flatten(0, 1))
        result[:, start : start + chunk] = part.unflatten(0, (2, -1))
    return result.flatten(0, 1)


def count_flops(form: str, num_stills: int, tokens: int, width: int) -> float:
    """Multiply-adds times two of one call: projections, and attention over own and borrowed keys."""
    lenders = {"plain": 0.0, "joint": num_stills - 1, "masked": num_stills - 1}.get(form, NUM_ANCHORS)
    if form == "anchors":  # anchors read the anchors before them
        lenders = (NUM_ANCHORS * (num_stills - NUM_ANCHORS) + math.comb(NUM_ANCHORS, 2)) / num_stills
    lenders = min(lenders, num_stills - 1)
    keys = tokens * (1 + RATE * lenders)
    return 2 * num_stills * (8 * tokens * width**2 + 4 * tokens * keys * width)


def time_call(form: str, num_stills: int, options: argparse.Namespace) -> float:
    """CPU seconds of one call, after a warm-up on a small batch."""
    call = prepare(form, num_stills, options)
    start = time.process_time()
    call()
    return time.process_time() - start


def weigh_call(form: str, num_stills: int, options: argparse.Namespace) -> float:
    """Peak MiB of one call above the state before it."""
    # every tensor gets pages of its own and gives them back, or freed ones would hide the peak
    ctypes.CDLL(None).mallopt(-3, 1 << 16)
    call = prepare(form, num_stills, options)
    Path("/proc/self/clear_refs").write_text("5")
    before = read_kib("VmRSS")
    call()
    return (read_kib("VmHWM") - before) / 1024


def prepare(form: str, num_stills: int, options: argparse.Namespace) -> Callable[[], Tensor]:
    """A call that is ready to be measured."""
    torch.set_grad_enabled(False)
    attn, hidden = make_inputs(num_stills, options)
    small = hidden.unflatten(0, (2, -1))[:, :NUM_ANCHORS].flatten(0, 1)
    make_call(form, attn, small, options.chunk)()
    return make_call(form, attn, hidden, options.chunk)


def measure_cuda(call: Callable[[], Tensor]) -> tuple[float, float]:
    """(seconds, peak MiB) on the accelerator, of the second call."""
    call()
    torch.cuda.synchronize()
    torch.cuda.reset_peak_memory_stats()
    before, start = torch.cuda.memory_allocated(), time.perf_counter()
    call()
    torch.cuda.synchronize()
    return time.perf_counter() - start, (torch.cuda.max_memory_allocated() - before) / 2**20


def read_kib(name: str) -> int:
    """A line of /proc/self/status."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


def make_inputs(num_stills: int, options: argparse.Namespace) -> tuple[Attention, Tensor]:
    """A layer with random weights and (2N, T, C) hidden states, the same for every form."""
    torch.manual_seed(0)
    attn = Attention(query_dim=options.width, heads=options.heads, dim_head=options.width // options.heads)
    hidden = torch.randn(2 * num_stills, options.tokens, options.width)
    dtype = torch.bfloat16 if options.device == "cuda" else torch.float32
    return attn.eval().to(options.device, dtype), hidden.to(options.device, dtype)


def run_apart(function: Callable[..., float], *arguments: object) -> float:
    """The function's result, from a forked process: no measurement inherits freed memory of another."""
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writer, repr(function(*arguments)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    if not text:
        raise RuntimeError(f"{function.__name__}{arguments[:2]} died; it may need more memory than there is.")
    return float(text)


def measure(form: str, num_stills: int, options: argparse.Namespace) -> tuple[float, float]:
    """(seconds, peak MiB) of one call."""
    if options.device == "cuda":
        return measure_cuda(prepare(form, num_stills, options))
    arguments = (form, num_stills, options)
    return run_apart(time_call, *arguments), run_apart(weigh_call, *arguments)


def draw_film(num_panels: int) -> float:
    """Peak MiB of two steps of a film with two anchors, four stills at a time, at 32 x 32 latents."""
    from tests.tiny import make_unet, noise

    ctypes.CDLL(None).mallopt(-3, 1 << 16)
    torch.set_grad_enabled(False)
    unet = make_unet(block_out_channels=(32, 64), attention_head_dim=4)
    anchors = [Still(f"a{i}", {"fox": None}, anchor=True) for i in range(2)]
    stills = [*anchors, *(Still(f"p{i}", {"fox": (0, 0, 0.5, 1)}) for i in range(num_panels))]
    book = ConsistentAttention(stills, size=(32, 32), sharing=Sharing(RATE, first_step=0))
    scheduler = DDIMScheduler()
    scheduler.set_timesteps(2)

    def predict(latents: Tensor, timestep: Tensor, uids: Sequence[str]) -> Tensor:
        both = unet(torch.cat([latents, latents]), timestep, noise(2 * len(uids), 7, 32)).sample
        empty, full = both.chunk(2)
        return empty + 3 * (full - empty)

    latents = noise(len(stills), 4, 32, 32)
    Path("/proc/self/clear_refs").write_text("5")
    before = read_kib("VmRSS")
    with book.on(unet):
        denoise(predict, scheduler, latents, book, chunk=4)
    return (read_kib("VmHWM") - before) / 1024


def compare_answers(options: argparse.Namespace) -> float:
    """Largest difference between our joint form and the masked form, N = 4."""
    attn, hidden = make_inputs(4, options)
    with torch.no_grad():
        ours = make_call("joint", attn, hidden, options.chunk)()
        masked = attend_masked(attn, hidden, getattr(attn, SEAT).book)
    return (masked - ours).abs().max().item()


def grow(values: dict[int, float]) -> float:
    """Exponent of growth in N by least squares, without the smallest N of three or more: 1 is linear."""
    counts = sorted(values)[1 if len(values) > 2 else 0 :]
    across, up = ([math.log(value) for value in side] for side in (counts, [values[n] for n in counts]))
    return statistics.linear_regression(across, up).slope


def main(arguments: Sequence[str] | None = None) -> dict[str, dict[int, tuple[float, float]]]:
    """Print the table, and return form -> N -> (seconds, peak MiB)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stills", type=int, nargs="+", default=[4, 8, 16, 32, 64])
    parser.add_argument("--tokens", type=int, default=1024, help="a square number")
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--chunk", type=int, default=4, help="stills per pass in the anchors form")
    parser.add_argument("--masked-up-to", type=int, default=16, help="the masked form takes N squared memory")
    parser.add_argument("--joint-up-to", type=int, default=32, help="the joint form takes N squared time")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--film", type=int, nargs="+", default=[], help="numbers of panels to draw")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    if options.film:
        for num_panels in options.film:
            print(f"{num_panels} panels: {run_apart(draw_film, num_panels):.0f} MiB")
        return {}
    compare = (
        compare_answers if options.device == "cuda" else lambda options: run_apart(compare_answers, options)
    )
    print(f"largest difference to the masked form: {compare(options):.1e}")
    found: dict[str, dict[int, tuple[float, float]]] = {form: {} for form in FORMS}
    for count in options.stills:
        most = {"masked": options.masked_up_to, "joint": options.joint_up_to}
        forms = [form for form in FORMS if count <= most.get(form, count)]
        rounds = [{form: measure(form, count, options) for form in forms} for _ in range(options.rounds)]
        for form in forms:
            found[form][count] = (min(row[form][0] for row in rounds), min(row[form][1] for row in rounds))
        print_row(count, found, options)
    for form, values in found.items():
        if len(values) > 1:
            time_, memory = ({n: max(v[i], 1e-9) for n, v in values.items()} for i in (0, 1))
            flops = {n: count_flops(form, n, options.tokens, options.width) for n in values}
            said = (
                f"N^{grow(time_):.2f} in time (its FLOPs N^{grow(flops):.2f}), N^{grow(memory):.2f} in memory"
            )
            print(f"{form:8} grows in N as {said}")
    return found


def print_row(
    count: int, found: dict[str, dict[int, tuple[float, float]]], options: argparse.Namespace
) -> None:
    """A line per form: seconds, peak, and seconds over what its FLOPs take at the plain layer's rate."""
    plain = found["plain"][count][0]
    unit = count_flops("plain", count, options.tokens, options.width) / plain
    for form, values in found.items():
        if count in values:
            seconds, peak = values[count]
            limit = count_flops(form, count, options.tokens, options.width) / unit
            ratios = f"x{seconds / plain:.2f} plain, x{seconds / limit:.2f} its FLOP limit"
            print(f"N={count:<3} {form:8} {seconds:8.3f} s {peak:8.0f} MiB   {ratios}")


if __name__ == "__main__":
    main()
