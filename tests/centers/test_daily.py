"""What is seen to once a day: every step has its turn, whatever becomes of another."""

from datetime import date

import pytest

from xiangchuang.centers import daily

DAY = date(2026, 11, 30)


def test_a_step_that_fails_is_named_and_keeps_no_other_from_its_day(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(_today: date) -> str:
        raise ValueError("no such font")

    monkeypatch.setattr(daily, "_steps", {})
    daily.contribute_daily_step("archive", breaks)
    daily.contribute_daily_step("nothing", lambda _today: "")
    daily.contribute_daily_step("reminders", lambda today: f"told on {today}")

    assert daily.run_daily_steps(DAY) == ["archive 没有完成，原因见日志", "told on 2026-11-30"]
    assert "the daily step archive failed" in caplog.text
    assert "no such font" in caplog.text
