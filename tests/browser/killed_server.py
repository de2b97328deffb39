"""A web server of its own on a database of its own, which a test may kill as a crash would."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
# Tables as the models have them, the example province, and a case whose plan has been begun.
PREPARE = """
import django
from django.conf import settings
django.setup()
from django.apps import apps
from django.core.management import call_command
settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
call_command("migrate", run_syncdb=True, verbosity=0)
from tests.factories.line import LineWorld
from xiangchuang.drafting.begin_manuscript import begin_manuscript
world = LineWorld.build()
case = world.at_stage("plan")
begin_manuscript(actor=world.actor("lead"), case=case)
print(case.number)
"""


class KilledServer:
    """Granian as `script/server` starts it; `kill` leaves it no moment to finish anything."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._database = folder / "xiangchuang.sqlite3"
        self._env = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "XIANGCHUANG_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "xiangchuang.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "SITE_URL": self.url,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> str:
        """Make the database; return the number of the case in it."""
        done = subprocess.run(
            [sys.executable, "-c", PREPARE],
            cwd=ROOT,
            env=self._env,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.split()[-1]

    def start(self) -> None:
        granian = Path(sys.executable).with_name("granian")
        command = [
            str(granian), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--log-level", "warning", "--workers", "1", "--blocking-threads", "4",
            "xiangchuang.config.wsgi:application",
        ]  # fmt: skip
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._env, start_new_session=True)
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError("the web server did not answer")

    def kill(self) -> None:
        """End the server and its workers by SIGKILL."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def text_of(self, code: str) -> str:
        """Return the blocks of a section as the database holds them, as JSON text."""
        with sqlite3.connect(self._database) as rows:
            query = "select json_extract(blocks, '$[0].text') from proposals_plansection where code = ?"
            found = rows.execute(query, [code]).fetchone()
        rows.close()
        return str(found[0] or "")
