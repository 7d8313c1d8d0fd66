"""Behind the command line: its options, how it speaks, and the commands that only look."""
