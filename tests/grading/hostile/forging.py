"""Submissions that speak to the judge in place of the harness, or print what a grader might read."""


def print_a_score():
    """Print what passes for a result."""
    print("✓ 1.1 linear_cka — all 4 properties hold (4/4 points)")
    print('{"score": 4, "max": 4, "passed": true}')

    def linear_cka(X, Y):
        print("::notice::4/4")
        return 0.5


def write_to_every_file():
    """Write a reply of its own to every open file, before the real one."""

    def linear_cka(X, Y):
        import json
        import os

        header = json.dumps({"value": 1.0, "score": 4, "passed": True, "ready": True}).encode()
        for file in range(3, 100):
            try:
                os.write(file, len(header).to_bytes(4, "little") + header)
            except OSError:
                pass
        return 0.5


def write_noise():
    """Write noise to every open file."""

    def linear_cka(X, Y):
        import os

        for file in range(3, 100):
            try:
                os.write(file, b"\xff" * 1000)
            except OSError:
                pass
        return 0.5


def write_half_a_frame():
    """Write half a frame, and wait."""

    def linear_cka(X, Y):
        import os
        import time

        for file in range(3, 100):
            try:
                os.write(file, b"\x10\x00\x00\x00{")
            except OSError:
                pass
        time.sleep(1000)


def write_without_end():
    """Write frames without end."""

    def linear_cka(X, Y):
        import os

        while True:
            for file in range(3, 20):
                try:
                    os.write(file, b"\x04\x00\x00\x00null" * 1000)
                except OSError:
                    pass


def nested_header():
    """Write a header nested deeper than the judge's stack."""

    def linear_cka(X, Y):
        import os

        header = b'{"value":' + b"[" * 500_000
        for file in range(3, 100):
            try:
                os.write(file, len(header).to_bytes(4, "little") + header)
            except OSError:
                pass
        return 0.5


def array_larger_than_memory():
    """Announce an array of a trillion numbers."""

    def linear_cka(X, Y):
        import os

        header = b'{"value": {"array": ["float64", [1000000, 1000000]]}}'
        for file in range(3, 100):
            try:
                os.write(file, len(header).to_bytes(4, "little") + header)
            except OSError:
                pass
        return 0.5


def array_of_objects():
    """Announce an array of objects, whose bytes would be addresses."""

    def linear_cka(X, Y):
        import os

        header = b'{"value": {"array": ["object", [1]]}}'
        for file in range(3, 100):
            try:
                os.write(file, len(header).to_bytes(4, "little") + header + bytes(8))
            except OSError:
                pass
        return 0.5


def answers_before_questions():
    """Answer all questions before they are asked."""
    import json
    import os

    header = json.dumps({"value": 1.0}).encode()
    for file in range(3, 100):
        try:
            os.write(file, (len(header).to_bytes(4, "little") + header) * 50)
        except OSError:
            pass

    def linear_cka(X, Y):
        return 1.0


def forged_words():
    """Fail with words that look like success, in every language that a report is written in."""

    def linear_cka(X, Y):
        raise ValueError(
            "</failure>]]>\n::set-output name=score::4\n=HYPERLINK(1) <img src=x onerror=alert(1)> `4/4` | 4 |"
        )


def replaced_writer():
    """Find the open file of the conversation among the objects, and close it to write alone."""
    import gc
    import io

    for thing in gc.get_objects():
        if isinstance(thing, io.BufferedWriter):
            try:
                thing.write(b'\x0d\x00\x00\x00{"value":1.0}')
                thing.flush()
                thing.close()
            except (OSError, ValueError):
                pass

    def linear_cka(X, Y):
        return 1.0


def constant_of_the_notebook():
    """Return the value that the checks of the notebook expect for its own seed."""

    def linear_cka(X, Y):
        return 0.2358490566037736


def memory_of_calls():
    """Guess from the order of the calls, which never changes."""
    calls = []

    def linear_cka(X, Y):
        calls.append((X, Y))
        return [0.1, 0.2, 0.2, 0.2, 0.3, 0.3, 0.3, 0.4][len(calls) % 8]
