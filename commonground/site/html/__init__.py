"""What is done to the HTML of each page, and what is written beside it: figures, formulas, fonts, one style sheet."""
