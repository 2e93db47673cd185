"""One reader a module: a stream of bytes → source documents, and errors for what can not be read."""
