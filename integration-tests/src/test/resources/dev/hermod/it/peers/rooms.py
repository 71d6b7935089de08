"""Two slixmpp clients in a room: create, configure, invite, moderate, leave, come back. Prints `ok` at the end.

Arguments: port, then JID and password of each.
"""
import asyncio
import ssl
import sys

import slixmpp

PATIENCE = 60
ROOM = slixmpp.JID("coven@conference.localhost")


class Client(slixmpp.ClientXMPP):
    def __init__(self, jid, password):
        super().__init__(jid, password)
        for plugin in ("xep_0004", "xep_0030", "xep_0045", "xep_0199", "xep_0313", "xep_0421"):
            self.register_plugin(plugin)
        self.ssl_context.check_hostname = False
        self.ssl_context.verify_mode = ssl.CERT_NONE
        self.ready = asyncio.Event()
        self.said = asyncio.Queue()
        self.invited = asyncio.Queue()
        self.gone = asyncio.Queue()
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("groupchat_message", lambda message: self.said.put_nowait(message))
        self.add_event_handler("groupchat_invite", lambda message: self.invited.put_nowait(message))
        self.add_event_handler("failed_all_auth", lambda _: sys.exit("not authorized"))
        self.add_event_handler(f"muc::{ROOM.bare}::self-presence", self.presence)
        self.add_event_handler(f"muc::{ROOM.bare}::got_offline", lambda presence: self.gone.put_nowait(presence))
        self.muc = self.plugin["xep_0045"]

    async def started(self, _):
        self.send_presence()
        await self.get_roster()
        self.ready.set()

    def presence(self, presence):
        if presence["type"] == "unavailable":
            self.gone.put_nowait(presence)

    def say(self, body):
        self.send_message(mto=ROOM, mbody=body, mtype="groupchat")


async def heard(client, body):
    message = await client.said.get()
    assert message["body"] == body, message
    return message


async def gather(port, owner, guest):
    for client in (owner, guest):
        client.connect(("127.0.0.1", port), use_ssl=False, force_starttls=True)
    await owner.ready.wait()
    await guest.ready.wait()

    own, _, _, _ = await owner.muc.join_muc_wait(ROOM, "first")
    assert 201 in own["muc"]["status_codes"], own
    form = await owner.muc.get_room_config(ROOM)
    form["type"] = "submit"
    fields = form.get_fields()
    for name, value in (("persistentroom", True), ("membersonly", True), ("moderatedroom", True), ("roomname", "Coven")):
        fields[f"muc#roomconfig_{name}"]["value"] = value
    await owner.muc.set_room_config(ROOM, form)

    try:
        await guest.muc.join_muc_wait(ROOM, "second")
        raise AssertionError("entered a members-only room")
    except slixmpp.exceptions.PresenceError as refused:
        assert refused.condition == "registration-required", refused
    guest.muc.rooms.clear()  # or it would ignore invitations
    owner.muc.invite(ROOM, guest.boundjid.bare, reason="come")
    await guest.invited.get()
    await guest.muc.join_muc_wait(ROOM, "second")
    owner.say("Double, double")
    await heard(owner, "Double, double")
    await heard(guest, "Double, double")

    await owner.muc.set_role(ROOM, "second", "visitor")
    guest.say("toil")
    refused = await asyncio.wait_for(error(guest), 20)
    assert refused["error"]["condition"] == "forbidden", refused
    await owner.muc.set_role(ROOM, "second", "participant")
    guest.say("toil and trouble")
    await heard(owner, "toil and trouble")
    await heard(guest, "toil and trouble")

    await guest.plugin["xep_0199"].send_ping(slixmpp.JID(f"{ROOM}/second"))
    guest.muc.leave_muc(ROOM, "second", msg="bye")
    await owner.gone.get()
    owner.say("while away")
    await heard(owner, "while away")
    _, _, _, history = await guest.muc.join_muc_wait(ROOM, "second", maxstanzas=10)
    assert [message["body"] for message in history] == ["Double, double", "toil and trouble", "while away"], history

    await owner.muc.set_affiliation(ROOM, "outcast", jid=guest.boundjid.bare, reason="enough")
    await guest.gone.get()
    try:
        await guest.muc.join_muc_wait(ROOM, "second")
        raise AssertionError("entered in spite of a ban")
    except slixmpp.exceptions.PresenceError as refused:
        assert refused.condition == "forbidden", refused


async def error(client):
    refused = asyncio.get_running_loop().create_future()
    client.add_event_handler("groupchat_message_error", refused.set_result, disposable=True)
    client.add_event_handler("message_error", lambda message: refused.done() or refused.set_result(message))
    return await refused


def main():
    port = int(sys.argv[1])
    owner, guest = Client(sys.argv[2], sys.argv[3]), Client(sys.argv[4], sys.argv[5])
    asyncio.get_event_loop().run_until_complete(asyncio.wait_for(gather(port, owner, guest), PATIENCE))
    print("ok")


main()
