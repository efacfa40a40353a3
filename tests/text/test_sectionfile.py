from __future__ import annotations

from parcha.model import Section
from parcha.text import sectionfile


def test_sections_are_read_as_they_were_written() -> None:
    section = Section(2, "a", "लक्षण", (("एक।", "दो।"), ("तीन।",)))
    text = sectionfile.render(section)
    assert text == "# लक्षण\n\nएक।\nदो।\n\nतीन।\n"
    assert sectionfile.parse(text) == section.paragraphs


def test_editors_may_leave_spaces_and_blank_lines() -> None:
    assert sectionfile.parse("# x\n\n\n एक। \n\n\n\nदो।") == (("एक।",), ("दो।",))
