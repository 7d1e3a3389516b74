"""The columns of the tables, with types and meaning. CSV, Parquet and docs follow them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is "text", "int", "float", "bool", "date" or "list" (of texts; joined with "; " in
    CSV)."""

    name: str
    kind: str
    meaning: str


def _columns(text: str) -> tuple[Column, ...]:
    """Lines of "name kind meaning"."""
    return tuple(Column(*line.split(None, 2)) 
                 for line in text.splitlines() if line)


_WHEN = """
event_date date First day, ISO 8601, in the time zone of the place
event_end date Last day
event_begin text First moment as precisely as it is known, ISO 8601 with the place's offset
event_until text Last moment, inclusive
year int Year of event_date
time_precision int As ACLED's: 1 the day is known, 2 the week, 3 the month; empty where only more is
time_known text minute, hour, part of day, day, week, month, season, year or span
"""
_WHAT = """
event_type text PLOVER type
mode text PLOVER mode; weapons-test is Brinkwatch's extension of MOBILIZE
extension bool Whether type and mode are ours and not PLOVER's
cameo text CAMEO code, where one maps
plover_score float PLOVER's conflict-cooperation score, -10 to 10
"""
_WHO = """
actor1 text Who acts, the first named
actor1_country text ISO 3166-1 alpha-3
actor1_sector text PLOVER sector (GOV, MIL, ...)
actor2 text To whom, the first named who is not actor1
actor2_country text ISO 3166-1 alpha-3
actor2_sector text PLOVER sector
actors list All who act
recipients list All to whom
"""
_WHERE = """
location text Toponym
location_role text at, target, origin or toward
country text Name of the country the location is in; empty at sea
iso3 text Its ISO 3166-1 alpha-3 code
latitude float WGS 84 degrees
longitude float WGS 84 degrees
geo_precision int As ACLED's: 1 the town or site is known, 2 part of a region, 3 a province or wider
geo_known text site, city, county, province, region, country or sea
radius_km float How far the truth may lie from the point
"""
_SOURCE = """
source text Outlet
source_url text Address of the report
published text When the report was published, ISO 8601
reliability text Admiralty grade of the source, A to F
credibility int Admiralty grade of the incident, 1 to 6; empty where it is in none
admiralty text Both grades (B2)
attribution list Who says so, outermost first; empty where the report itself does
certainty text asserted, suspected, possible, planned, threatened, conditional or denied
"""
_WORDS = """
notes text The report's words
notes_start int Where the first of them begin in the report's stored text, in characters
notes_end int Where the last of them end, exclusive
"""
_KEYS = """
event_id text Stable over runs
incident_id text The incident it is evidence for; several events of one incident are one happening
story_id text The story of that incident
report_id text The report it was read in
record text Kind of record
"""
_HARM = """
event_kind text attack, clash, interception, incursion, exercise, sanction, deployment, nuclear test
fatalities int People killed, at least; 0 where nobody is said to be hurt, empty where nothing is
fatalities_high int People killed, at most; empty where it is open
injured int People hurt, at least
injured_high int People hurt, at most; empty where it is open
"""
_ARMS = """
weapon_kind text ballistic, cruise, rocket artillery, air defence, space or unknown
range_class text CRBM, SRBM, MRBM, IRBM or ICBM
weapon_system text Name of the system
count_low float How many, at least
count_high float How many, at most
distance_km float Kilometres flown
altitude_km float Kilometres of greatest height
flight_seconds float Seconds in the air
outcome text success, failure or intercepted
casualties text A number, none or reported
casualties_number int The number in casualties, dead and hurt together; 0 for none
damage text A number, none or reported
outside_eez bool Whether it fell outside an exclusive economic zone
"""

REPORTS = _columns("""
report_id text The input's own id, else the SHA-256 of the captured bytes
title text Headline
source text Outlet
url text Address
published text ISO 8601, as the report gives it
published_precision text minute or day
captured text UTC
language text ISO 639-1
sha256 text Of the captured bytes
reliability text Admiralty grade of the source, A to F
characters int Length of the stored text
""")
EVENTS = _columns(_KEYS + _WHEN + _WHAT + """
trigger text Lemma of the word that carries the event
object text What the deed is about, in the report's words
""" + _WHO + _WHERE + _SOURCE + _HARM + _ARMS + _WORDS)
STATEMENTS = _columns(_KEYS + _WHEN + _WHAT + """
act text threaten, condemn, praise, pledge, request, deny, support, assess, report or announce
speaker text Who speaks
speaker_country text ISO 3166-1 alpha-3
speaker_sector text PLOVER sector
addressees list To whom
quote text The words, a substring of the stored text
direct bool Whether they stand in quotation marks
""" + _WHERE + _SOURCE + _WORDS)
SIGNS = _columns(_KEYS + _WHEN + _WHAT + """
indicator text What kind of sign
status text reported, ongoing, planned, ended or denied
measure text Of a trend claim: what is counted
direction text accelerating, rising, falling or steady
ordinal int 4 for the fourth, -1 for the latest
since text Since when it is the first or largest
window text The stretch of time it speaks of
""" + _WHO + _WHERE + _SOURCE + _WORDS)
INCIDENTS = _columns("""
incident_id text Stable over runs
story_id text The story it is in
kind text launch, event, statement, indicator or trend
title text In short
reported date First day a report of it was published; for those that give no date of the deed
""" + _WHEN + _WHAT + _WHO + _WHERE + """
certainty text The surest of its accounts
credibility int Admiralty grade of the item, 1 (confirmed) to 6 (cannot be judged)
credibility_rule text The rule and the counts that gave it
reliability text Best Admiralty grade among its sources
admiralty text Both grades (B2)
reports int Reports that tell of it
outlets int Outlets
origins int Independent origins: reprints of one text are one
origin_names list Who they are
sources list Outlets by name
disputed list Fields whose values cannot all be true
off_topic text Why its story belongs in no edition; empty when it belongs in one
""" + _HARM + _ARMS + """
object text What it is about
speaker text Of a statement
act text Of a statement
quote text Of a statement
indicator text Of a sign
status text Of a sign
measure text Of a trend claim
direction text Of a trend claim
events list Ids of the claims it was made from
""")

TABLES: dict[str, tuple[Column, ...]] = {
    "reports": REPORTS, "events": EVENTS, "statements": STATEMENTS, "signs": SIGNS,
    "incidents": INCIDENTS,
}
"""Table to its columns. `events` holds deeds and launches, one row for each report's account;
`incidents` holds each happening once."""
KINDS = {"event": "events", "launch": "events", "statement": "statements", "indicator": "signs",
         "trend": "signs"}
"""Kind of record to the table it is in."""
