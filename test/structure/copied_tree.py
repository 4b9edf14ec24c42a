# SPDX-License-Identifier: BSL-1.0
"""For the self-checks: what a check says of a copy of the source tree into which a mistake was put."""

import os
import shutil
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


class CopiedTree:
    """A temporary copy of some folders and files of the source tree, to be used in a `with`."""

    def __init__(self, parts):
        self._parts = parts

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        self.root = self._folder.name
        for part in self._parts:
            here = os.path.join(ROOT, part)
            if os.path.isdir(here):
                shutil.copytree(here, os.path.join(self.root, part), ignore=shutil.ignore_patterns("__pycache__"))
            elif os.path.exists(here):
                shutil.copy(here, self.root)
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def after_inserting(self, path, line, breaches):
        """What `breaches(root)` gives while that line is the second of that file, which is made if it is not there."""
        full = os.path.join(self.root, path)
        before = None
        if os.path.exists(full):
            with open(full, encoding="utf-8") as file:
                before = file.read()
        os.makedirs(os.path.dirname(full), exist_ok=True)
        lines = (before or "").splitlines() or ["// SPDX-License-Identifier: BSL-1.0"]
        with open(full, "w", encoding="utf-8") as file:
            file.write("\n".join([lines[0], line, *lines[1:]]) + "\n")
        try:
            return breaches(self.root)
        finally:
            if before is None:
                os.remove(full)
            else:
                with open(full, "w", encoding="utf-8") as file:
                    file.write(before)


def expect_each_is_found(tree, breaches, cases):
    """`cases` are (name, path, line, place, words): one sentence about that place with these words, or, without words,
    none at all. Returns what went wrong."""
    wrong = []
    for name, path, line, place, words in cases:
        found = tree.after_inserting(path, line, breaches)
        print(f"{name}: {' | '.join(found) or 'allowed'}")
        if words is None:
            wrong += [f"{name}: is allowed, but was reported: {breach}" for breach in found]
        elif len(found) != 1 or not found[0].startswith(f"{place}: ") or words not in found[0]:
            wrong.append(f"{name}: expected one sentence about {place} with \"{words}\", but got {found}")
    return wrong
