"""P5."""

def run(rounds):
    return []
