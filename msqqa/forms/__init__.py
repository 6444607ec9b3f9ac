"""Known forms, as data: one TOML file a form, found by how well a response aligns to it."""
