"""From lines to clips. Knows no rules of text."""
