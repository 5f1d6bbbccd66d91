"""A student as the server sees one: a browser that logs in, runs cells, hands in."""

import json
import time
import uuid

import requests
import websocket

PATIENCE = 150  # seconds


class Student:
    """A browser, as far as the server can tell."""

    def __init__(self, address, name, password=""):
        """Log in, and wait for the server of one's own."""
        self.name, self.http = name, requests.Session()
        login = f"{address}/hub/login"
        self.http.get(login, timeout=PATIENCE).raise_for_status()
        token = self.http.cookies.get("_xsrf", path="/hub/")
        form = {"username": name, "password": password, "_xsrf": token}
        self.http.post(login, form, timeout=PATIENCE).raise_for_status()
        self.own = own = f"{address}/user/{name}"
        until = time.monotonic() + PATIENCE
        self.http.get(f"{address}/hub/spawn", timeout=PATIENCE)
        while not self.http.get(f"{own}/lab", timeout=PATIENCE).url.startswith(own):
            if time.monotonic() > until:
                raise TimeoutError(f"no server for {name}")
            time.sleep(0.5)

    def ask(self, method, path, /, **content):
        """Return what the student's own server answers."""
        answer = self.http.request(
            method,
            f"{self.own}/api/{path}",
            json=content or None,
            headers=self.token(),
            timeout=PATIENCE,
        )
        answer.raise_for_status()
        return answer.json()

    def token(self):
        """Return the header by which the server knows its own pages."""
        token = self.http.cookies.get("_xsrf", path=f"/user/{self.name}/")
        return {"X-XSRFToken": token}

    def run(self, path):
        """Run the cells of a notebook in a kernel of its own; return the kernel."""
        kernel = self.ask("POST", "kernels", name="python3", path=path)["id"]
        for cell in self.ask("GET", f"contents/{path}")["content"]["cells"]:
            if cell["cell_type"] != "code":
                continue
            self.succeed(kernel, cell["source"], path)
        return kernel

    def succeed(self, kernel, code, where="what the student ran"):
        """Run code; raise RuntimeError if it ends with an error."""
        if problem := self.execute(kernel, code):
            raise RuntimeError(f"{self.name}: {where} ended with {problem}:\n{code}")

    def execute(self, kernel, code):
        """Run code; return the name of the error that it ends with, or nothing."""
        mine = [c for c in self.http.cookies if c.path in ("/", f"/user/{self.name}/")]
        channel = websocket.create_connection(
            f"{self.own}/api/kernels/{kernel}/channels".replace("http", "ws", 1),
            cookie="; ".join(f"{cookie.name}={cookie.value}" for cookie in mine),
            header=self.token(),
            timeout=PATIENCE,
        )
        asked = str(uuid.uuid4())
        header = {"msg_id": asked, "msg_type": "execute_request", "version": "5.3"}
        message = {
            "header": header | {"session": asked, "username": "", "date": ""},
            "parent_header": {},
            "metadata": {},
            "content": {"code": code, "silent": False},
            "channel": "shell",
        }
        channel.send(json.dumps(message))
        failed = ""
        while True:
            said = json.loads(channel.recv())
            if said["parent_header"].get("msg_id") != asked:
                continue
            if said["msg_type"] == "error":
                failed = said["content"]["ename"]
            if said["content"].get("execution_state") == "idle":
                channel.close()
                return failed

    def hand_in(self, assignment, content):
        """Put a notebook where this student hands in."""
        place = f"contents/hand_in/{assignment}/{assignment}.ipynb"
        self.ask("PUT", place, type="notebook", content=content)
