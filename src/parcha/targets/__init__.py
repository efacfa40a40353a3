"""From a programme to what people get: one small file a package."""
