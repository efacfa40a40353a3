"""`parcha bench`: our way and the stock way on this machine, each measurement a fresh process."""
