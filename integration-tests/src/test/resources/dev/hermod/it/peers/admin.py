"""An administrator on slixmpp: adds an account, lists accounts, ends a session, deletes. Prints `ok` at the end.

Arguments: port, JID and password of the administrator, full JID of the session to end.
"""

import asyncio
import ssl
import sys

import slixmpp

PATIENCE = 60
DOMAIN = slixmpp.JID("localhost")
ADDED = "added-by-slixmpp@localhost"


class Admin(slixmpp.ClientXMPP):
    def __init__(self, jid, password):
        super().__init__(jid, password)
        for plugin in ("xep_0030", "xep_0004", "xep_0050", "xep_0133"):
            self.register_plugin(plugin)
        self.ssl_context.check_hostname = False
        self.ssl_context.verify_mode = ssl.CERT_NONE
        self.ready = asyncio.Event()
        self.add_event_handler("session_start", lambda _: self.ready.set())
        self.add_event_handler("failed_all_auth", lambda _: sys.exit("not authorized"))

    async def do(self, task, **fields):
        """Starts a command of xep_0133, fills its form in as a person would, and returns what it ends with."""
        answers = asyncio.Queue()

        def step(iq, session):
            answers.put_nowait((iq, session))

        getattr(self["xep_0133"], task)(session={"next": step, "error": step})
        iq, session = await answers.get()
        if iq["command"]["status"] == "executing":
            form = iq["command"]["form"]
            for name in fields:
                assert name in form.get_fields(), (task, name)
            reply = self["xep_0004"].make_form(ftype="submit")
            reply.add_field(var="FORM_TYPE", ftype="hidden", value=form.get_fields()["FORM_TYPE"]["value"])
            for name, value in fields.items():
                reply.add_field(var=name, ftype=form.get_fields()[name]["type"], value=value)
            session["payload"] = [reply]
            self["xep_0050"].complete_command(session)
            iq, session = await answers.get()
        return iq


async def work(client, port, victim):
    client.connect(("127.0.0.1", port), force_starttls=True)
    await client.ready.wait()

    listed = await client["xep_0133"].get_commands()
    nodes = {node for _, node, _ in listed["disco_items"]["items"]}
    assert "http://jabber.org/protocol/admin#add-user" in nodes, nodes

    added = await client.do("add_user", accountjid=ADDED, password="s3cret", **{"password-verify": "s3cret"})
    assert added["command"]["status"] == "completed", added
    again = await client.do("add_user", accountjid=ADDED)
    assert again["error"]["condition"] == "conflict", again

    everybody = await client.do("get_registered_users_list", max_items="none")
    jids = everybody["command"]["form"].get_values()["registereduserjids"]
    assert ADDED in jids, jids
    online = await client.do("get_online_users_num")
    assert int(online["command"]["form"].get_values()["onlineusersnum"]) >= 2, online

    ended = await client.do("end_user_session", accountjids=[victim])
    assert ended["command"]["status"] == "completed", ended

    deleted = await client.do("delete_user", accountjids=[ADDED])
    assert deleted["command"]["status"] == "completed", deleted
    gone = await client.do("delete_user", accountjids=[ADDED])
    assert gone["error"]["condition"] == "item-not-found", gone


def main():
    client = Admin(sys.argv[2], sys.argv[3])
    loop = asyncio.get_event_loop()
    # An error reply goes to the command's handler, and stays in a future that slixmpp leaves unread, too.
    loop.set_exception_handler(lambda *_: None)
    loop.run_until_complete(asyncio.wait_for(work(client, int(sys.argv[1]), sys.argv[4]), PATIENCE))
    print("ok")


main()
