"""Models that can be pulled by a short name: where they lie, how large they are, under which licence.

python -c "from shots.diffusion.known_models import KNOWN; print(*KNOWN)"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A model that can be pulled by a short name."""

    repo: str
    gib: float
    """about how much is pulled; of video models reckoned from their parameters in 16 bit, and not measured:
    some repositories hold them in 32"""
    variant: str | None
    licence: str
    skip: tuple[str, ...] = ()
    """patterns of files in the repository that no backend reads"""


KNOWN: Mapping[str, Known] = {
    "sd15": Known(
        "stable-diffusion-v1-5/stable-diffusion-v1-5",
        2.0,
        "fp16",
        "CreativeML Open RAIL-M",
        ("safety_checker/*", "v1-5*", "*non_ema*"),
    ),
    "sdxl": Known(
        "stabilityai/stable-diffusion-xl-base-1.0",
        6.5,
        "fp16",
        "CreativeML Open RAIL++-M",
        ("sd_xl*", "*onnx*", "*openvino*", "vae_1_0/*", "*flax*"),
    ),
    "flux": Known("black-forest-labs/FLUX.1-schnell", 31.5, None, "Apache-2.0", ("flux1*", "ae.safetensors")),
    "svd": Known(
        "stabilityai/stable-video-diffusion-img2vid-xt",
        4.2,
        "fp16",
        "Stability AI Community License",
        ("svd_xt*",),
    ),
    "animatediff": Known("guoyww/animatediff-motion-adapter-v1-5-3", 0.9, "fp16", "Apache-2.0"),
    "sparsectrl": Known("guoyww/animatediff-sparsectrl-rgb", 0.9, "fp16", "Apache-2.0"),
    "wan": Known("Wan-AI/Wan2.2-TI2V-5B-Diffusers", 21.0, None, "Apache-2.0"),
    "wan-14b": Known("Wan-AI/Wan2.1-I2V-14B-480P-Diffusers", 42.5, None, "Apache-2.0"),
    "wan-vace": Known("Wan-AI/Wan2.1-VACE-1.3B-diffusers", 14.6, None, "Apache-2.0"),
    "ltx": Known("Lightricks/LTX-Video", 13.3, None, "LTX-Video Open Weights License", ("ltx*",)),
    "ltx2": Known(
        "Lightricks/LTX-2", 60.0, None, "LTX-2 Community License", ("ltx-2*", "latent_upsampler/*")
    ),
    "cogvideox": Known("THUDM/CogVideoX-5b-I2V", 19.6, None, "CogVideoX License"),
    "hunyuan": Known(
        "hunyuanvideo-community/HunyuanVideo-1.5-480p_i2v", 32.0, None, "Tencent Hunyuan Community License"
    ),
    "hunyuan-base": Known(
        "hunyuanvideo-community/HunyuanVideo", 39.5, None, "Tencent Hunyuan Community License"
    ),
    "framepack": Known("lllyasviel/FramePackI2V_HY", 24.0, None, "Tencent Hunyuan Community License"),
    "framepack-eye": Known(
        "lllyasviel/flux_redux_bfl", 0.9, None, "FLUX.1-dev Non-Commercial License", ("image_embedder/*",)
    ),
    "skyreels": Known("Skywork/SkyReels-V2-DF-1.3B-540P-Diffusers", 13.4, None, "Skywork Community License"),
}
"""short name -> model; an AnimateDiff needs an SD1.5 beside its adapter: `animatediff:sd15+animatediff`"""
