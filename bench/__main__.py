"""python -m bench [--only P2] [--rounds 5]"""

import argparse
import os


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", metavar="P2", help="this benchmark alone")
    parser.add_argument("--rounds", type=int, help="rounds of each, at least 5")
    options = parser.parse_args()

    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from bench import harness, p2_move, p5_import, p6_letter
    from bench.database import own_database, server

    every = {"P2": p2_move.run, "P5": p5_import.run, "P6": p6_letter.run}
    if options.only and options.only not in every:
        parser.error(f"--only: one of {', '.join(every)}")
    rounds = max(options.rounds or harness.ROUNDS, harness.ROUNDS)
    lines = []
    for name in [options.only] if options.only else every:
        with own_database():
            print(f"{name}: {every[name].__module__} ({server()}, {rounds} rounds)")
            lines += every[name](rounds)
    harness.write(lines)
    print(f"written: {harness.RESULTS}")


if __name__ == "__main__":
    main()
