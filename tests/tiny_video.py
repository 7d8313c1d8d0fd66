"""Tiny real video pipelines with random weights, saved to a folder as their big siblings are.

Not models of anything: good for laws and for roads (load, shoot, cut), never for pictures.

    python -c "from tests.tiny_video import save_wan; print(save_wan('/tmp/tiny-wan'))"
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from diffusers import (
    AutoencoderKLCogVideoX,
    AutoencoderKLLTXVideo,
    AutoencoderKLTemporalDecoder,
    AutoencoderKLWan,
    CogVideoXDDIMScheduler,
    CogVideoXImageToVideoPipeline,
    CogVideoXTransformer3DModel,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    LTXConditionPipeline,
    LTXVideoTransformer3DModel,
    StableVideoDiffusionPipeline,
    UNetSpatioTemporalConditionModel,
    UniPCMultistepScheduler,
    WanImageToVideoPipeline,
    WanTransformer3DModel,
)

from tests.tiny import make_animatediff, make_t5, seeded

WIDTH, HEIGHT = 64, 32
"""pixels; multiples of what every family here asks for"""


def make_vision(*, projected: bool, image_size: int) -> Any:
    """A CLIP vision tower of two layers."""
    from transformers import CLIPVisionConfig, CLIPVisionModel, CLIPVisionModelWithProjection

    config = CLIPVisionConfig(
        hidden_size=32,
        projection_dim=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        image_size=image_size,
        intermediate_size=37,
        patch_size=image_size // 4,
    )
    return seeded(lambda: (CLIPVisionModelWithProjection if projected else CLIPVisionModel)(config)).eval()


def make_image_processor(size: int) -> Any:
    """A CLIP image processor that needs no torchvision."""
    from transformers import CLIPImageProcessorPil

    return CLIPImageProcessorPil(crop_size=size, size=size)


Parts = Mapping[str, Mapping[str, Any]]
"""part of a pipeline -> what is other in its configuration"""


def make_svd(parts: Parts | None = None) -> StableVideoDiffusionPipeline:
    """A whole Stable Video Diffusion pipeline: two levels, 8 frames by default."""
    unet_config = {
        "block_out_channels": (32, 64),
        "layers_per_block": 1,
        "sample_size": 32,
        "in_channels": 8,
        "out_channels": 4,
        "down_block_types": ("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        "up_block_types": ("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"),
        "cross_attention_dim": 32,
        "num_attention_heads": (2, 4),
        "projection_class_embeddings_input_dim": 96,
        "addition_time_embed_dim": 32,
        "num_frames": 8,
        **(parts or {}).get("unet", {}),
    }
    vae_config = {
        "block_out_channels": (32, 32),
        "in_channels": 3,
        "out_channels": 3,
        "down_block_types": ("DownEncoderBlock2D", "DownEncoderBlock2D"),
        "latent_channels": 4,
        **(parts or {}).get("vae", {}),
    }
    unet = seeded(lambda: UNetSpatioTemporalConditionModel(**unet_config)).eval()
    vae = seeded(lambda: AutoencoderKLTemporalDecoder(**vae_config)).eval()
    scheduler = EulerDiscreteScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        interpolation_type="linear",
        prediction_type="v_prediction",
        timestep_type="continuous",
        timestep_spacing="leading",
        steps_offset=1,
        use_karras_sigmas=True,
        sigma_min=0.002,
        sigma_max=700.0,
    )
    return StableVideoDiffusionPipeline(
        vae=vae,
        image_encoder=make_vision(projected=True, image_size=224),  # the pipeline resizes to 224
        unet=unet,
        scheduler=scheduler,
        feature_extractor=make_image_processor(224),
    )


def make_umt5() -> tuple[Any, Any]:
    """(tokenizer, encoder) of Wan."""
    from transformers import UMT5Config, UMT5EncoderModel

    tokenizer, _ = make_t5()
    config = UMT5Config(vocab_size=32, d_model=32, d_kv=8, d_ff=32, num_layers=1, num_heads=4)
    return tokenizer, seeded(lambda: UMT5EncoderModel(config)).eval()


def make_wan_vae(**changes: Any) -> AutoencoderKLWan:
    """The VAE of Wan and its kin; 4 frames and 8 x 8 pixels to a latent."""
    config = {
        "base_dim": 4,
        "z_dim": 16,
        "dim_mult": [1, 1, 1, 1],
        "num_res_blocks": 1,
        "temperal_downsample": [False, True, True],
        **changes,
    }
    return seeded(lambda: AutoencoderKLWan(**config)).eval()


WanKind = Literal["a14b", "i2v", "flf", "5b", "one"]


def make_wan(kind: WanKind = "a14b", parts: Parts | None = None) -> WanImageToVideoPipeline:
    """A whole Wan pipeline.

    Args:
        kind: `a14b` as Wan 2.2, two experts and no encoder for pictures; `one` with one expert alone; `i2v`
            and `flf` as Wan 2.1, with an encoder for one picture, or for exactly two; `5b` as Wan 2.2 TI2V,
            one timestep per token.
    """
    tokenizer, encoder = make_umt5()
    sees, changes = kind in ("i2v", "flf"), dict((parts or {}).get("transformer", {}))
    return WanImageToVideoPipeline(
        tokenizer=tokenizer,
        text_encoder=encoder,
        vae=make_wan_vae(**(parts or {}).get("vae", {})),
        scheduler=UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0, num_train_timesteps=1000
        ),
        image_processor=make_image_processor(32) if sees else None,
        image_encoder=make_vision(projected=False, image_size=32) if sees else None,
        transformer=_make_wan_transformer(kind, changes),
        transformer_2=_make_wan_transformer(kind, changes, seed=1) if kind == "a14b" else None,
        boundary_ratio=0.9 if kind == "a14b" else None,
        expand_timesteps=kind == "5b",
    )


def _make_wan_transformer(kind: WanKind, changes: Mapping[str, Any], seed: int = 0) -> WanTransformer3DModel:
    sees = kind in ("i2v", "flf")
    config = {
        "patch_size": (1, 2, 2),
        "num_attention_heads": 2,
        "attention_head_dim": 12,
        "in_channels": 16 if kind == "5b" else 36,
        "out_channels": 16,
        "text_dim": 32,
        "freq_dim": 256,
        "ffn_dim": 32,
        "num_layers": 2,
        "cross_attn_norm": True,
        "qk_norm": "rms_norm_across_heads",
        "rope_max_seq_len": 32,
        "image_dim": 32 if sees else None,
        "pos_embed_seq_len": 2 * 17 if kind == "flf" else None,
        **changes,
    }
    return seeded(lambda: WanTransformer3DModel(**config), seed).eval()


def make_ltx() -> LTXConditionPipeline:
    """A whole LTX pipeline; 4 frames and 16 x 16 pixels to a latent."""
    tokenizer, encoder = make_t5()
    transformer = seeded(
        lambda: LTXVideoTransformer3DModel(
            in_channels=8,
            out_channels=8,
            patch_size=1,
            patch_size_t=1,
            num_attention_heads=4,
            attention_head_dim=8,
            cross_attention_dim=32,
            num_layers=1,
            caption_channels=32,
        )
    ).eval()
    vae = seeded(
        lambda: AutoencoderKLLTXVideo(
            in_channels=3,
            out_channels=3,
            latent_channels=8,
            block_out_channels=(8, 8, 8, 8),
            decoder_block_out_channels=(8, 8, 8, 8),
            layers_per_block=(1, 1, 1, 1, 1),
            decoder_layers_per_block=(1, 1, 1, 1, 1),
            spatio_temporal_scaling=(True, True, False, False),
            decoder_spatio_temporal_scaling=(True, True, False, False),
            decoder_inject_noise=(False, False, False, False, False),
            upsample_residual=(False, False, False, False),
            upsample_factor=(1, 1, 1, 1),
            timestep_conditioning=False,
            patch_size=4,
            patch_size_t=1,
            encoder_causal=True,
            decoder_causal=False,
        )
    ).eval()
    vae.use_framewise_encoding = False
    vae.use_framewise_decoding = False
    return LTXConditionPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        text_encoder=encoder,
        tokenizer=tokenizer,
        transformer=transformer,
    )


def make_cogvideox(*, patch_frames: int | None = None) -> CogVideoXImageToVideoPipeline:
    """A whole CogVideoX pipeline: 1.0, of one size; with `patch_frames` 1.5, which patches frames in time."""
    tokenizer, encoder = make_t5()
    later = patch_frames is not None
    transformer = seeded(
        lambda: CogVideoXTransformer3DModel(
            num_attention_heads=2,
            attention_head_dim=16,
            in_channels=8,
            out_channels=4,
            time_embed_dim=2,
            text_embed_dim=32,
            num_layers=1,
            sample_width=WIDTH // 8,
            sample_height=HEIGHT // 8,
            sample_frames=9,
            patch_size=2,
            patch_size_t=patch_frames,
            patch_bias=not later,
            use_rotary_positional_embeddings=True,
            use_learned_positional_embeddings=not later,
        )
    ).eval()
    vae = seeded(
        lambda: AutoencoderKLCogVideoX(
            down_block_types=("CogVideoXDownBlock3D",) * 4,
            up_block_types=("CogVideoXUpBlock3D",) * 4,
            block_out_channels=(8, 8, 8, 8),
            latent_channels=4,
            layers_per_block=1,
            norm_num_groups=2,
            temporal_compression_ratio=4,
        )
    ).eval()
    return CogVideoXImageToVideoPipeline(
        tokenizer=tokenizer,
        text_encoder=encoder,
        vae=vae,
        transformer=transformer,
        scheduler=CogVideoXDDIMScheduler(),
    )


def save(pipe: Any, folder: str | Path) -> Path:
    """The pipeline as a model folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipe.save_pretrained(folder)
    return Path(folder)


def save_svd(folder: str | Path) -> Path:
    """The tiny Stable Video Diffusion as a model folder."""
    return save(make_svd(), folder)


def save_animatediff(folder: str | Path) -> Path:
    """The tiny AnimateDiff as a model folder."""
    return save(make_animatediff(), folder)


def save_wan(folder: str | Path, kind: WanKind = "a14b") -> Path:
    """The tiny Wan as a model folder."""
    return save(make_wan(kind), folder)


def save_ltx(folder: str | Path) -> Path:
    """The tiny LTX as a model folder."""
    return save(make_ltx(), folder)


def save_cogvideox(folder: str | Path, **changes: Any) -> Path:
    """The tiny CogVideoX as a model folder."""
    return save(make_cogvideox(**changes), folder)
