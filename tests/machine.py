"""A machine that is not there: a clone in a directory with a space, and beside it bin, all that PATH names."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BASH = shutil.which("bash") or "/bin/bash"
COMMANDS = [
    *("basename", "bash", "cat", "chmod", "cp", "cut", "df", "dirname", "du", "find", "flock", "grep", "head", "id", "install", "ln"),
    *("mkdir", "mkfifo", "mktemp", "mount", "mv", "readlink", "realpath", "rm", "sed", "setpriv", "sh", "sha256sum", "sleep", "sort"),
    *("stat", "tail", "touch", "tr", "true", "umount", "uname", "unshare", "xargs"),
]
UNSHARE = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--mount", "--map-root-user"]

# Stand-ins that make what the real ones make, without a network. One that STOP_AT names makes half of it, writes its
# number into the pipe beside the clone and goes on working; if DEAF is set, it does not end when it is told to.
STOP = """
stop() {
  if [ "$1" != "${STOP_AT:-}" ]; then return; fi
  if [ -n "${DEAF:-}" ]; then trap "" TERM; fi
  echo $$ >"$HOME/stopped"
  exec sleep 600
}
"""
GO = f"""{STOP}
made() {{ mkdir -p "${{1%/*}}" && printf '#!{BASH}\\n' >"$1" && chmod +x "$1"; }}
case "$*" in
  "env CC") echo cc ;;
  "env GOVERSION GOCACHE GOMODCACHE") printf '%s\\n' go1.26.5 "${{HOME-off}}${{HOME+/cache}}" "${{HOME-}}${{HOME+/modules}}" ;;
  "build std"*) stop cache ;;
  "build -o"*) mkdir -p "${{3%/*}}" && cp "$0" "$3" ;; # what it builds is itself: one of the programs is another go command
  "install golang.org/x/tools/gopls"*) stop gopls; made "$GOBIN/gopls" ;;
  "run ./scripts/setup/fetch-digits -check") exit 1 ;;
  "run ./scripts/setup/fetch-digits") stop digits ;;
esac
"""
TOOLS = f"""{STOP}
mkdir -p "$1"
stop tools
touch "$1/gonb" "$1/goimports"
"""
# As with the real pip, a package whose metadata are there counts as installed.
PYTHON = f"""{STOP}
case "$*" in
  "-c import sys;"*) echo 3.12.1 ;;
  "-m venv --clear "*) rm -rf "$4"; mkdir -p "$4/bin"; stop venv; cp "$0" "$4/bin/python" ;;
  *"/setup/requirements.txt")
    if [ -e "$VENV/metadata" ]; then exit; fi
    touch "$VENV/metadata"
    stop jupyterlab
    touch "$VENV/bin/jupyter-lab"
    ;;
  "-m setup.plugin cpu"*) mkdir -p "$4/plugin"; stop plugin; touch "$4/plugin/pjrt_c_api_cpu_plugin.so" ;;
  "-m setup.kernelspec") mkdir -p "$VENV/share/jupyter/kernels/gonb"; stop kernel; touch "$VENV/share/jupyter/kernels/gonb/kernel.json" ;;
esac
"""


class Machine:
    """The machine in a directory, which is also its HOME."""

    def __init__(self, directory: Path) -> None:
        self.directory, self.clone, self.bin = directory, directory / "a clone", directory / "bin"
        shutil.copytree(ROOT / "scripts", self.clone / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
        (self.clone / "pkg").mkdir()
        for name in ("go.mod", "go.sum"):
            shutil.copy(ROOT / name, self.clone / name)
        self.bin.mkdir()
        for name in COMMANDS:
            (self.bin / name).symlink_to(shutil.which(name) or "missing")
        self.environment = {"PATH": str(self.bin), "HOME": str(directory)}

    def program(self, name: str, script: str) -> None:
        """Puts a program on PATH."""
        self.write(self.bin / name, script)

    def write(self, path: Path, script: str) -> None:
        """Writes a program. What is there may be a link to the real one, which stays as it is."""
        path.unlink(missing_ok=True)
        path.write_text(f"#!{BASH}\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def complete(self) -> None:
        """Puts a Go, a compiler and a Python there that need no network."""
        self.program("go", GO)
        self.program("cc", "exit 0")
        self.program("python3", PYTHON)
        self.write(self.clone / "scripts" / "setup" / "tools.sh", TOOLS)
        os.mkfifo(self.directory / "stopped")

    def command(self, *options: str, inside: str = "") -> list[str]:
        """The command that sets this clone up; inside is what root does before it, with mounts that nobody else sees."""
        command = [str(self.clone / "scripts" / "setup.sh"), *options]
        return [*UNSHARE, "sh", "-ec", f'{inside}\nexec "$0" "$@"', *command] if inside else command

    def start(self, *options: str, inside: str = "", **environment: str | None) -> "subprocess.Popen[str]":
        """Starts set-up, in a session of its own."""
        return subprocess.Popen(
            self.command(*options, inside=inside),
            env={name: value for name, value in {**self.environment, **environment}.items() if value is not None},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *options: str, inside: str = "", **environment: str | None) -> tuple[int, str, str]:
        """Sets the clone up. Returns the exit status and what was said on stdout and stderr."""
        with self.start(*options, inside=inside, **environment) as process:
            said, complaint = process.communicate(timeout=60)
        return process.returncode, said, complaint

    def refuses(self, *options: str, inside: str = "", **environment: str | None) -> str:
        """The one sentence with which set-up ends, before it has done anything."""
        status, said, complaint = self.run(*options, inside=inside, **environment)
        assert (status, said) == (1, ""), (status, said, complaint)
        assert complaint.startswith("setup.sh: ") and complaint.count("\n") == 1, complaint
        return complaint
