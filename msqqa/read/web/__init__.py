"""Web pages (HTML), part by part: their encoding, what of them is seen, their forms' controls, and the text they make."""
