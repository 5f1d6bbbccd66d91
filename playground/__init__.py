"""The playground: a page that trains small networks, and what makes it one file."""
