"""The systems that are compared, each set up as somebody would who knows it well."""
