"""What authors write that is no chapter: evidence, bibliography, instruments, changelog, read and checked."""
