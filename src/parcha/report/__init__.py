"""One page that shows an edition to those who answer for it, and takes their marks back."""
