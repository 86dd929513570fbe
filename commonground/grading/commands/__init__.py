"""What an instructor calls: one command for one machine, one for several that trust each other less."""
