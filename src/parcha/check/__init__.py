"""Is it complete, clear, loud enough, understood?"""
