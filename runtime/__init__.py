"""The composition root: settings, workspace, keys, languages; hands ports to the engine."""
