"""From the article to the lines that are said. Knows nothing of audio."""
