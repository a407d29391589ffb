"""How a file becomes documents without being trusted: it is read in a child process that has limits."""
