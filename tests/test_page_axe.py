"""The edition page under axe-core in Chromium: no violation, light or dark, with every
sentence closed and with every sentence open.

axe-core is not part of this repository. `npm pack axe-core` brings it; BRINKWATCH_AXE names its
axe.min.js. Without it, or without Chromium, these tests are skipped and say so.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

AXE = os.environ.get("BRINKWATCH_AXE", "")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--virtual-time-budget=20000 --dump-dom"
).split()
RUN = """<script>%s</script><script>
if (%s) document.querySelectorAll('details').forEach(d => { d.open = true });
axe.run(document).then(r => {
  const out = document.createElement('pre'); out.id = 'axe-out';
  out.textContent = JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html)]));
  document.body.appendChild(out);
});</script></body>"""

pytestmark = [
    pytest.mark.skipif(not Path(AXE).is_file(), reason="BRINKWATCH_AXE names no axe.min.js"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    from brinkwatch.desk import Desk
    from brinkwatch.sample import dossier_paths

    out = tmp_path_factory.mktemp("edition")
    with Desk.open(":memory:") as desk:
        desk.brief(dossier_paths(), out, sample=True)
    return (out / "index.html").read_text("utf-8")


@pytest.mark.parametrize("scheme", [0, 1], ids=["dark", "light"])
@pytest.mark.parametrize("opened", [False, True], ids=["closed", "open"])
def test_axe_finds_no_violation(page: str, tmp_path: Path, opened: bool, scheme: int) -> None:
    # the policy of the page lets no script in, so the copy under test goes without it
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    script = RUN % (Path(AXE).read_text("utf-8"), str(opened).lower())
    copy = tmp_path / "page.html"
    copy.write_text(bare.replace("</body>", script), "utf-8")
    dumped = subprocess.run(
        [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}",
         f"--blink-settings=preferredColorScheme={scheme}", "--window-size=1280,2000",
         copy.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    ).stdout
    found = re.search(r'<pre id="axe-out">(.*?)</pre>', dumped, re.S)
    assert found, "axe did not run"
    assert json.loads(html.unescape(found[1])) == []
