"""What shares a process with a student's code. The judge trusts nothing that is said in here, and imports nothing of it."""
