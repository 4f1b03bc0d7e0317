"""What windows and the command line see of duties: frozen values, in words."""
