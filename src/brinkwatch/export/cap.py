"""CAP 1.2 (OASIS Common Alerting Protocol): one alert for each incident that may warn of harm.

Status is Test unless the user says otherwise. The desk judges neither severity nor what to do, so
`severity` is Unknown and there is no instruction.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as xml

from brinkwatch.export import published, rows
from brinkwatch.export.feeds import HIDDEN
from brinkwatch.export.folder import Folder, file_name
from brinkwatch.export.options import Options
from brinkwatch.export.selection import Selection
from brinkwatch.model import Incident, Story

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
TYPES = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "THREATEN"})
"""PLOVER types that may warn of harm; launches and signs do too."""
CREDIBLE = {1: "Observed", 2: "Likely", 3: "Possible", 4: "Unlikely", 5: "Unlikely"}
"""Admiralty credibility as CAP certainty; none or 6 is Unknown."""
AT_MOST = {"suspected": "Likely", "possible": "Possible", "planned": "Possible",
           "threatened": "Possible", "conditional": "Possible", "denied": "Unlikely"}
"""What a hedge leaves of it."""
TOLD = frozenset({"date", "actor", "place", "origin", "toward", "weapon", "weapon_kind",
                  "range_class", "target", "distance_km", "altitude_km", "casualties", "killed",
                  "injured", "indicator", "status"})
"""Fields, by their first word, that the description gives."""
ORDER = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")
AHEAD = frozenset({"planned", "threatened", "conditional"})
LASTS = timedelta(hours=24)


def write(chosen: Selection, folder: Folder, options: Options) -> None:
    """A file for each alert, in `cap/`."""
    edition = chosen.edition
    sent = published.moment(edition.published if edition else None)
    for row, story, incident in rows.of_incidents(chosen):
        if not warns(incident) or story.off_topic:
            continue
        at = sent or _latest(chosen, story)
        with folder.file(f"cap/{file_name(incident.id)}.xml", "cap", "alerts") as file:
            file.text.write(alert(row, story, incident, at, options))
            file.records = 1


def warns(incident: Incident) -> bool:
    return incident.kind in ("launch", "indicator") or incident.type in TYPES


def certainty(credibility: int | None, hedge: str | None) -> str:
    """CAP's certainty: what the origins bear out, and no more than the hedge allows."""
    found = CREDIBLE.get(credibility or 0, "Unknown")
    most = AT_MOST.get(hedge or "")
    if most is None or found == "Unknown":
        return found
    return max(found, most, key=ORDER.index)


def alert(row: rows.Row, story: Story, incident: Incident, sent: datetime, options: Options) -> str:
    """One alert as XML."""
    root = xml.Element("alert", xmlns=NAMESPACE)
    edition = hashlib.sha256(sent.isoformat().encode()).hexdigest()[:8]
    _put(root, "identifier", re.sub(r"[\s,<&]+", "-", f"{incident.id}.{edition}"))
    _put(root, "sender", f"brinkwatch@{options.host}")
    _put(root, "sent", stamp(sent))
    _put(root, "status", options.cap_status)
    _put(root, "msgType", "Alert")
    _put(root, "source", "Brinkwatch, from public reporting")
    _put(root, "scope", "Public")
    _put(root, "note", "Made by a program from public reporting. It is no official warning.")
    info = xml.SubElement(root, "info")
    _put(info, "language", "en")
    _put(info, "category", "Security")
    _put(info, "event", row["title"] or incident.kind)
    _put(info, "urgency", "Future" if row["certainty"] in AHEAD else "Past")
    _put(info, "severity", "Unknown")
    _put(info, "certainty", certainty(row["credibility"], row["certainty"]))
    _put(info, "effective", stamp(sent))
    begin = row.get("event_begin")
    if begin and "T" in begin and (onset := published.moment(begin)) is not None:
        _put(info, "onset", stamp(onset))
    _put(info, "expires", stamp(sent + LASTS))
    _put(info, "senderName", "Brinkwatch")
    _put(info, "headline", (row["title"] or incident.id)[:160])
    _put(info, "description", _told(row, incident))
    _put(info, "web", published.story_address(options.base, story.id))
    for name, value in (("admiralty", row["admiralty"]), ("plover", row["event_type"]),
                        ("mode", row["mode"]), ("origins", row["origins"]),
                        ("outlets", row["outlets"]), ("incident", incident.id)):
        if value is not None:
            pair = xml.SubElement(info, "parameter")
            _put(pair, "valueName", name)
            _put(pair, "value", str(value))
    if row.get("latitude") is not None:
        area = xml.SubElement(info, "area")
        country = f", {row['country']}" if row["country"] not in (None, row["location"]) else ""
        _put(area, "areaDesc", f"{row['location']}{country}")
        _put(area, "circle",
             f"{row['latitude']:.5f},{row['longitude']:.5f} {row['radius_km'] or 0:g}")
        if row["iso3"]:
            code = xml.SubElement(area, "geocode")
            _put(code, "valueName", "ISO3166-1")
            _put(code, "value", row["iso3"])
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, "unicode") + "\n"


def stamp(at: datetime) -> str:
    """CAP's date and time: to the second, with the offset; UTC is -00:00 and never Z."""
    text = at.replace(microsecond=0).isoformat()
    return text[:-6] + "-00:00" if text.endswith("+00:00") else text


def _told(row: rows.Row, incident: Incident) -> str:
    lines = [f"{row['outlets']} outlets, {row['origins']} independent origins."]
    for name, held in incident.fields.items():
        if name.partition(" ")[0] in TOLD and held.values:
            values = dict.fromkeys(
                f"{published.value_text(v)} ({v.by})" for v in held.values
                if v.superseded_by is None)
            lines.append(f"{name.replace('_', ' ')}: {'; '.join(values)}")
    return "\n".join(lines)


def _latest(chosen: Selection, story: Story) -> datetime:
    held: list[Any] = [r.published or r.captured for id in story.reports
                       if (r := chosen.report(id)) is not None]
    zoned = [h if h.tzinfo else h.replace(tzinfo=UTC) for h in held if h is not None]
    return max(zoned, default=datetime(1970, 1, 1, tzinfo=UTC))


def _put(parent: xml.Element, name: str, text: str) -> None:
    xml.SubElement(parent, name).text = HIDDEN.sub("", text)
