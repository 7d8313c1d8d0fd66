"""Tiny real diffusers pipelines with random weights, saved to a folder as their big siblings are.

Not a model of anything: good for laws and for roads (load, draw, save), never for pictures.

    python -c "from tests.tiny import save_sdxl; print(save_sdxl('/tmp/tiny-sdxl'))"
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AnimateDiffPipeline,
    AutoencoderKL,
    DDIMScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    FluxPipeline,
    FluxTransformer2DModel,
    MotionAdapter,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)

SIZE = 64
"""Pictures are SIZE x SIZE pixels, latents SIZE / 2; attention layers have 32 and 16 tokens a side."""


def seeded(build: Callable[[], Any], seed: int = 0) -> Any:
    """What `build` makes, with weights that depend on the seed alone; the global generator is left alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return build()


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    """Standard normal, of the seed alone."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def make_unet(*, cross_attention_dim: int = 32, xl: bool = False, **changes: Any) -> UNet2DConditionModel:
    """A U-Net of the shape of SD1.5, or SDXL: two levels, attention in both."""
    sdxl = {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 80,
        "transformer_layers_per_block": (1, 2),
        "use_linear_projection": True,
    }
    config: dict[str, Any] = {
        "sample_size": SIZE // 2,
        "block_out_channels": (16, 32),
        "layers_per_block": 1,
        "down_block_types": ("CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
        "cross_attention_dim": cross_attention_dim,
        "attention_head_dim": (2, 4) if xl else 2,
        "norm_num_groups": 8,
    }
    config |= (sdxl if xl else {}) | changes
    return seeded(lambda: UNet2DConditionModel(**config)).eval()


def make_flux() -> FluxTransformer2DModel:
    """A Flux transformer: one double and two single blocks, two heads of 16."""
    return seeded(
        lambda: FluxTransformer2DModel(
            patch_size=1,
            in_channels=16,
            num_layers=1,
            num_single_layers=2,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=32,
            pooled_projection_dim=32,
            axes_dims_rope=(4, 6, 6),
        )
    ).eval()


def make_vae(latent_channels: int = 4) -> AutoencoderKL:
    """A VAE that halves the picture."""
    return seeded(
        lambda: AutoencoderKL(
            block_out_channels=(8, 8),
            in_channels=3,
            out_channels=3,
            down_block_types=("DownEncoderBlock2D", "DownEncoderBlock2D"),
            up_block_types=("UpDecoderBlock2D", "UpDecoderBlock2D"),
            latent_channels=latent_channels,
            norm_num_groups=4,
            shift_factor=0.0,
        )
    ).eval()


def make_tokenizer() -> Any:
    """A CLIP tokenizer of bytes: no merges, 514 tokens."""
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import CLIPTokenizer

    letters = sorted(ByteLevel.alphabet())
    tokens = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    return CLIPTokenizer(vocab={token: i for i, token in enumerate(tokens)}, merges=[], model_max_length=77)


def make_text_encoder(*, projected: bool = False, width: int = 32) -> Any:
    """A CLIP text encoder of two layers."""
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        vocab_size=514,
        hidden_size=width,
        intermediate_size=37,
        num_hidden_layers=2,
        num_attention_heads=4,
        projection_dim=width,
        bos_token_id=512,
        eos_token_id=513,
        pad_token_id=513,
    )
    return seeded(lambda: (CLIPTextModelWithProjection if projected else CLIPTextModel)(config)).eval()


def make_t5() -> tuple[Any, Any]:
    """(tokenizer, encoder) of Flux's second text tower."""
    from transformers import T5Config, T5EncoderModel, T5Tokenizer

    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -1.0)]
    pieces += [(chr(code), -2.0) for code in range(97, 123)]
    config = T5Config(vocab_size=32, d_model=32, d_kv=8, d_ff=32, num_layers=1, num_heads=4)
    return T5Tokenizer(vocab=pieces, extra_ids=0), seeded(lambda: T5EncoderModel(config)).eval()


