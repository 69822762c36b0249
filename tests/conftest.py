"""Says at the end what the access walk has asked for."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    walks = [
        value
        for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
        for name, value in getattr(report, "user_properties", ())
        if name == "walk" and report.when == "call"
    ]
    if walks:
        actors, addresses, requests = len({walk[0] for walk in walks}), walks[0][1], sum(walk[2] for walk in walks)
        terminalreporter.write_line(f"access walk: {addresses} addresses × {actors} actors, {requests} requests")
