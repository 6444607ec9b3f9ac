"""How right is it? Question sets with gold answers, measures, and the fit of the one model that is fitted."""
