"""Two slixmpp clients: subscribe to each other, chat both ways, manage a roster. Prints `ok` at the end.

Arguments: port, `starttls` or `direct`, then JID and password of each.
"""
import asyncio
import ssl
import sys

import slixmpp

PATIENCE = 40


class Client(slixmpp.ClientXMPP):
    def __init__(self, jid, password):
        super().__init__(jid, password)
        self.register_plugin("xep_0030")
        self.register_plugin("xep_0199")
        self.ssl_context.check_hostname = False
        self.ssl_context.verify_mode = ssl.CERT_NONE
        self.ready = asyncio.Event()
        self.inbox = asyncio.Queue()
        self.online = set()
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("message", lambda message: self.inbox.put_nowait(message))
        self.add_event_handler("got_online", lambda presence: self.online.add(presence["from"].bare))
        self.add_event_handler("failed_all_auth", lambda _: sys.exit("not authorized"))

    async def started(self, _):
        self.send_presence()
        await self.get_roster()
        self.ready.set()


async def eventually(condition):
    while not condition():
        await asyncio.sleep(0.05)


async def talk(port, direct, romeo, juliet):
    for client in (romeo, juliet):
        client.connect(("127.0.0.1", port), use_ssl=direct, force_starttls=not direct)
    await romeo.ready.wait()
    await juliet.ready.wait()

    romeo.send_message(mto=juliet.boundjid.bare, mbody="wherefore", mtype="chat")
    heard = await juliet.inbox.get()
    assert heard["body"] == "wherefore", heard
    heard.reply("art thou").send()
    assert (await romeo.inbox.get())["body"] == "art thou"

    romeo.send_presence_subscription(pto=juliet.boundjid.bare)
    await eventually(lambda: juliet.boundjid.bare in romeo.online and romeo.boundjid.bare in juliet.online)
    await romeo.update_roster(juliet.boundjid.bare, name="Juliet", groups=["Verona"])
    entry = romeo.client_roster[juliet.boundjid.bare]
    await eventually(lambda: entry["name"] == "Juliet" and entry["subscription"] == "both")
    await romeo.plugin["xep_0199"].send_ping(slixmpp.JID("localhost"))
    await romeo.del_roster_item(juliet.boundjid.bare)


def main():
    port, how = int(sys.argv[1]), sys.argv[2]
    romeo, juliet = Client(sys.argv[3], sys.argv[4]), Client(sys.argv[5], sys.argv[6])
    work = asyncio.wait_for(talk(port, how == "direct", romeo, juliet), PATIENCE)
    asyncio.get_event_loop().run_until_complete(work)
    print("ok")


main()
