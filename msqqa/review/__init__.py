"""An analyst's corrections: read from ``verdicts.toml`` beside the corpus, found again in an index, and written."""
