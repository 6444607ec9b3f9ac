"""A question → an answer with citations: plan → retrieve → decide → answer → cite."""
