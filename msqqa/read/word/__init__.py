"""Word files (DOCX), part by part: the package, its styles, its list numbers, its runs, and the body they make."""
