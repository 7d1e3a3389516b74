"""The dead and hurt, counted: where a report gives them, they lead."""

from __future__ import annotations

import re

from brinkwatch.publish.scene import Draft, Scene


def counted_already(scene: Scene, draft: Draft) -> bool:
    """Whether the page has given this count of the dead or hurt before, in whatever words."""
    def counts(text: str) -> set[tuple[str, str]]:
        return {(n.lower(), d[:4]) for n, d in COUNT.findall(text)}

    own = counts(draft.text)
    return bool(own) and any(own <= counts(text) for text in scene.kept)


NUMBER = (
    r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|[a-z]+teen|[a-z]+ty(?:-[a-z]+)?)"
)


COUNT = re.compile(
    rf"\b({NUMBER})\b[^.]{{0,40}}?\b(kill|dead|died|injur|wound|hurt|drone|missile|rocket|shell)",
    re.I,
)


TOLL = re.compile(
    rf"\b{NUMBER}\b[^.]{{0,40}}\b(?:killed|dead|died|injured|wounded|hurt)\b|"
    rf"\b(?:killed|killing|injured|injuring|wounded|wounding)\b[^.]{{0,24}}\b{NUMBER}\b"
)
"""The dead and hurt, counted: where a report gives them, they lead."""
