"""Other people's tools, pointed at the packages of a finished edition."""
