"""A slixmpp component that says back what it hears, with the number of its process in front.

Asks the server what it is first, and prints `ready` when it was told. Arguments: port, domain, secret.
"""
import asyncio
import os
import sys

from slixmpp.componentxmpp import ComponentXMPP


class Echo(ComponentXMPP):
    def __init__(self, domain, secret, port):
        super().__init__(domain, secret, "127.0.0.1", port)
        self.register_plugin("xep_0030")
        self.register_plugin("xep_0199")
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("message", self.heard)

    async def started(self, _):
        info = await self["xep_0030"].get_info(jid="localhost", ifrom=self.boundjid, timeout=30)
        assert "urn:xmpp:ping" in info["disco_info"]["features"], info
        print("ready", flush=True)

    def heard(self, message):
        if message["type"] != "error":
            message.reply("%d %s" % (os.getpid(), message["body"])).send()


echo = Echo(sys.argv[2], sys.argv[3], int(sys.argv[1]))
echo.connect()
asyncio.get_event_loop().run_forever()
