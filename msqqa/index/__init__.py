"""Cells → passages → words and vectors on disk, and the way back."""