def make_sd15() -> StableDiffusionPipeline:
    """A whole Stable Diffusion 1.5 pipeline."""
    pipe = StableDiffusionPipeline(
        vae=make_vae(),
        text_encoder=make_text_encoder(),
        tokenizer=make_tokenizer(),
        unet=make_unet(),
        scheduler=DDIMScheduler(clip_sample=False, steps_offset=1),
        safety_checker=None,
        feature_extractor=None,
        image_encoder=None,
        requires_safety_checker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def make_sdxl() -> StableDiffusionXLPipeline:
    """A whole SDXL pipeline."""
    pipe = StableDiffusionXLPipeline(
        vae=make_vae(),
        text_encoder=make_text_encoder(),
        text_encoder_2=make_text_encoder(projected=True),
        tokenizer=make_tokenizer(),
        tokenizer_2=make_tokenizer(),
        unet=make_unet(cross_attention_dim=64, xl=True),
        scheduler=EulerDiscreteScheduler(),
        add_watermarker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def make_flux_pipeline() -> FluxPipeline:
    """A whole Flux pipeline."""
    tokenizer, encoder = make_t5()
    pipe = FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=make_vae(latent_channels=4),
        text_encoder=make_text_encoder(),
        tokenizer=make_tokenizer(),
        text_encoder_2=encoder,
        tokenizer_2=tokenizer,
        transformer=make_flux(),
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def make_animatediff() -> AnimateDiffPipeline:
    """A whole AnimateDiff pipeline: the tiny SD1.5 with a motion adapter of up to 16 frames."""
    adapter = seeded(
        lambda: MotionAdapter(
            block_out_channels=(16, 32),
            motion_layers_per_block=1,
            motion_norm_num_groups=8,
            motion_num_attention_heads=2,
            motion_max_seq_length=16,
            use_motion_mid_block=False,
        )
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        pipe = AnimateDiffPipeline(
            vae=make_vae(),
            text_encoder=make_text_encoder(),
            tokenizer=make_tokenizer(),
            unet=make_unet(),
            motion_adapter=adapter,
            scheduler=DDIMScheduler(clip_sample=False, steps_offset=1),
        )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def save_sd15(folder: str | Path) -> Path:
    """The tiny SD1.5 as a model folder."""
    make_sd15().save_pretrained(folder)
    return Path(folder)


def save_sdxl(folder: str | Path) -> Path:
    """The tiny SDXL as a model folder."""
    make_sdxl().save_pretrained(folder)
    return Path(folder)


def save_flux(folder: str | Path) -> Path:
    """The tiny Flux as a model folder."""
    make_flux_pipeline().save_pretrained(folder)
    return Path(folder)


def make_ip_adapter(unet: UNet2DConditionModel, *, image_dim: int = 32, seed: int = 7) -> dict[str, Any]:
    """The state dict of a base IP-Adapter for this U-Net: four tokens per reference image."""
    width = unet.config.cross_attention_dim
    crosses = [name for name in unet.attn_processors if name.endswith("attn2.processor")]
    generator = torch.Generator().manual_seed(seed)

    def noise(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=generator) * 0.3

    layers = {}
    for index, name in enumerate(crosses):
        hidden = unet.get_submodule(name.removesuffix(".processor")).to_q.in_features
        layers[f"{2 * index + 1}.to_k_ip.weight"] = noise(hidden, width)
        layers[f"{2 * index + 1}.to_v_ip.weight"] = noise(hidden, width)
    projection = {
        "proj.weight": noise(4 * width, image_dim),
        "proj.bias": noise(4 * width),
        "norm.weight": torch.ones(width),
        "norm.bias": torch.zeros(width),
    }
    return {"image_proj": projection, "ip_adapter": layers}


def make_flux_adapter(*, image_dim: int = 32, seed: int = 7) -> dict[str, Any]:
    """The state dict of an IP-Adapter for the tiny Flux: four tokens per reference image."""
    generator = torch.Generator().manual_seed(seed)

    def layer(name: str, rows: int, columns: int) -> dict[str, torch.Tensor]:
        weight, bias = (torch.randn(*shape, generator=generator) for shape in ((rows, columns), (rows,)))
        return {f"{name}.weight": weight, f"{name}.bias": bias}

    projection = layer("proj", 4 * 32, image_dim) | {
        "norm.weight": torch.ones(32),
        "norm.bias": torch.zeros(32),
    }
    return {
        "image_proj": projection,
        "ip_adapter": layer("0.to_k_ip", 32, 32) | layer("0.to_v_ip", 32, 32),
    }


def make_face_adapter(unet: UNet2DConditionModel, *, length: int = 24) -> dict[str, Any]:
    """The state dict of a FaceID adapter without LoRAs: four tokens per embedding of a face."""
    state, width = make_ip_adapter(unet), unet.config.cross_attention_dim
    projection = {
        "proj.0.weight": noise(2 * length, length),
        "proj.0.bias": noise(2 * length),
        "proj.2.weight": noise(4 * width, 2 * length),
        "proj.2.bias": noise(4 * width),
        "norm.weight": torch.ones(width),
        "norm.bias": torch.zeros(width),
    }
    return {**state, "image_proj": projection}


def make_plus_adapter(unet: UNet2DConditionModel, *, image_dim: int = 32) -> dict[str, Any]:
    """The state dict of a Plus adapter: a resampler of four layers, one head of 64, four tokens."""
    state, width = make_ip_adapter(unet), unet.config.cross_attention_dim
    shapes: dict[str, tuple[int, ...]] = {
        "latents": (1, 4, 64),
        "proj_in.weight": (64, image_dim),
        "proj_in.bias": (64,),
        "proj_out.weight": (width, 64),
        "proj_out.bias": (width,),
        "norm_out.weight": (width,),
        "norm_out.bias": (width,),
    }
    for layer in range(4):
        for name in ("0.norm1", "0.norm2", "1.0"):
            shapes |= {f"layers.{layer}.{name}.weight": (64,), f"layers.{layer}.{name}.bias": (64,)}
        for name, rows, columns in (("0.to_q", 64, 64), ("0.to_kv", 128, 64), ("0.to_out", 64, 64)):
            shapes[f"layers.{layer}.{name}.weight"] = (rows, columns)
        shapes |= {f"layers.{layer}.1.1.weight": (256, 64), f"layers.{layer}.1.3.weight": (64, 256)}
    projection = {key: noise(*shape, seed=number) * 0.3 for number, (key, shape) in enumerate(shapes.items())}
    return {**state, "image_proj": projection}


def save_adapter(state: dict[str, Any], file: Path, *, encoder: bool = True) -> Path:
    """The adapter's file, in the layout of its kind, and its image encoder beside it."""
    from safetensors.torch import save_file
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(
        {f"{part}.{key}": value for part, values in state.items() for key, value in values.items()}, file
    )
    if encoder:
        config = CLIPVisionConfig(
            hidden_size=32,
            intermediate_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            projection_dim=32,
            image_size=224,
            patch_size=56,
        )
        made = seeded(lambda: CLIPVisionModelWithProjection(config))
        made.save_pretrained(file.parent / "image_encoder")
    return file


def load_ip_adapter(pipe: Any) -> None:
    """Load a random IP-Adapter into a pipeline; no image encoder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipe.load_ip_adapter(
            make_ip_adapter(pipe.unet), subfolder="", weight_name="tiny.bin", image_encoder_folder=None
        )
