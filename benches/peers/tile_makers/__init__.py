"""Programs that make tiles of the same points, each set up as somebody would who knows it well."""
