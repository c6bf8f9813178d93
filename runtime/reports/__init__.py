"""Reports of the month: figures of `engine.reporting` in the words and forms of the bureau."""
