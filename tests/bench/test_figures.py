from __future__ import annotations

from dataclasses import replace

from parcha.bench.figures import Figures, Run

STOCK = Run(100.0, 150.0, 900.0, 900.0, 5.0, first_part_seconds=30.0)
OURS = Run(40.0, 75.0, 100.0, 1500.0, 5.0, speak_seconds=30.0)
FIGURES = Figures(
    text={"edition": "brief", "engine": "kokoro", "parts": 3, "lines": 50},
    machine={"cores": 2, "processor": "P", "system": "Linux", "python": "3.12"},
    stock=STOCK,
    ours=OURS,
    one_worker=Run(70.0, 72.0, 800.0, 800.0, 5.0, speak_seconds=57.0, network_seconds=68.4),
    two_workers=OURS,
    first_part_seconds=15.0,
    noop_seconds=0.5,
    one_line_seconds=3.0,
    longer={4: Run(160.0, 306.0, 120.0, 1500.0, 20.0)},
)


def test_ratios_are_ours_to_the_stock_way() -> None:
    found = FIGURES.as_json()
    assert (found["wall_ratio"], found["cpu_ratio"], found["first_part_ratio"]) == (0.4, 0.5, 0.5)
    assert (found["overhead"], found["two_worker_speedup"]) == (0.05, 1.9)
    assert (found["growth"], found["parent_peak_mb"]) == (1.02, 120.0)
    assert (found["noop_seconds"], found["one_line_seconds"]) == (0.5, 3.0)
    assert found["runs"]["ours_4x"]["minutes"] == 20.0


def test_a_voice_without_a_network_has_no_overhead() -> None:
    alone = replace(FIGURES, one_worker=replace(FIGURES.one_worker, network_seconds=0.0))
    assert alone.as_json()["overhead"] is None
    assert not any("network" in line for line in alone.as_text())


def test_the_table_names_what_was_measured() -> None:
    text = "\n".join(FIGURES.as_text())
    assert "brief, kokoro: 3 parts, 50 lines." in text
    assert "outside the network          5.0% of processor time" in text
    assert "two workers                  1.90 times one" in text
