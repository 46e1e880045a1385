"""What the command line does with the files of a brief: begin one, add to it, say where it stands."""
