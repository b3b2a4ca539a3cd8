"""What is said of a file that cannot be brought in."""


class Refused(ValueError):
    """The whole file; the message is for the person who chose it."""
