"""More tiny real video pipelines with random weights: Wan VACE, HunyuanVideo, SkyReels V2, LTX-2, SparseCtrl.

Not models of anything: good for laws and for roads (load, shoot, cut), never for pictures.

    python -c "from tests.tiny_families import save_framepack; print(save_framepack('/tmp/tiny-framepack'))"
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AnimateDiffSparseControlNetPipeline,
    AutoencoderKLHunyuanVideo,
    AutoencoderKLHunyuanVideo15,
    AutoencoderKLLTX2Audio,
    AutoencoderKLLTX2Video,
    ClassifierFreeGuidance,
    FlowMatchEulerDiscreteScheduler,
    HunyuanVideo15ImageToVideoPipeline,
    HunyuanVideo15Transformer3DModel,
    HunyuanVideoFramepackPipeline,
    HunyuanVideoFramepackTransformer3DModel,
    HunyuanVideoPipeline,
    LTX2Pipeline,
    LTX2VideoTransformer3DModel,
    SkyReelsV2DiffusionForcingPipeline,
    SkyReelsV2ImageToVideoPipeline,
    SkyReelsV2Transformer3DModel,
    SparseControlNetModel,
    UniPCMultistepScheduler,
    WanVACEPipeline,
    WanVACETransformer3DModel,
)

from tests.tiny import make_animatediff, make_t5, make_text_encoder, make_tokenizer, seeded
from tests.tiny_video import make_image_processor, make_umt5, make_vision, make_wan_vae, save

CHAT = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def flow() -> UniPCMultistepScheduler:
    """The scheduler of Wan and its kin."""
    return UniPCMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0, num_train_timesteps=1000
    )


def save_vace(folder: str | Path, *, experts: bool = False) -> Path:
    """A Wan VACE as a model folder; with two experts as those made of Wan 2.2."""
    tokenizer, encoder = make_umt5()

    def expert(seed: int) -> Any:
        return seeded(
            lambda: WanVACETransformer3DModel(
                patch_size=(1, 2, 2),
                num_attention_heads=2,
                attention_head_dim=12,
                in_channels=16,
                out_channels=16,
                text_dim=32,
                freq_dim=256,
                ffn_dim=32,
                num_layers=2,
                rope_max_seq_len=32,
                vace_layers=[0, 1],
                vace_in_channels=2 * 16 + 64,
            ),
            seed,
        ).eval()

    pipe = WanVACEPipeline(
        tokenizer=tokenizer,
        text_encoder=encoder,
        vae=make_wan_vae(),
        scheduler=flow(),
        transformer=expert(0),
        transformer_2=expert(1) if experts else None,
        boundary_ratio=0.9 if experts else None,
    )
    return save(pipe, folder)


def make_siglip(size: int) -> tuple[Any, Any]:
    """(picture encoder, its processor) of HunyuanVideo."""
    from transformers import SiglipImageProcessorPil, SiglipVisionConfig, SiglipVisionModel

    config = SiglipVisionConfig(
        hidden_size=32,
        intermediate_size=37,
        num_hidden_layers=2,
        num_attention_heads=4,
        image_size=size,
        patch_size=size // 4,
    )
    model = seeded(lambda: SiglipVisionModel(config)).eval()
    return model, SiglipImageProcessorPil(size={"height": size, "width": size})


def make_qwen() -> tuple[Any, Any]:
    """(tokenizer, encoder) of HunyuanVideo 1.5."""
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import Qwen2_5_VLTextConfig, Qwen2_5_VLTextModel, Qwen2Tokenizer

    tokens = [*sorted(ByteLevel.alphabet()), "<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    tokenizer = Qwen2Tokenizer(vocab={token: i for i, token in enumerate(tokens)}, merges=[])
    tokenizer.chat_template = CHAT
    config = Qwen2_5_VLTextConfig(
        vocab_size=len(tokens),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        rope_parameters={"mrope_section": [1, 1, 2], "rope_type": "default", "rope_theta": 1e6},
        bos_token_id=256,
        eos_token_id=256,
        pad_token_id=256,
    )
    return tokenizer, seeded(lambda: Qwen2_5_VLTextModel(config)).eval()


def save_hunyuan(folder: str | Path) -> Path:
    """A HunyuanVideo 1.5 image-to-video as a model folder: 4 frames and 8 x 8 pixels to a latent."""
    from transformers import ByT5Tokenizer

    transformer = seeded(
        lambda: HunyuanVideo15Transformer3DModel(
            in_channels=9,
            out_channels=4,
            num_attention_heads=2,
            attention_head_dim=8,
            num_layers=1,
            num_refiner_layers=1,
            mlp_ratio=2.0,
            patch_size=1,
            patch_size_t=1,
            text_embed_dim=16,
            text_embed_2_dim=32,
            image_embed_dim=32,
            rope_axes_dim=(2, 2, 4),
            target_size=45,  # of its own sizes one is 64 x 32
            task_type="i2v",
        )
    ).eval()
    vae = seeded(
        lambda: AutoencoderKLHunyuanVideo15(
            latent_channels=4,
            block_out_channels=(16, 16, 16),
            layers_per_block=1,
            spatial_compression_ratio=8,
            temporal_compression_ratio=4,
            downsample_match_channel=False,
            upsample_match_channel=False,
        )
    ).eval()
    tokenizer, encoder = make_qwen()
    vision, processor = make_siglip(32)
    pipe = HunyuanVideo15ImageToVideoPipeline(
        text_encoder=encoder,
        tokenizer=tokenizer,
        transformer=transformer,
        vae=vae,
        scheduler=FlowMatchEulerDiscreteScheduler(shift=7.0),
        text_encoder_2=make_t5()[1],
        tokenizer_2=ByT5Tokenizer(),
        guider=ClassifierFreeGuidance(guidance_scale=6.0),
        image_encoder=vision,
        feature_extractor=processor,
    )
    return save(pipe, folder)


def make_llama() -> tuple[Any, Any]:
    """(tokenizer, encoder) of Framepack."""
    from transformers import LlamaConfig, LlamaModel, LlamaTokenizer

    tokens = ["<unk>", "<s>", "</s>", "<pad>", "▁", *map(chr, range(97, 123))]
    tokenizer = LlamaTokenizer(vocab={token: i for i, token in enumerate(tokens)}, merges=[])
    tokenizer.pad_token = "<pad>"
    config = LlamaConfig(
        vocab_size=len(tokens),
        hidden_size=16,
        intermediate_size=37,
        num_attention_heads=4,
        num_hidden_layers=3,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=3,
    )
    return tokenizer, seeded(lambda: LlamaModel(config)).eval()


def save_framepack(folder: str | Path) -> Path:
    """A HunyuanVideo Framepack as a model folder."""
    return save(make_framepack(), folder)


def save_framepack_in_parts(folder: Path) -> str:
    """The same as it was released: BASE+FRAMEPACK+EYE."""
    pipe = make_framepack()
    pipe.transformer.save_pretrained(folder / "framepack")
    pipe.image_encoder.save_pretrained(folder / "eye" / "image_encoder")
    pipe.feature_extractor.save_pretrained(folder / "eye" / "feature_extractor")
    kept = ("text_encoder", "tokenizer", "text_encoder_2", "tokenizer_2", "vae", "scheduler", "transformer")
    save(HunyuanVideoPipeline(**{name: pipe.components[name] for name in kept}), folder / "base")
    return "+".join(str(folder / name) for name in ("base", "framepack", "eye"))


def make_framepack() -> HunyuanVideoFramepackPipeline:
    """A whole HunyuanVideo Framepack."""
    transformer = seeded(
        lambda: HunyuanVideoFramepackTransformer3DModel(
            in_channels=4,
            out_channels=4,
            num_attention_heads=2,
            attention_head_dim=10,
            num_layers=1,
            num_single_layers=1,
            num_refiner_layers=1,
            patch_size=2,
            patch_size_t=1,
            guidance_embeds=True,
            text_embed_dim=16,
            pooled_projection_dim=32,
            rope_axes_dim=(2, 4, 4),
            has_image_proj=True,
            image_proj_dim=32,
            has_clean_x_embedder=True,
        )
    ).eval()
    vae = seeded(
        lambda: AutoencoderKLHunyuanVideo(
            latent_channels=4,
            down_block_types=("HunyuanVideoDownBlock3D",) * 4,
            up_block_types=("HunyuanVideoUpBlock3D",) * 4,
            block_out_channels=(8, 8, 8, 8),
            layers_per_block=1,
            norm_num_groups=4,
        )
    ).eval()
    tokenizer, encoder = make_llama()
    vision, processor = make_siglip(32)
    return HunyuanVideoFramepackPipeline(
        text_encoder=encoder,
        tokenizer=tokenizer,
        transformer=transformer,
        vae=vae,
        scheduler=FlowMatchEulerDiscreteScheduler(shift=7.0),
        text_encoder_2=make_text_encoder(),
        tokenizer_2=make_tokenizer(),
        image_encoder=vision,
        feature_extractor=processor,
    )


def save_skyreels(folder: str | Path, *, forcing: bool = True, two_pictures: bool = False) -> Path:
    """A SkyReels V2 as a model folder: by diffusion forcing, or built like Wan."""
    tokenizer, encoder = make_umt5()
    transformer = seeded(
        lambda: SkyReelsV2Transformer3DModel(
            patch_size=(1, 2, 2),
            num_attention_heads=2,
            attention_head_dim=12,
            in_channels=16 if forcing else 36,
            out_channels=16,
            text_dim=32,
            freq_dim=256,
            ffn_dim=32,
            num_layers=2,
            rope_max_seq_len=32,
            inject_sample_info=forcing,
            image_dim=None if forcing else 32,
            pos_embed_seq_len=2 * 17 if two_pictures else None,
        )
    ).eval()
    parts = {
        "tokenizer": tokenizer,
        "text_encoder": encoder,
        "vae": make_wan_vae(),
        "scheduler": flow(),
        "transformer": transformer,
    }
    if forcing:
        return save(SkyReelsV2DiffusionForcingPipeline(**parts), folder)
    pipe = SkyReelsV2ImageToVideoPipeline(
        image_encoder=make_vision(projected=True, image_size=32),
        image_processor=make_image_processor(32),
        **parts,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return save(pipe, folder)


def make_gemma() -> tuple[Any, Any]:
    """(tokenizer, encoder) of LTX-2."""
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration, GemmaTokenizer

    tokens = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "▁", *map(chr, range(97, 123))]
    tokenizer = GemmaTokenizer(vocab={token: i for i, token in enumerate(tokens)}, merges=[])
    text = {
        "vocab_size": 64,
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "head_dim": 8,
    }
    vision = {
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "image_size": 28,
        "patch_size": 14,
    }
    config = Gemma3Config(text_config=text, vision_config=vision, mm_tokens_per_image=4, image_token_index=50)
    return tokenizer, seeded(lambda: Gemma3ForConditionalGeneration(config)).eval()


def make_ear() -> tuple[Any, Any]:
    """(sound VAE, vocoder) of LTX-2, at 16 kHz."""
    from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder

    vae = seeded(
        lambda: AutoencoderKLLTX2Audio(
            base_channels=4,
            ch_mult=(1,),
            num_res_blocks=1,
            resolution=32,
            latent_channels=2,
            mel_bins=8,
        )
    ).eval()
    vocoder = seeded(
        lambda: LTX2Vocoder(
            in_channels=16,
            hidden_channels=16,
            out_channels=2,
            upsample_kernel_sizes=[20, 16],
            upsample_factors=[10, 16],
            resnet_kernel_sizes=[3],
            resnet_dilations=[[1, 3, 5]],
            output_sampling_rate=16000,
        )
    ).eval()
    return vae, vocoder


def save_ltx2(folder: str | Path) -> Path:
    """An LTX-2 as a model folder, as released for words alone; 8 frames and 32 x 32 pixels to a latent."""
    from diffusers.pipelines.ltx2.connectors import LTX2TextConnectors

    tokenizer, encoder = make_gemma()
    transformer = seeded(
        lambda: LTX2VideoTransformer3DModel(
            in_channels=4,
            out_channels=4,
            num_attention_heads=2,
            attention_head_dim=8,
            cross_attention_dim=16,
            audio_in_channels=4,
            audio_out_channels=4,
            audio_num_attention_heads=2,
            audio_attention_head_dim=4,
            audio_cross_attention_dim=8,
            num_layers=2,
            caption_channels=16,
            rope_double_precision=False,
            rope_type="split",
        )
    ).eval()
    connectors = seeded(
        lambda: LTX2TextConnectors(
            caption_channels=16,
            text_proj_in_factor=3,
            video_connector_num_attention_heads=2,
            video_connector_attention_head_dim=8,
            video_connector_num_layers=1,
            video_connector_num_learnable_registers=None,
            audio_connector_num_attention_heads=2,
            audio_connector_attention_head_dim=8,
            audio_connector_num_layers=1,
            audio_connector_num_learnable_registers=None,
            connector_rope_base_seq_len=32,
            rope_theta=10000.0,
            rope_double_precision=False,
            causal_temporal_positioning=False,
            rope_type="split",
        )
    ).eval()
    vae = seeded(
        lambda: AutoencoderKLLTX2Video(
            latent_channels=4,
            block_out_channels=(8, 8, 8),
            down_block_types=("LTX2VideoDownBlock3D",) * 3,
            decoder_block_out_channels=(8, 8, 8),
            layers_per_block=(1, 1, 1, 1),
            decoder_layers_per_block=(1, 1, 1, 1),
            spatio_temporal_scaling=(True, True, True),
            decoder_spatio_temporal_scaling=(True, True, True),
            decoder_inject_noise=(False,) * 4,
            downsample_type=("spatiotemporal",) * 3,
            upsample_type=("spatiotemporal",) * 3,
            upsample_residual=(False,) * 3,
            upsample_factor=(1, 1, 1),
            patch_size=4,
            patch_size_t=1,
            decoder_causal=False,
            decoder_spatial_padding_mode="zeros",
        )
    ).eval()
    ear, vocoder = make_ear()
    pipe = LTX2Pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        audio_vae=ear,
        text_encoder=encoder,
        tokenizer=tokenizer,
        connectors=connectors,
        transformer=transformer,
        vocoder=vocoder,
    )
    return save(pipe, folder)


def make_sparse() -> SparseControlNetModel:
    """A SparseCtrl for the tiny AnimateDiff, as if trained: what it adds is not nothing."""

    def build() -> SparseControlNetModel:
        model = SparseControlNetModel(
            in_channels=4,
            conditioning_channels=4,
            down_block_types=("CrossAttnDownBlockMotion", "CrossAttnDownBlockMotion"),
            block_out_channels=(16, 32),
            layers_per_block=1,
            norm_num_groups=8,
            cross_attention_dim=32,
            attention_head_dim=2,
            motion_num_attention_heads=2,
            motion_max_seq_length=16,
            conditioning_embedding_out_channels=(8, 8),
            use_simplified_condition_embedding=True,
        )
        for layer in (
            *model.controlnet_down_blocks,
            model.controlnet_mid_block,
            model.controlnet_cond_embedding,
        ):
            for parameter in layer.parameters():
                torch.nn.init.normal_(parameter, std=0.2)
        return model

    return seeded(build).eval()


def save_sparse(folder: str | Path) -> Path:
    """The tiny AnimateDiff with a SparseCtrl as a model folder."""
    plain = make_animatediff()
    parts = {name: part for name, part in plain.components.items() if part is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipe = AnimateDiffSparseControlNetPipeline(controlnet=make_sparse(), **parts)
    return save(pipe, folder)
