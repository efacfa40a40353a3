"""One small file a format: bytes or text become the blocks of an article, in order."""
