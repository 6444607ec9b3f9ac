"""Web pages (HTML), part by part: their encoding, what of them is seen, their forms' controls, the text they make."""
