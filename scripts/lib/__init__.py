"""What the Python of scripts/, classroom/ and tests/ shares. It needs nothing but Python itself."""
